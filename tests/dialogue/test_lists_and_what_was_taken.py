"""Long lists have a next page; a cancellation says what it took; two figures, why they differ."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from peruopt.post import State
from peruopt.restaurant import Network
from peruopt.results import Metrics
from tests.dialogue.numbers_house import House, history
from tests.talk import Dialogue, buttons


async def many(talk: Dialogue) -> None:
    for dish in ("ceviche", "lomo saltado", "causa limeña", "ají de gallina"):
        await talk.say(f"/redactar {dish}")
        talk.app.clock.tick(minutes=1)


async def test_the_older_ones_are_a_press_away(talk):
    await many(talk)
    (first,) = await talk.say("/pendientes")
    assert "Esperan tu aprobación (12)" in first.text
    assert "… y 6 más, con /pendientes 2." in first.text
    (second,) = await talk.press("Las siguientes")
    shown = [n for n in range(1, 13) if f"• Propuesta {n} ·" in first.text]
    older = [n for n in range(1, 13) if f"• Propuesta {n} ·" in second.text]
    assert (shown, older) == ([7, 8, 9, 10, 11, 12], [1, 2, 3, 4, 5, 6])
    assert "más, con" not in second.text
    assert [b.label for b in buttons(second)][-1] == "⬅️ Las anteriores"
    (again,) = await talk.press("Las anteriores")
    assert again.text == first.text


@pytest.mark.parametrize("said", ["/pendientes 99", "/pendientes 2", "/pending 2"])
async def test_a_page_that_is_none_is_the_last(talk, said):
    await many(talk)
    assert "• Propuesta 1 ·" in (await talk.say(said))[0].text


@pytest.mark.parametrize("said", ["/pendientes 0", "/pendientes hola", "/pendientes ²"])
async def test_what_is_no_page_is_the_first(talk, said):
    await many(talk)
    assert "• Propuesta 12 ·" in (await talk.say(said))[0].text


@pytest.fixture
async def on_one(talk: Dialogue) -> Dialogue:
    """Draft 3 goes out on Facebook, and waits for a picture on Instagram."""
    await talk.say("/redactar ceviche")
    await talk.say("/aprobar 3 viernes 8 de la noche")
    return talk


def states(talk: Dialogue) -> dict[Network, State]:
    with talk.app.services.work(1) as w:
        return {post.network: post.state for post in w.posts.of_draft(3)}


async def test_the_calendars_button_cancels_what_it_names(on_one):
    await on_one.say("/calendario")
    await on_one.press("Cancelar vie 27 nov, 20:00 · Facebook")
    assert (
        "canceló la propuesta 3 en Facebook: ahí no saldrá. Lo de Instagram sigue" in on_one.text
    )
    assert states(on_one)[Network.FACEBOOK] is State.CANCELLED
    assert states(on_one)[Network.INSTAGRAM] is State.PROPOSED


async def test_the_typed_form_says_what_it_took(on_one):
    await on_one.say("/cancelar 3")
    assert "canceló la propuesta 3 en Facebook e Instagram: no saldrá" in on_one.text
    assert set(states(on_one).values()) == {State.CANCELLED}


async def test_the_spoken_form_asks_about_all_that_it_would_take(on_one):
    await on_one.say("cancela la del viernes")
    assert "(Facebook, vie 27 nov, 20:00; y también lo de Instagram, que aún no" in on_one.text
    await on_one.say("cancela la del viernes en facebook")
    assert "(Facebook, vie 27 nov, 20:00)?" in on_one.text
    await on_one.press("Sí, cancélala")
    assert states(on_one)[Network.INSTAGRAM] is State.PROPOSED


@pytest.mark.parametrize(
    ("locale", "hours", "clause"),
    [
        ("es_PE", "sueles tener", "es el promedio a secas; /horas"),
        ("en", "you usually get", "this is the plain average; /times"),
    ],
)
async def test_an_average_by_hour_says_once_why_the_hours_say_another(
    sqlite, locale, hours, clause
):
    posts = history(120, every=timedelta(hours=13), noise=0.1)
    late = [p.published_at.hour in (23, 0, 1, 2) for p in posts]  # 18 to 22 h in Lima
    many = Metrics(likes=900, comments=90, shares=9)
    told = [replace(p, metrics=many) if at else p for p, at in zip(posts, late, strict=True)]
    text = (await House(sqlite, locale=locale).takes(*told).says("/resumen")).text
    assert hours in text
    assert text.count(clause) == 1
