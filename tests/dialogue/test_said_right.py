"""Sentences that a first-time user found wrong: each says what is so."""

from __future__ import annotations

import pytest

from peruopt.chat.words import Words
from peruopt.names import Names
from peruopt.post import State
from peruopt.writers.habits import Habits


async def test_nothing_that_waits_is_not_counted(talk):
    await talk.say("/redactar ceviche")
    with talk.app.services.work(1) as w:
        for post in w.posts.of_draft(3):
            for state in (State.SCHEDULED, State.PUBLISHING, State.PUBLISHED):
                post.move(state)
            post.published_at = talk.app.services.now()
    await talk.say("/inicio")
    assert "Hay 2 cosas que esperan tu respuesta." in talk.text
    await talk.say("/descartar 1")
    await talk.say("/descartar 2")
    (greeted,) = await talk.say("/inicio")
    assert "Ya conozco 2 publicaciones tuyas." in greeted.text
    assert "esperan tu respuesta" not in greeted.text


async def test_who_asks_to_discard_is_asked_about_discarding(talk):
    await talk.say("/redactar ceviche")
    await talk.say("descarta la propuesta 3")
    assert "¿Descarto la propuesta 3 (" in talk.text
    await talk.press("Sí, descártala")
    await talk.say("/ver 3")
    assert "Descartada" in talk.text


async def test_a_number_that_was_a_slip_accuses_nobody(talk):
    await talk.say("/aprobar 999 mañana 8pm")
    await talk.say("/historial")
    assert "pidió un número que no existe aquí: /aprobar 999" in talk.text


async def test_without_a_menu_it_is_not_said_to_miss_a_dish(talk):
    await talk.say("hoy no hay pulpo")
    assert "Todavía no tengo tu carta" in talk.text
    assert "en tu carta" not in talk.text
    await talk.say("/carta Ceviche 38")
    await talk.say("hoy no hay pulpo")
    assert "No encuentro «pulpo» en tu carta" in talk.text


async def test_the_log_is_in_one_language(talk):
    await talk.say("/ajustes idioma inglés")
    await talk.say("/log")
    assert "English" in talk.text
    assert "inglés" not in talk.text
    await talk.say("/draft ceviche")
    await talk.say("/approve 3 tomorrow 8pm")
    assert "Approved by the house" in talk.text
    assert "la casa" not in talk.text


def test_who_sits_at_the_house_is_named_in_the_readers_language():
    assert Words("en").together(Names.of("la casa + Rosa")) == "the house and Rosa"
    assert Words().together(Names.of("the house + Rosa")) == "la casa y Rosa"


ENDS = ("¿Mesa para cuántos?", "Te esperamos", "See you at the bar!", "Provecho", "Cheers")


@pytest.mark.parametrize(
    ("locale", "best", "kept"),
    [
        ("es_PE", "Hoy hay ceviche en la casa", [0, 1, 3, 4]),
        ("en", "Hoy hay ceviche en la casa", [2]),
        ("en", "Come and try our ceviche with us", [2, 4]),
    ],
)
def test_a_draft_ends_in_its_own_language(locale, best, kept):
    habits = Habits(100, 0, (), (), True, False, sign_offs=ENDS)
    assert habits.sign_offs_in(locale, [best]) == tuple(ENDS[i] for i in kept)
