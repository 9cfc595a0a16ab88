"""Cancelling, undoing and moving in plain words: found, asked about, done by a press."""

from __future__ import annotations

import pytest

from peruopt.post import State
from peruopt.restaurant import Network
from tests.talk import Dialogue, buttons, state
from tests.taster import lima


async def scheduled(talk: Dialogue) -> None:
    await talk.say("/redactar ceviche")
    await talk.say("/redactar lomo saltado")
    await talk.say("/aprobar 3 viernes 8 de la noche")
    await talk.say("/aprobar 6 sábado 1 de la tarde")


@pytest.mark.parametrize(
    "said",
    ["cancela la publicación del viernes", "anula la propuesta 3", "descarta la 3",
     "ya no publiques el ceviche", "cancel the friday post"],
)  # fmt: skip
async def test_what_is_to_be_cancelled_is_found_and_asked_about(talk, said):
    await scheduled(talk)
    (asked,) = await talk.say(said)
    assert asked.text.startswith("¿Cancelo la propuesta 3 (Facebook")
    assert "vie 27 nov, 20:00" in asked.text
    assert state(talk, 3) is State.SCHEDULED, "nothing is cancelled without a press"
    await talk.press("Sí, cancélala")
    assert "canceló la propuesta 3" in talk.text
    assert (state(talk, 3), state(talk, 6)) == (State.CANCELLED, State.SCHEDULED)


async def test_undo_means_what_was_scheduled_last(talk):
    await talk.say("/redactar ceviche")
    await talk.say("/redactar lomo saltado")
    await talk.say("/aprobar 6 viernes 8 de la noche")
    talk.app.clock.tick(minutes=5)
    await talk.say("/aprobar 3 sábado 1 de la tarde")
    await talk.say("deshacer")
    assert "¿Cancelo la propuesta 3 (" in talk.text
    await talk.press("No, déjala")
    assert state(talk, 3) is State.SCHEDULED


async def test_of_several_one_is_chosen_and_all_at_once_is_never_cancelled(talk):
    await scheduled(talk)
    (asked,) = await talk.say("borra todo")
    assert "Nada se borra de golpe" in asked.text
    assert [b.label for b in buttons(asked)] == ["🗑️ Cancelar la 3", "🗑️ Cancelar la 6"]
    (asked,) = await talk.say("cancela la publicación del domingo")
    assert "No encuentro la que dices" in asked.text
    assert state(talk, 3) is state(talk, 6) is State.SCHEDULED


@pytest.mark.parametrize(
    "said",
    ["cambia la propuesta 3 al domingo a las 8pm", "mueve la del viernes al domingo 8pm",
     "move the friday post to sunday 8pm", "reprograma el ceviche para el domingo a las 8pm"],
)  # fmt: skip
async def test_a_move_in_words_is_echoed_and_done_by_a_press(talk, said):
    await scheduled(talk)
    (asked,) = await talk.say(said)
    assert "Entendí domingo 29 de noviembre a las 20:00" in asked.text
    await talk.press("Sí, prográmala")
    assert "Sale el dom 29 nov, 20:00" in talk.text
    assert state(talk, 3) is State.SCHEDULED


@pytest.mark.parametrize("said", ["cancela la publicación", "mueve la publicación"])
async def test_of_more_than_fit_the_rest_is_in_the_calendar(talk, said):
    await scheduled(talk)
    await talk.say("/redactar ají de gallina")
    await talk.say("/aprobar 9 domingo 1 de la tarde")
    three = buttons((await talk.say(said))[0])
    assert [b.action.args for b in three] == [("3",), ("6",), ("9",)]
    await talk.say("/redactar causa limeña")
    await talk.say("/aprobar 12 lunes 1 de la tarde")
    *_, last = buttons((await talk.say(said))[0])
    assert last.action.name == "calendario"


async def test_a_move_without_an_hour_is_asked_for_it(talk):
    await scheduled(talk)
    await talk.say("quiero cambiar la hora de la propuesta 3")
    assert "¿Cuándo sale la propuesta 3?" in talk.text or "¿Para cuándo muevo" in talk.text
    await talk.say("domingo 8 de la noche")
    assert "Sale el dom 29 nov, 20:00" in talk.text


async def test_one_network_is_named_by_the_drafts_number_too(talk):
    await scheduled(talk)
    with talk.app.services.work(1) as w:
        insta = next(p for p in w.posts.of_draft(3) if p.network == Network.INSTAGRAM)
        insta.move(State.SCHEDULED)
        insta.due_at, insta.picture = lima(27, 20), "0.jpg"
    await talk.say("/mover 3 instagram domingo 8 de la noche")
    assert "Instagram: ✅ Sale el dom 29 nov, 20:00" in talk.text
    assert "Facebook: ✅ Sale el vie 27 nov, 20:00" in talk.text
    await talk.say("/cancelar 3 instagram")
    assert "canceló la propuesta 3 en Instagram" in talk.text
    assert "Facebook: ✅ Sale el vie 27 nov, 20:00" in talk.text
    await talk.say("/cancelar 3 x")
    assert "La propuesta 3 no va a X" in talk.text


async def test_what_came_with_a_history_cannot_be_cancelled_and_says_so(talk):
    await talk.say("/demo")
    await talk.say("/cancelar 99")
    assert "La 99 es de tu historial" in talk.text
    await talk.say("/mover 99 viernes 8pm")
    assert "La 99 es de tu historial" in talk.text
    await talk.say("/cancelar 99999")
    assert "No encuentro la propuesta 99999" in talk.text
