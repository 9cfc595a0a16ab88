"""Several restaurants in one process: nothing crosses, and every answer says whose it is."""

from __future__ import annotations

import pytest

from peruopt.chat.message import Action, Address
from peruopt.post import State
from peruopt.restaurant import Role
from tests.dialogue.town import TEAM, Town
from tests.talk import buttons


@pytest.fixture
def town(data_dir, clock):
    """La Caleta is Rosa's, El Huarique Juan's; Caro works in both."""
    opened = Town.begin(data_dir, clock)
    opened.found("La Caleta", "rosa")
    opened.found("El Huarique", "juan")
    for house in (1, 2):
        opened.add(house, "caro", Role.APPROVER)
    yield opened
    opened.close()


async def test_who_is_in_two_chooses_once_per_chat(town):
    (asked,) = await town.say("caro", "/pendientes")
    assert "¿De cuál hablamos en este chat?" in asked.text
    assert [b.label for b in buttons(asked)] == ["La Caleta", "El Huarique"]
    await town.press("caro", "El Huarique")
    assert "en este chat hablas por El Huarique" in town.text
    (answer,) = await town.say("caro", "/pendientes")
    assert answer.title.startswith("El Huarique")
    assert "¿De cuál" in (await town.say("caro", "/pendientes", chat="otro"))[0].text
    await town.say("caro", "/restaurante la caleta")
    (answer,) = await town.say("caro", "/pendientes")
    assert answer.title.startswith("La Caleta")


async def test_the_choice_survives_a_restart(town, data_dir, clock):
    await town.say("caro", "/restaurante 2")
    town.close()
    again = Town.begin(data_dir, clock)
    (answer,) = await again.say("caro", "/pendientes")
    assert answer.title.startswith("El Huarique")
    again.close()


async def test_who_is_in_one_is_not_asked_and_hears_no_names(town):
    (answer,) = await town.say("rosa", "/pendientes")
    assert "La Caleta" not in answer.title
    await town.say("rosa", "/restaurante 2")
    assert "No estás en ningún restaurante «2»" in town.text


@pytest.mark.parametrize(
    "typed",
    ["/ver 3", "/aprobar 3 viernes 8pm", "/editar 3 Mío", "/descartar 3", "/cambios 3 corto",
     "/rechazar 3 no", "/otra 3", "/publicar 3 ya", "/otrahora 3 viernes 8pm", "/cancelar 5"],
)  # fmt: skip
async def test_the_other_houses_numbers_lead_nowhere(town, typed):
    await town.say("rosa", "/redactar ceviche")
    await town.say("juan", typed)
    assert "No encuentro la " in town.text
    assert "ceviche" not in town.text
    assert "refused.number" in town.whats(2)
    assert "refused.number" not in town.whats(1)
    with town.app.services.work(1) as w:
        assert {post.state for post in w.posts.of_draft(3)} == {State.PROPOSED}
        assert w.drafts.get(3).version == 1


async def test_a_button_of_the_other_house_does_nothing(town):
    *_, last = await town.say("rosa", "/redactar ceviche")
    press = buttons(last)[0].action
    cards = [at for at, r in town.doors["telegram"].shown.items() if r.about == "draft:3"]
    await town.act("juan", press, card=cards[0].message)
    assert "No encuentro la propuesta 3" in town.text
    await town.act("nadie", press, chat="rosa", card=cards[0].message)
    with town.app.services.work(1) as w:
        assert {post.state for post in w.posts.of_draft(3)} == {State.PROPOSED}
        assert w.cards.of("draft:3") == cards
    with town.app.services.work(2) as w:
        assert w.cards.of("draft:3") == []


async def test_a_group_speaks_for_one_house_and_answers_no_other(town):
    await town.say("caro", "/redactar causa", chat=TEAM)
    assert "¿De cuál" in town.text
    await town.say("caro", "/restaurante 1", chat=TEAM)
    assert "hace falta el rol de dueño" in town.text
    await town.say("rosa", "/restaurante 1", chat=TEAM)
    assert "este grupo trabaja desde ahora solo con La Caleta" in town.text
    *_, last = await town.say("caro", "/redactar causa", chat=TEAM)
    assert last.title.startswith("La Caleta")
    await town.say("juan", "/redactar lomo", chat=TEAM)
    assert "Este grupo trabaja con otro restaurante" in town.text
    assert await town.say("juan", "/ver 3", chat=TEAM) == []
    assert town.whats(1)[0] == "stranger.refused"
    with town.app.services.work(2) as w:
        assert w.drafts.recent(9) == []


async def test_only_its_owner_takes_a_group_elsewhere(town):
    await town.say("rosa", "/restaurante 1", chat=TEAM)
    town.add(1, "juan", Role.EDITOR)
    await town.say("juan", "/restaurante 2", chat=TEAM)
    assert "Solo su dueño puede cambiarlo" in town.text
    assert town.app.services.directory.bound(Address("telegram", TEAM)) == 1
    town.add(2, "rosa", Role.OWNER)
    await town.say("rosa", "/restaurante 2", chat=TEAM)
    assert town.app.services.directory.bound(Address("telegram", TEAM)) == 2
    with town.app.services.work(1) as w:
        assert Address("telegram", TEAM) not in {room.at for room in w.rooms.all()}


async def test_notices_reach_the_house_they_are_of_and_name_it_to_who_has_two(town):
    with town.app.services.work(1) as w:
        w.rooms.put(next(r for r in w.rooms.all() if r.at.chat == "caro"))
        w.notices.add("publishing.missed_many", {"count": "2"}, "missed")
        w.notices.add("publishing.missed_many", {"count": "2"}, to=[Address("telegram", "caro")])
    await town.later(seconds=1)
    assert len(town.in_chat("rosa")) == 1
    assert town.in_chat("juan") == []
    (told,) = town.in_chat("caro")
    assert told.title.startswith("La Caleta")


async def test_at_this_machine_one_chooses_too(data_dir, clock):
    town = Town.begin(data_dir, clock, "console", "telegram")
    town.found("La Caleta", "rosa")
    town.found("El Huarique", "juan")
    await town.say("yo", "/ajustes", on="console")
    assert "Nombre: El Huarique" in town.text
    await town.say("yo", "/restaurante", on="console")
    await town.press("yo", "La Caleta", on="console")
    await town.say("yo", "/ajustes", on="console")
    assert "Nombre: La Caleta" in town.text
    town.close()


async def test_a_button_that_was_tampered_with_is_refused_and_written_down(town):
    await town.act("rosa", Action("borrartodo", ("1",)))
    assert "No conozco /borrartodo" in town.text
    assert town.whats(1)[0] == "refused.button"


async def test_a_stranger_in_a_private_chat_may_press_nothing(town):
    await town.say("rosa", "/redactar ceviche")
    await town.act("nadie", Action("descartar", ("3",)))
    assert "solo responde a su equipo" in town.text
    with town.app.services.work(1) as w:
        assert {post.state for post in w.posts.of_draft(3)} == {State.PROPOSED}
