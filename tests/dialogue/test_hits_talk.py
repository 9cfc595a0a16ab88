"""/aciertos: forecasts against results, hours against others, and what chance can prove."""

from __future__ import annotations

import math
import random
from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image

from peruopt.hits import DRAWN, Side, measure, outcomes
from peruopt.post import Post, State
from peruopt.recommending import Trained
from peruopt.restaurant import Network
from peruopt.results import Metrics
from storage.database import Database
from tests.dialogue.numbers_house import NOW, House, history, typed

DAY = timedelta(days=1)


@pytest.fixture
def house(sqlite: Database) -> House:
    house = House(sqlite)
    return house.takes(*history(3, until=NOW - 300 * DAY))


def posted(
    house: House,
    likes: int | None,
    ago: timedelta,
    *,
    propensity: float | None = None,
    forecast: bool = True,
) -> None:
    """Publish a post of ours for which 100 was forecast, between 50 and 200."""
    with house.work as w:
        channel = next(iter(w.channels.all()))
        at = house.now - ago
        said = {"usual": 100.0, "propensity": propensity}
        if forecast:
            said |= {"expected": 100.0, "low": 50.0, "high": 200.0}
        post = Post(
            restaurant_id=0, channel_id=channel.id or 0, network=Network.FACEBOOK, text="Ceviche",
            **said,
        )  # fmt: skip
        post.approve("Rosa", at, at)
        post.move(State.PUBLISHING)
        post.move(State.PUBLISHED)
        post.published_at = at
        kept = w.posts.add(post)
        if likes is not None:
            w.results.add(kept.id or 0, house.now, Metrics(likes=likes))


def crowd(house: House, many: int, log: float, first: int, propensity: float | None) -> None:
    """Publish posts that earn e^log times what was usual, give or take a fifth."""
    rng = random.Random(first)
    for i in range(many):
        likes = round(100 * math.exp(log + rng.gauss(0, 0.2)))
        posted(house, likes, (first + i) * DAY, propensity=propensity)


async def test_with_nothing_to_show_it_says_so_and_how(house: House) -> None:
    reply = await house.says("/aciertos")
    assert "Todavía no hay nada que mostrar" in reply.text
    assert "/redactar" in reply.text
    assert reply.picture is None
    assert "Hasta ahora: 0 en mi hora y 0 a hora sorteada" in reply.text


async def test_meanwhile_it_tells_how_the_test_on_past_posts_went(house: House) -> None:
    with house.work as w:
        card = {"calibration": {"actual": 0.893}}
        w.models.add(Trained(b"weights", card, serves=True), NOW)
    assert "89 de cada 100 cayeron dentro" in (await house.says("/aciertos")).text
    posted(house, 100, 2 * DAY)
    assert "89 de cada 100" not in (await house.says("/aciertos")).text


async def test_it_says_when_there_will_be_something(house: House) -> None:
    posted(house, 3, timedelta(hours=5))
    text = (await house.says("/aciertos")).text
    assert "se podrá comparar con su resultado el mar 24 nov, 05:00" in text


async def test_a_scheduled_post_is_waited_for_too(house: House) -> None:
    with house.work as w:
        post = Post(
            restaurant_id=0, channel_id=w.channels.all()[0].id or 0, network=Network.FACEBOOK,
            text="x", expected=10, low=5, high=20,
        )  # fmt: skip
        post.approve("Rosa", NOW + 2 * DAY, NOW)
        w.posts.add(post)
    assert "el jue 26 nov, 10:00" in (await house.says("/aciertos")).text


async def test_hits_and_errors_in_words(house: House) -> None:
    for i, likes in enumerate((100, 150, 66, 400, 20)):
        posted(house, likes, (2 + i) * DAY)
    posted(house, None, 9 * DAY)
    reply = await house.says("/aciertos")
    assert "3 de 5 resultados cayeron dentro de lo que dije" in reply.text
    assert "Aún son pocos" in reply.text
    assert "cuando digo 100" in reply.text
    assert reply.picture is not None
    assert reply.picture.alt.startswith(
        "Gráfico de 5 resultados contra su pronóstico: 3 dentro del margen, 1 por encima"
    )
    assert typed(reply) == ["/publicadas", "/modelo"]


