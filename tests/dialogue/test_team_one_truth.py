"""One truth over two doors: the same draft, in the same state, wherever it is shown."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from peruopt.chat.message import Address
from peruopt.post import State
from peruopt.restaurant import Role
from tests.dialogue.town import Town
from tests.talk import buttons

CHANNEL = "C-EQUIPO"


@pytest.fixture
async def town(data_dir, clock):
    """Rosa owns from Telegram; the team is in a channel on Slack, and speaks English."""
    opened = Town.begin(data_dir, clock)
    opened.found("La Caleta", "rosa")
    for name in ("eva", "luis", "ana"):
        opened.add(1, name, Role.APPROVER, "slack")
    opened.add(1, "jefa", Role.OWNER, "slack")
    await opened.say("jefa", "/ajustes equipo aqui", on="slack", chat=CHANNEL)
    yield opened
    opened.close()


def cards(town, chat, on, about="draft:3"):
    return [reply for reply in town.in_chat(chat, on) if reply.about == about]


async def test_a_draft_from_telegram_is_a_card_in_the_teams_channel(town):
    await town.say("rosa", "/redactar ceviche")
    (there,) = cards(town, CHANNEL, "slack")
    assert there.quote == "ceviche 5\n\n#sabor"
    await town.press("luis", "Hoy 20:00", on="slack", chat=CHANNEL)
    (here,), (there,) = cards(town, "rosa", "telegram"), cards(town, CHANNEL, "slack")
    for card in (here, there):
        assert "Facebook: ✅ Sale el lun 23 nov, 20:00" in card.text
        assert "Luis" in card.text


async def test_and_the_other_way_round(town):
    await town.say("eva", "/redactar ceviche", on="slack")
    (there,) = cards(town, CHANNEL, "slack")
    await town.say("rosa", "/aprobar 3 viernes 8 de la noche")
    for chat in (CHANNEL, "D-eva"):
        (card,) = cards(town, chat, "slack")
        assert "Sale el vie 27 nov, 20:00" in card.text
    assert "Sale" not in there.text


async def test_each_copy_speaks_its_readers_language(town):
    with town.app.services.work(1) as w:
        next(p for p in w.people.all() if p.handle == "rosa").locale = "en"
    await town.say("rosa", "/draft ceviche")
    (here,), (there,) = cards(town, "rosa", "telegram"), cards(town, CHANNEL, "slack")
    assert any("Edit" in b.label for b in buttons(here))
    assert any("Editar" in b.label for b in buttons(there))
    await town.press("luis", "Hoy 20:00", on="slack", chat=CHANNEL)
    (here,) = cards(town, "rosa", "telegram")
    assert "Mon, Nov 23, 20:00" in here.text


async def test_who_has_left_is_shown_nothing_new(town):
    await town.say("eva", "/redactar ceviche", on="slack")
    eva = next(p for p in _people(town) if p.handle == "eva")
    await town.say("rosa", f"/equipo {eva.id} quitar si")
    await town.say("rosa", "/aprobar 3 viernes 8 de la noche")
    (theirs,) = cards(town, "D-eva", "slack")
    assert "Sale" not in theirs.text
    (ours,) = cards(town, CHANNEL, "slack")
    assert "Sale el vie 27 nov, 20:00" in ours.text


async def test_a_door_that_is_deaf_holds_nobody_up_and_is_brought_up_to_date(town):
    await town.say("rosa", "/redactar ceviche")
    town.doors["slack"].deaf = ConnectionError("down")
    await town.say("rosa", "/aprobar 3 viernes 8 de la noche")
    assert "Sale el vie 27 nov, 20:00" in town.text
    (stale,) = cards(town, CHANNEL, "slack")
    assert "Sale" not in stale.text
    town.doors["slack"].deaf = None
    await town.later(seconds=20)
    (fresh,) = cards(town, CHANNEL, "slack")
    assert "Sale el vie 27 nov, 20:00" in fresh.text


async def test_twenty_presses_by_five_people_over_two_doors(town):
    await town.say("rosa", "/redactar ceviche")
    (card,) = cards(town, "rosa", "telegram")
    press = buttons(card)[0].action
    slack = [("eva", "slack"), ("luis", "slack"), ("ana", "slack"), ("jefa", "slack")]
    people = [("rosa", "telegram"), *slack]
    before = {name: set(door.shown) for name, door in town.doors.items()}
    await asyncio.gather(
        *(
            town.say(who, on=on, action=press, chat=CHANNEL if on == "slack" else "")
            for who, on in people * 4
        )
    )
    decided = [entry for entry in town.log(1) if entry.what == "post.scheduled"]
    assert len(decided) == 1
    new = [
        reply
        for name, door in town.doors.items()
        for at, reply in door.shown.items()
        if at not in before[name] and not reply.about
    ]
    assert len(new) == 19
    assert all(f"{decided[0].who} ya la programó" in reply.text for reply in new)
    for chat, on in (("rosa", "telegram"), (CHANNEL, "slack")):
        for shown in cards(town, chat, on):
            assert "Sale el lun 23 nov, 20:00" in shown.text


async def test_two_approvers_on_two_doors_at_the_same_moment(town):
    await town.say("rosa", "/ajustes aprobacion dos")
    await town.say("eva", "/redactar ceviche", on="slack")
    (card,) = cards(town, CHANNEL, "slack")
    press = buttons(card)[0].action
    await asyncio.gather(
        town.say("rosa", action=press),
        town.say("luis", on="slack", chat=CHANNEL, action=press),
    )
    assert town.whats(1).count("post.scheduled") == 1
    for chat, on in (("rosa", "telegram"), (CHANNEL, "slack"), ("D-eva", "slack")):
        for shown in cards(town, chat, on):
            assert "Sale el lun 23 nov, 20:00" in shown.text
            assert "falta la aprobación" not in shown.text


async def test_the_result_is_told_where_it_was_born_and_where_it_was_approved(town):
    await town.say("eva", "/redactar ceviche", on="slack")
    await town.say("luis", "/publicar 3 ya", on="slack")
    with town.app.services.work(1) as w:
        post = next(p for p in w.posts.of_draft(3) if p.state is State.SCHEDULED)
    await town.later(seconds=1)
    with town.app.services.work(1) as w:
        assert w.posts.get(post.id).state is State.PUBLISHED
    await town.later(seconds=1)
    for chat in ("D-eva", "D-luis", CHANNEL):
        shown = "\n".join(r.text for r in cards(town, chat, "slack"))
        assert "📁 En la bandeja de prueba desde" in shown, chat
    assert cards(town, "rosa", "telegram") == []


async def test_quiet_hours_keep_a_notice_until_they_end(town):
    await town.say("rosa", "/avisos silencio 22:00-7:00")
    assert "En silencio de 22:00 a 07:00" in town.text
    clock = town.app.clock
    clock.advance(timedelta(hours=13))  # 23:00 in Lima
    before = len(town.in_chat("rosa"))
    with town.app.services.work(1) as w:
        w.notices.add("publishing.missed_many", {"count": "2"}, to=[Address("telegram", "rosa")])
    await town.later(seconds=1)
    assert len(town.in_chat("rosa")) == before
    await town.later(hours=8, seconds=5)
    assert any("2" in reply.text for reply in town.in_chat("rosa")[before:])


async def test_muted_kinds_and_what_could_not_be_delivered(town):
    await town.say("rosa", "/avisos sin perdidas")
    assert "🚫 Sin: perdidas" in town.text
    before = len(town.in_chat("rosa"))
    with town.app.services.work(1) as w:
        w.notices.add("publishing.missed_many", {"count": "2"}, "missed")
    await town.later(seconds=1)
    assert len(town.in_chat("rosa")) == before
    town.doors["slack"].deaf = ConnectionError("down")
    with town.app.services.work(1) as w:
        w.notices.add("digest.notice", {"day": "2026-11-23"}, to=[Address("slack", CHANNEL)])
    await town.later(seconds=1)
    await town.say("rosa", "/avisos")
    assert "Hay 1 aviso que no pude entregar" in town.text
    assert "Slack: diario (1" in town.text
    await town.press("rosa", "Con perdidas")
    assert "🚫 Sin: perdidas" not in town.text
    await town.say("rosa", "/avisos silencio mucho")
    assert "No entendí «mucho»" in town.text


def _people(town):
    with town.app.services.work(1) as w:
        return w.people.all()
