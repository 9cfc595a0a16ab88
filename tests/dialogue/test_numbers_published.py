"""/publicadas, as it is asked and answered."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from peruopt.errors import UserError
from peruopt.post import Post, State
from peruopt.restaurant import Network
from peruopt.results import Metrics
from storage.database import Database
from tests.dialogue.numbers_house import NOW, House, history, typed


@pytest.fixture
def house(sqlite: Database) -> House:
    return House(sqlite)


def publishes(
    house: House, likes: int | None, at: datetime, text: str = "Arroz con mariscos"
) -> None:
    """Publish a post for which 100 was forecast, between 50 and 200."""
    with house.work as w:
        channel = next(iter(w.channels.all()))
        post = Post(
            restaurant_id=0, channel_id=channel.id or 0, network=Network.FACEBOOK, text=text,
            usual=90, expected=100, low=50, high=200,
        )  # fmt: skip
        post.approve("Rosa", at, at)
        post.move(State.PUBLISHING)
        post.move(State.PUBLISHED)
        post.published_at, post.url = at, "https://example.org/ours"
        kept = w.posts.add(post)
        if likes is not None:
            w.results.add(kept.id or 0, house.now, Metrics(likes=likes))


async def test_nothing_yet(house: House) -> None:
    assert "/redactar" in (await house.says("/publicadas")).text


@pytest.mark.parametrize(
    ("likes", "said"),
    [
        (120, "✅ dentro de lo previsto (100, entre 50 y 200)"),
        (50, "✅ dentro"),
        (201, "⬆️ por encima de lo previsto"),
        (401, "🚀 muy por encima de lo previsto"),
        (49, "⬇️ por debajo de lo previsto"),
        (24, "🔻 muy por debajo de lo previsto"),
    ],
)
async def test_a_result_is_held_against_its_forecast(house: House, likes: int, said: str) -> None:
    house.takes(*history(5, until=NOW - timedelta(days=30)))
    publishes(house, likes, NOW - timedelta(days=2))
    reply = await house.says("/publicadas")
    assert said in reply.text.split("\n\n")[0]
    assert "https://example.org/ours" in reply.text
    hits = 1 if "✅" in said else 0
    assert f"Mis pronósticos: {hits} de 1" in reply.text


async def test_a_young_post_waits_for_its_verdict(house: House) -> None:
    house.takes(*history(5, until=NOW - timedelta(days=30)))
    publishes(house, 3, NOW - timedelta(hours=5))
    text = (await house.says("/publicadas")).text
    assert "lleva 5 horas y sigue sumando · espero 100, entre 50 y 200" in text
    assert "Mis pronósticos" not in text


@pytest.mark.parametrize(
    ("likes", "said"), [(201, "⬆️ ya pasó lo previsto"), (900, "🚀 ya pasó de lejos lo previsto")]
)
async def test_a_young_post_that_is_past_its_forecast_says_so(
    house: House, likes: int, said: str
) -> None:
    house.takes(*history(5, until=NOW - timedelta(days=30)))
    publishes(house, likes, NOW - timedelta(hours=5))
    text = (await house.says("/publicadas")).text
    assert f"sigue sumando · {said} (100, entre 50 y 200)" in text


async def test_imported_posts_far_from_the_usual_are_marked(house: House) -> None:
    quiet = history(30, until=NOW - timedelta(days=9), noise=0.05)
    loud = history(1, until=NOW - timedelta(days=3), level=9.0, account="El Muelle")
    loud = [replace(loud[0], external_id="loud")]
    text = (await house.takes(*quiet, *loud).says("/publicadas")).text
    assert "🚀 unas " in text.split("\n\n")[0]
    assert "🚀" not in text.split("\n\n", 1)[1]
    assert text.count("«Lo usual» es lo que saca una publicación típica") == 1


async def test_posts_of_another_year_say_which(house: House) -> None:
    house.takes(*history(3, until=NOW - timedelta(days=4000)))
    assert "dic 2015" in (await house.says("/publicadas")).text.splitlines()[0]
    house.takes(*history(1, until=NOW - timedelta(days=2), account="B"))
    assert (await house.says("/publicadas")).text.startswith("sáb 21 nov, 10:00")


async def test_unknown_counts_are_not_zero(house: House) -> None:
    house.takes(*history(5, until=NOW - timedelta(days=30)))
    publishes(house, None, NOW - timedelta(days=2))
    assert "Sin datos de interacciones" in (await house.says("/publicadas")).text.split("\n\n")[0]


async def test_imported_posts_are_held_against_the_usual_of_then(house: House) -> None:
    text = (await house.takes(*history(40)).says("/publicadas")).text
    assert "frente a lo usual entonces" in text.split("\n\n")[1]
    assert "lo previsto" not in text


async def test_pages_turn_both_ways_and_end(house: House) -> None:
    house.takes(*history(12))
    first = await house.says("/publicadas")
    assert typed(first) == ["/publicadas 2", "/resumen", "/aciertos"]
    second = await house.says("/publicadas 2")
    assert typed(second) == ["/publicadas 1", "/publicadas 3", "/resumen", "/aciertos"]
    third = await house.says("/publicadas 3")
    assert typed(third) == ["/publicadas 2", "/resumen", "/aciertos"]
    blocks = [block for page in (first, second, third) for block in page.text.split("\n\n")]
    shown = [block for block in blocks if "interacci" in block]
    assert len(shown) == len(set(shown)) == 12
    assert "No hay más" in (await house.says("/publicadas 4")).text


@pytest.mark.parametrize("word", ["cero", "0", "-1", "99999999"])
async def test_a_page_that_is_none_is_named(house: House, word: str) -> None:
    with pytest.raises(UserError):
        await house.says(f"/publicadas {word}")


async def test_english_says_the_same(sqlite: Database) -> None:
    house = House(sqlite, locale="en").takes(*history(5, until=NOW - timedelta(days=30)))
    publishes(house, 120, NOW - timedelta(days=2))
    assert "✅ as forecast (100, between 50 and 200)" in (await house.says("/published")).text