async def test_no_average_is_made_of_a_few(house: House) -> None:
    for i in range(4):
        posted(house, 100 + i, (2 + i) * DAY)
    text = (await house.says("/aciertos")).text
    assert "4 de 4 resultados" in text
    assert "En promedio" not in text
    posted(house, 99, 9 * DAY)
    assert "En promedio" in (await house.says("/aciertos")).text


async def test_ranges_that_are_too_narrow_are_owned_up_to(house: House) -> None:
    for i in range(12):
        posted(house, 100 if i < 7 else 900, (2 + i) * DAY)
    assert "demasiado estrechos" in (await house.says("/aciertos")).text


async def test_hours_that_a_person_chose_prove_nothing(house: House) -> None:
    crowd(house, 8, 0.4, 2, 1.0)
    crowd(house, 8, 0.0, 20, None)
    text = (await house.says("/aciertos")).text
    assert "con 8 publicaciones en mis horas y 8 en las tuyas" in text
    assert "esto no prueba nada" in text
    # a chance of one was no lot: the person had named the day
    assert "Hasta ahora: 0 en mi hora y 0 a hora sorteada" in text


@pytest.mark.parametrize(
    ("log", "said"),
    [(0.5, "mis horas rinden más"), (-0.5, "y en mi contra"), (0.0, "todavía no distingue")],
)
async def test_what_chance_decided_is_read_as_proof(house: House, log: float, said: str) -> None:
    crowd(house, 30, log, 2, 0.901)
    crowd(house, DRAWN, 0.0, 40, 0.0012)
    text = (await house.says("/aciertos")).text
    assert f"con 30 publicaciones en mi hora y {DRAWN} en una sorteada" in text
    assert said in text


async def test_too_few_drawn_say_by_when(house: House) -> None:
    crowd(house, 20, 0.2, 2, 0.9)
    crowd(house, 2, 0.0, 30, 0.001)
    text = (await house.says("/aciertos")).text
    assert "Hasta ahora: 20 en mi hora y 2 a hora sorteada" in text
    assert "A tu ritmo, será hacia" in text
    assert "de 2027" in text


async def test_without_a_lot_there_is_no_proof(house: House) -> None:
    with house.work as w:
        w.restaurant.explore_share = 0.0
    assert "nunca habrá prueba" in (await house.says("/aciertos")).text


def test_each_post_weighs_as_much_as_its_chance_was_small() -> None:
    """Rare draws stand for the many that were not made."""
    from dataclasses import replace

    post = history(1)[0]
    mine = {None: Post(restaurant_id=1, channel_id=1, network=Network.FACEBOOK, text="", usual=10)}
    (one,) = outcomes([post], mine, NOW + DAY)
    low = replace(one, post=replace(post, metrics=Metrics(likes=10)))
    high = replace(one, post=replace(post, metrics=Metrics(likes=10_000)))
    lot = [replace(low, propensity=0.001)] * 4 + [replace(high, propensity=0.002)] * 4
    sure = [replace(low, propensity=0.9)] * 8
    found = measure(sure + lot)
    assert {o.side for o in lot} == {Side.DRAWN}
    plain = math.log(10_001 / 11) / 2
    assert found.proven is not None
    assert -plain < found.proven.value < -plain / 2
    assert found.proven.value == pytest.approx(-math.log(10_001 / 11) / 3)


async def test_the_picture_is_for_a_phone_and_english_says_the_same(sqlite: Database) -> None:
    house = House(sqlite, locale="en").takes(*history(3, until=NOW - 300 * DAY))
    crowd(house, 30, 0.2, 2, 0.9)
    crowd(house, DRAWN, 0.0, 40, 0.001)
    crowd(house, 6, 0.0, 60, None)
    reply = await house.says("/hits")
    assert "of 44 results fell inside what I said" in reply.text
    assert "Chance decided here" in reply.text
    assert reply.picture is not None
    image = Image.open(BytesIO(reply.picture.content))
    assert image.width == 1080 < image.height < 1600
