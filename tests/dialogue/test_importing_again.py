"""A history that comes again under another name, as the next month's export does."""

from __future__ import annotations

import pytest

from peruopt.chat.message import Upload
from tests.talk import Dialogue

HEAD = "Fecha,Red,Texto,Likes,Comentarios\n"


def table(first: int, posts: int, month: int = 9) -> bytes:
    """Return posts without a word about their account, one a day."""
    rows = (
        f"2026-{month:02}-{day:02} 19:00,Facebook,Plato del día {day} del {month},{day + 5},1\n"
        for day in range(first, first + posts)
    )
    return (HEAD + "".join(rows)).encode()


def accounts(talk: Dialogue) -> list[tuple[str, int]]:
    with talk.app.database.work(1) as w:
        named = [c for c in w.channels.all() if c.account]
        return [(c.account, len(w.posts.history(channel_id=c.id))) for c in named]


@pytest.fixture
async def house(data_dir, clock):
    talk = Dialogue.begin(data_dir, clock)
    await talk.say("/inicio")
    await talk.say("", Upload("mistura.csv", table(1, 20)))
    yield talk
    talk.close()


async def test_the_same_file_under_another_name_brings_nothing_new(house):
    (told, *_) = await house.say("", Upload("descarga (1).csv", table(1, 20)))
    assert "20" in told.text
    assert accounts(house) == [("mistura", 20)]


async def test_an_export_that_overlaps_goes_to_the_account_it_overlaps(house):
    await house.say("", Upload("todo lo mío.csv", table(15, 12)))
    assert accounts(house) == [("mistura", 26)]


async def test_what_could_be_another_account_is_asked_first(house):
    (asked, *_) = await house.say("", Upload("sucursal cusco.csv", table(1, 9, month=10)))
    assert "sucursal cusco.csv" in asked.text
    assert accounts(house) == [("mistura", 20)], "nothing is kept before the answer"
    await house.press("mistura")
    assert accounts(house) == [("mistura", 29)]


async def test_another_account_is_another_account(house):
    await house.say("", Upload("sucursal cusco.csv", table(1, 9, month=10)))
    await house.press("sucursal_cusco")
    assert accounts(house) == [("mistura", 20), ("sucursal_cusco", 9)]


async def test_an_answer_that_is_none_is_said_and_the_file_waits_for_a_better_one(house):
    nameless = table(1, 9, month=10).replace(b",Facebook,", b",,")
    (asked, *_) = await house.say("", Upload("lo nuevo.csv", nameless))
    key = asked.asks.args[0]
    await house.say(f"/importar {key} network orkut")
    assert "«orkut» no es una red que yo maneje. Son: facebook, instagram" in house.text
    await house.say(f"/importar {key} zone Marte")
    assert "«Marte» no es una zona horaria" in house.text
    await house.say(f"/importar {key} network instagram")
    assert sum(posts for _, posts in accounts(house)) == 29
