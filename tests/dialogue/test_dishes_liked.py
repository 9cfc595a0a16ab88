"""/resumen platos: what is liked more, what is still chance, and what nobody can tell."""

from __future__ import annotations

import math
import random
from dataclasses import replace
from datetime import timedelta

import pytest

from peruopt.chat.intent import intent
from peruopt.errors import UserError
from peruopt.results import Metrics
from storage.database import Database
from tests.dialogue.numbers_house import NOW, House, history, typed

DISHES = ("Leche de tigre", "Ceviche", "Jalea mixta", "Chicha morada", "Parihuela")


def named(count: int, effects: dict[str, float], *, seed: int = 1, **how):
    """A history whose posts name dishes, each worth what is told in log units."""
    rng = random.Random(seed)
    found = []
    for i, post in enumerate(history(count, **how)):
        dish = DISHES[i % len(DISHES)]
        likes = int(math.exp(5.0 + effects.get(dish, 0.0) + rng.gauss(0, 0.4)))
        found.append(
            replace(post, text=f"{dish} del día {i}", metrics=Metrics(likes=likes, comments=0))
        )
    return found


@pytest.fixture
def house(sqlite: Database) -> House:
    return House(sqlite)


async def test_what_stands_out_is_said_with_its_interval(house: House) -> None:
    effects = {"Leche de tigre": 0.6, "Chicha morada": -0.6}
    reply = await house.takes(*named(250, effects)).says("/resumen platos")
    assert reply.title == "Qué platos gustan más"
    first = reply.text.splitlines()[0]
    assert first.startswith("🏆 Leche de tigre: +")
    assert "(entre +" in first
    assert "50 publicaciones)" in first or "49 publicaciones)" in first
    assert "🔎 Chicha morada gusta menos: −" in reply.text
    assert "No se distinguen del resto" in reply.text
    assert "Son reacciones, no ventas." in reply.text
    assert "/redactar leche de tigre" in typed(reply)
    assert len(reply.text.splitlines()) <= 9


async def test_where_nothing_stands_out_it_says_so(house: House) -> None:
    reply = await house.takes(*named(200, {})).says("/resumen platos")
    assert reply.text.startswith("🤷 Ningún plato se distingue todavía")
    assert "🏆" not in reply.text
    assert "pero podría ser de −" in reply.text
    assert not any(command.startswith("/redactar") for command in typed(reply))


async def test_a_few_posts_are_chance_and_said_to_be(house: House) -> None:
    posts = named(200, {"Leche de tigre": 0.6})
    rare = [
        replace(posts[i], text="Picarones calientes", metrics=Metrics(likes=9000, comments=0))
        for i in (150, 151, 152)
    ]
    kept = [post for i, post in enumerate(posts) if i not in (150, 151, 152)]
    reply = await house.takes(*kept, *rare).says("/resumen platos")
    assert "Con menos de 5 publicaciones todavía es casualidad: picarones (3)." in reply.text
    assert "🏆 Picarones" not in reply.text


async def test_one_dish_alone_cannot_be_compared(house: House) -> None:
    posts = [replace(post, text="Ceviche del día") for post in history(40)]
    reply = await house.takes(*posts).says("/resumen platos")
    assert reply.text.startswith("Aún no puedo comparar platos")


async def test_posts_that_name_no_dish_lead_to_the_menu(house: House) -> None:
    posts = [replace(post, text="Feliz lunes a todos") for post in history(40)]
    reply = await house.takes(*posts).says("/resumen platos")
    assert "no reconozco ningún plato" in reply.text
    assert "/carta" in typed(reply)


async def test_without_posts_it_says_how_to_bring_them(house: House) -> None:
    assert "/importar" in (await house.says("/resumen platos")).text
    assert (
        "Instagram" in (await house.takes(*named(60, {})).says("/resumen platos instagram")).text
    )


async def test_old_history_is_dated(house: House) -> None:
    posts = named(120, {}, until=NOW - timedelta(days=400))
    reply = await house.takes(*posts).says("/resumen platos 30d")
    assert "2025" in reply.title


async def test_in_english_as_well(sqlite: Database) -> None:
    house = House(sqlite, locale="en").takes(*named(250, {"Leche de tigre": 0.6}))
    reply = await house.says("/stats dishes")
    assert reply.title == "Which dishes people like most"
    assert reply.text.startswith("🏆 Leche de tigre: +")
    assert "These are reactions, not sales." in reply.text


async def test_the_summary_leads_there_where_there_is_something_to_ask(house: House) -> None:
    await house.says("/resumen")
    reply = await house.takes(*named(60, {})).says("/resumen")
    assert "/resumen platos" in typed(reply)


async def test_a_word_that_is_none_is_still_refused(house: House) -> None:
    house.takes(*named(60, {}))
    with pytest.raises(UserError):
        await house.says("/resumen platillos voladores")


@pytest.mark.parametrize(
    "said",
    [
        *("¿qué plato gusta más?", "¿Qué les gusta más?", "cual es mi plato estrella"),
        *("cuales son los platos que mas gustan", "qué plato tiene más likes"),
        *("que platos jalan mas", "que le gusta mas a la gente", "que plato funciona mejor"),
        *("what dish do people like most?", "which dish works best?", "what do people like most"),
        *("what is our most popular dish", "which of our dishes gets the most likes?"),
    ],
)
def test_it_is_asked_in_plain_words(said: str) -> None:
    assert intent(said) == ("resumen", "platos")


@pytest.mark.parametrize(
    "said",
    [
        *("nuestro plato estrella: lomo saltado", "que plato publico hoy", "plato estrella"),
        *("que plato me recomiendas", "what dish should I post today", "que plato lleva mas aji"),
        *("the dish people love: ceviche", "best dish of the house: lomo", "me gusta el ceviche"),
    ],
)
def test_what_only_sounds_like_it_is_not(said: str) -> None:
    found = intent(said)
    assert found is None or found[0] != "resumen"
