"""Long lists have a next page; a cancellation says what it took; two figures, why they differ."""

from __future__ import annotations

import pytest

from peruopt.chat.words import Words
from peruopt.post import State
from peruopt.reasons import Reason, Trait
from peruopt.restaurant import Network
from peruopt.summarycard import _why
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
    ("locale", "clause"),
    [("es_PE", "Es el promedio a secas; /horas"), ("en", "A plain average; /times")],
)
def test_an_average_by_hour_says_why_it_is_not_the_figure_of_the_hours(locale, clause):
    words = Words(locale)
    assert clause in _why([Reason(Trait.HOURS, "18", 0.74, 40)], words)
    assert clause not in _why([Reason(Trait.HASHTAG, "ceviche", 0.74, 40)], words)
