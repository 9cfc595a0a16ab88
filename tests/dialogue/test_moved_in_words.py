"""Moving in plain words: the draft that is meant, its own day or hour where none is said."""

from __future__ import annotations

import pytest

from tests.talk import Dialogue, buttons
from tests.taster import lima


@pytest.fixture
async def talk(talk: Dialogue) -> Dialogue:
    """Draft 3, the ceviche, on Friday at 20:00; draft 6, the lomo, on Saturday at 13:00."""
    await talk.say("/redactar ceviche")
    await talk.say("/redactar lomo saltado")
    await talk.say("/aprobar 3 viernes 8 de la noche")
    await talk.say("/aprobar 6 sábado 1 de la tarde")
    return talk


def due(talk: Dialogue, draft: int):
    with talk.app.services.work(1) as w:
        return next(p.due_at for p in w.posts.of_draft(draft) if p.due_at)


FRIDAY, SATURDAY = 27, 28
MOVES = [
    ("quiero mover lo del sábado a las 9 de la noche", 6, lima(SATURDAY, 21)),
    ("mueve lo del sábado a las 9pm", 6, lima(SATURDAY, 21)),
    ("mueve a las 9 de la noche lo del sábado", 6, lima(SATURDAY, 21)),
    ("mueve la del viernes al domingo", 3, lima(29, 20)),
    ("mueve la del viernes al domingo a las 9 de la noche", 3, lima(29, 21)),
    ("mueve la publicación del viernes para el mediodía", 3, lima(FRIDAY, 12)),
    ("pasa el ceviche para mañana a las 7 de la noche", 3, lima(24, 19)),
    ("pasa lo del viernes al domingo", 3, lima(29, 20)),
    ("cambia lo del sábado a las 9 de la noche", 6, lima(SATURDAY, 21)),
    ("mueve el ceviche al domingo", 3, lima(29, 20)),
    ("mueve la 6 a las 9 de la noche del domingo", 6, lima(29, 21)),
    ("mueve lo del sábado una hora más tarde", 6, lima(SATURDAY, 14)),
    ("adelanta la 6 media hora", 6, lima(SATURDAY, 12, 30)),
    ("posterga el ceviche dos días", 3, lima(29, 20)),
    ("mueve la del sábado a la próxima semana", 6, lima(SATURDAY, 13).replace(month=12, day=5)),
    ("move Saturday's post to 9 pm", 6, lima(SATURDAY, 21)),
    ("move Saturday’s post 9 pm", 6, lima(SATURDAY, 21)),
    ("move the Friday post to Sunday", 3, lima(29, 20)),
    ("move the ceviche an hour earlier", 3, lima(FRIDAY, 19)),
    ("push the friday post to noon", 3, lima(FRIDAY, 12)),
    ("can you move draft 6 to Sunday at 1 pm", 6, lima(29, 13)),
    ("/mover 6 9 de la noche", 6, lima(SATURDAY, 21)),
    ("/mover 6 dos horas más tarde", 6, lima(SATURDAY, 15)),
    ("/mover 6 domingo", 6, lima(29, 13)),
]


@pytest.mark.parametrize(("said", "draft", "to"), MOVES, ids=[said for said, *_ in MOVES])
async def test_the_draft_is_named_and_what_is_not_said_of_it_stays(talk, said, draft, to):
    before = {3: lima(FRIDAY, 20), 6: lima(SATURDAY, 13)}
    (asked,) = await talk.say(said)
    at, words = "vie 27 nov, 20:00" if draft == 3 else "sáb 28 nov, 13:00", asked.text
    assert words.startswith(f"Propuesta {draft} · Facebook")
    assert f"{at} · «" in words
    assert "¿Está bien?" in words
    assert {3: due(talk, 3), 6: due(talk, 6)} == before, "nothing moves without a press"
    await talk.press("Sí, prográmala")
    assert {3: due(talk, 3), 6: due(talk, 6)} == before | {draft: to}


async def test_an_hour_of_either_half_of_the_day_is_asked_with_buttons(talk):
    (asked,) = await talk.say("mueve la 6 a las 9")
    assert "sábado 28 de noviembre a las 21:00" in asked.text
    labels = [button.label for button in buttons(asked)]
    assert labels == ["✅ Sí, prográmala", "🕗 Otra hora", "🕗 No, Sáb 09:00"]
    await talk.press("No, Sáb 09:00")
    assert due(talk, 6) == lima(SATURDAY, 9)


async def test_of_two_on_that_day_one_is_chosen_and_each_says_where_it_would_go(talk):
    await talk.say("/redactar ají de gallina")
    await talk.say("/aprobar 9 sábado 8 de la noche")
    (asked,) = await talk.say("mueve lo del sábado al domingo")
    assert "¿Cuál muevo?" in asked.text
    assert "sáb 28 nov, 13:00 → dom 29 nov, 13:00" in asked.text
    assert "sáb 28 nov, 20:00 → dom 29 nov, 20:00" in asked.text
    await talk.press("Mover la 9")
    assert (due(talk, 6), due(talk, 9)) == (lima(SATURDAY, 13), lima(29, 20))


async def test_a_move_without_an_hour_names_the_draft_that_it_asks_about(talk):
    await talk.say("mueve lo del sábado")
    assert "¿Para cuándo muevo la propuesta 6 (Facebook" in talk.text
    assert "sáb 28 nov, 13:00): «" in talk.text
    await talk.say("9 de la noche")
    assert "sábado 28 de noviembre a las 21:00" in talk.text


async def test_in_english_the_same_is_said_in_english(talk):
    await talk.say("/ajustes idioma inglés")
    (asked,) = await talk.say("move Saturday's post to 9 pm")
    assert asked.text.startswith("Draft 6 · Facebook")
    assert "I understood Saturday, November 28 at 21:00" in asked.text


@pytest.mark.parametrize("said", ["mueve lo de hoy al domingo", "mueve lo del jueves a las 9pm"])
async def test_where_nothing_is_on_that_day_it_is_asked_which(talk, said):
    (asked,) = await talk.say(said)
    assert "No encuentro la que dices" in asked.text
    assert [b.label for b in buttons(asked)] == ["🕗 Mover la 3", "🕗 Mover la 6"]
