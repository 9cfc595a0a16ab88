"""/resumen, as it is asked and answered."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from peruopt.errors import UserError
from peruopt.restaurant import Network
from peruopt.results import Media, Metrics, PastPost
from storage.database import Database
from tests.dialogue.numbers_house import NOW, House, history, typed


@pytest.fixture
def house(sqlite: Database) -> House:
    return House(sqlite)


async def test_without_posts_it_says_how_to_bring_them(house: House) -> None:
    reply = await house.says("/resumen")
    assert "/importar" in reply.text
    assert reply.picture is None


async def test_a_week_has_numbers_a_chart_and_its_words(house: House) -> None:
    reply = await house.takes(*history(60)).says("/resumen")
    assert reply.title == "Resumen · últimos 7 días"
    assert "📌 7 publicaciones (antes 7)" in reply.text
    assert "🏆 La mejor" in reply.text
    assert "no prueba nada" in reply.text
    assert reply.picture is not None
    assert reply.picture.content.startswith(b"\x89PNG")
    assert "7 publicaciones" in reply.picture.alt
    assert typed(reply) == ["/resumen 30d", "/horas", "/publicadas", "/resumen platos"]


async def test_english_says_the_same(sqlite: Database) -> None:
    reply = await House(sqlite, locale="en").takes(*history(60)).says("/stats 30d")
    assert reply.title == "Summary · last 30 days"
    assert "30 posts (30 before)" in reply.text
    assert "🏆 The best" in reply.text


async def test_reach_that_nobody_tells_is_said_to_be_unknown(house: House) -> None:
    blind = await house.takes(*history(60)).says("/resumen")
    assert "tus datos no los traen" in blind.text
    assert "Tasa" not in blind.text
    house.takes(*history(60, network=Network.INSTAGRAM, views=True))
    seeing = await house.says("/resumen instagram")
    assert "👀 Vistas" in seeing.text
    assert "con datos de 7 publicaciones de 7" in seeing.text


async def test_a_young_post_is_not_judged(house: House) -> None:
    star = history(1, until=NOW - timedelta(hours=1), level=12, account="El Muelle")[0]
    reply = await house.takes(*history(30, until=NOW - timedelta(days=2)), star).says("/resumen")
    assert "⏳ 1 publicación tiene menos de 24 horas" in reply.text
    assert str(star.metrics.interactions) not in reply.text.split("🏆")[1]


async def test_old_data_still_says_something_and_says_that_it_is_old(house: House) -> None:
    house.takes(*history(90, until=NOW - timedelta(days=4000)))
    reply = await house.says("/resumen 30d")
    assert "No hay publicaciones en los 30 últimos días" in reply.text
    assert "📌 30 publicaciones (antes 30)" in reply.text
    assert reply.picture is not None


async def test_old_posts_carry_their_year(house: House) -> None:
    house.takes(*history(90, until=NOW - timedelta(days=4000)))
    text = (await house.says("/resumen 30d")).text
    assert "🏆 La mejor:" in text
    for line in text.splitlines():
        if line.startswith(("🏆", "🔎")):
            assert " 2015, " in line
    span = (await house.takes(*history(3)).says("/resumen 365d")).picture
    assert span is not None
    assert "2025 al lun 23 nov 2026" in span.alt


async def test_what_usual_means_is_said_once_and_never_in_jargon(house: House) -> None:
    text = (await house.takes(*history(60)).says("/resumen")).text
    assert text.count("«Lo usual» es") == 1
    assert "del medio" not in text
    assert "mediana" not in text


async def test_one_is_not_many(sqlite: Database) -> None:
    house = House(sqlite, locale="en")
    one = replace(history(1, until=NOW - timedelta(days=2))[0], metrics=Metrics(likes=1, views=9))
    other = history(20, until=NOW - timedelta(days=2), network=Network.INSTAGRAM)
    text = (await house.takes(one, *other).says("/stats")).text
    assert "Facebook: 1 post · 1 interaction" in text
    assert "1 posts" not in text
    assert "1 interactions" not in text
    assert "from 1 post of" in text


async def test_the_weakest_is_never_explained_by_what_speaks_for_it(house: House) -> None:
    """All posts of the week are above the usual; the weakest of them is a reel, which do well."""
    quiet = history(60, until=NOW - timedelta(days=9), noise=0.1)
    reels = [
        replace(p, external_id=f"r{i}", media=Media.REEL, metrics=Metrics(likes=400 + 100 * i))
        for i, p in enumerate(history(4, until=NOW - timedelta(days=2)))
    ]
    text = (await house.takes(*quiet, *reels).says("/resumen")).text
    worst = text.split("🔎")[1]
    assert "y aun así +" in worst
    assert "más interacciones" not in worst
    assert "más interacciones" in text.split("🏆")[1].split("🔎")[0]


async def test_each_network_has_its_line_and_button(house: House) -> None:
    house.takes(*history(60), *history(60, network=Network.INSTAGRAM, level=3, seed=2))
    reply = await house.says("/resumen")
    assert "Facebook: 7 publicaciones" in reply.text
    assert "Instagram: 7 publicaciones" in reply.text
    assert "frente a lo usual de cada cuenta" in reply.text
    assert {"/resumen 7d facebook", "/resumen 7d instagram"} <= set(typed(reply))
    one = await house.says("/resumen 7d ig")
    assert "7 publicaciones" in one.text
    assert "/resumen 7d" in typed(one)


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ("/resumen", "últimos 7 días"),
        ("/resumen semana", "últimos 7 días"),
        ("/resumen de la semana", "últimos 7 días"),
        ("/resumen 30 días", "últimos 30 días"),
        ("/resumen mes facebook", "últimos 30 días"),
        ("/resumen 14d", "últimos 14 días"),
        ("/resumen 999d", "últimos 365 días"),
        ("/resumen 1d", "hoy"),
    ],
)
async def test_periods_are_understood(house: House, said: str, title: str) -> None:
    assert title in (await house.takes(*history(20)).says(said)).title


async def test_a_word_it_does_not_know_is_named(house: House) -> None:
    with pytest.raises(UserError) as refused:
        await house.says("/resumen myspace")
    assert refused.value.key == "summary.bad"
    assert refused.value.values == {"word": "myspace"}


async def test_words_of_posts_stay_words(house: House) -> None:
    nasty = "$x^2$ {name} <b>*_[a](b)_*</b> %s \\ 🐟\n\n" + "ñ" * 5000
    when = NOW - timedelta(days=3)
    odd = PastPost(
        Network.FACEBOOK, "El Muelle", "odd", when, nasty, Media.PHOTO, Metrics(likes=99_999)
    )
    reply = await house.takes(*history(30, until=NOW - timedelta(days=4)), odd).says("/resumen")
    assert "{name} <b>" in reply.text
    assert len(reply.text) < 2000


async def test_posts_without_counts_do_not_break_it(house: House) -> None:
    bare = [
        PastPost(
            Network.X, "m", str(i), NOW - timedelta(days=i), "", Media.TEXT, Metrics()
        )
        for i in range(4)
    ]  # fmt: skip
    reply = await house.takes(*bare).says("/resumen")
    assert "todavía sin datos" in reply.text
    assert "🏆" not in reply.text
