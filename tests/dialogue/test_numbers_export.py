"""/exportar: files that a spreadsheet opens as they are, and that do nothing."""

from __future__ import annotations

import csv
from datetime import datetime, timedelta
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest

from peruopt.chat.command import register
from peruopt.restaurant import Network, Role
from peruopt.results import Media, Metrics, PastPost
from peruopt.spreadsheet import defused, parcel, table
from peruopt.work import exporting
from storage.database import Database
from tests.dialogue.numbers_house import NOW, House, history


@pytest.fixture
def house(sqlite: Database) -> House:
    return House(sqlite)


def rows(content: bytes) -> list[dict[str, str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(StringIO(content.decode("utf-8-sig"), newline="")))


def test_only_the_owner_may() -> None:
    assert register.commands["exportar"].role is Role.OWNER
    assert register.commands["resumen"].role is Role.VIEWER


async def test_nothing_yet(house: House) -> None:
    reply = await house.says("/exportar")
    assert reply.files == ()
    assert "/importar" in reply.text


async def test_posts_results_and_features(house: House) -> None:
    reply = await house.takes(*history(40)).says("/exportar")
    assert reply.private
    names = [file.name for file in reply.files]
    assert names == [
        f"{n}-el-muelle-2026-11-23.csv" for n in ("publicaciones", "resultados", "variables")
    ]
    posts, results, features = (rows(file.content) for file in reply.files)
    assert len(posts) == len(results) == len(features) == 40
    assert posts[-1]["external_id"] == "El Muelle-39"
    at = datetime.fromisoformat(posts[-1]["published_at"])
    assert at == NOW - timedelta(hours=2)
    assert at.utcoffset() == timedelta(hours=-5)
    assert posts[0]["views"] == "", "what nobody tells is empty, not zero"
    assert features[-1]["raw_text"] == posts[-1]["text"]
    assert float(features[-1]["post_hour"]) == 8.0
    assert features[0]["target"] == ""


async def test_formulas_and_breaks_of_lines_do_nothing(house: House) -> None:
    texts = ["=HYPERLINK(1)", "+51 999", "-10 %", "@muelle", "\t=1", 'a "b",\nc']
    nasty = [
        PastPost(
            Network.FACEBOOK, "=cmd|calc", str(i), NOW - timedelta(days=2 + i), text, Media.TEXT,
            Metrics(likes=1), "=evil",
        )
        for i, text in enumerate(texts)
    ]  # fmt: skip
    reply = await house.takes(*nasty).says("/exportar")
    posts = rows(reply.files[0].content)[::-1]
    assert [p["text"] for p in posts] == [f"'{t}" for t in texts[:5]] + texts[5:]
    assert {p["account"] for p in posts} == {"'=cmd|calc"}
    assert {p["url"] for p in posts} == {"'=evil"}
    assert "apóstrofo" in reply.text


def test_numbers_are_not_texts() -> None:
    assert defused(-0.5) == -0.5
    assert table(["a"], [[-1], [None]]) == b'\xef\xbb\xbfa\r\n-1\r\n""\r\n'


async def test_large_files_travel_zipped(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("peruopt.spreadsheet.LARGE", 1000)
    monkeypatch.setattr("handlers.export.SLOW", 10)
    reply = await house.takes(*history(20)).says("/exportar")
    assert "20 publicaciones" in house.told[0].text
    (file,) = reply.files
    with ZipFile(BytesIO(file.content)) as zipped:
        assert len(zipped.namelist()) == 3
        assert len(rows(zipped.read(zipped.namelist()[0]))) == 20


@pytest.mark.parametrize("piece", [1, 3, 7, 100])
def test_no_post_is_lost_or_doubled_between_pieces(
    house: House, monkeypatch: pytest.MonkeyPatch, piece: int
) -> None:
    monkeypatch.setattr(exporting, "PIECE", piece)
    same = history(5, every=timedelta(0), account="a la vez")
    house.takes(*history(20), *same)
    found = exporting.read(house.database.work, house.seat.restaurant.id or 0)
    assert len(found) == len({p.id for p in found}) == 25
    assert [p.published_at for p in found] == sorted(p.published_at for p in found)


def test_a_parcel_keeps_small_files_apart() -> None:
    assert parcel([], "x") == ()


def test_measurements_of_many_posts_are_those_of_each(sqlite: Database) -> None:
    house, other = House(sqlite).takes(*history(4)), House(sqlite).takes(*history(4))
    with house.work as w:
        ids = [p.id or 0 for p in w.posts.history()]
        w.results.add(ids[2], NOW + timedelta(days=1), Metrics(likes=9, shares=None))
        assert w.results.of_many(ids) == {key: w.results.of(key) for key in ids}
        assert len(w.results.of_many(ids)[ids[2]]) == 2
    with other.work as w:
        assert w.results.of_many(ids) == {key: [] for key in ids}
