"""The copy of each night: one a day whatever restarts, the newest seven, none without room."""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
from collections import namedtuple
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from bot.__main__ import main
from bot.app import build
from bot.nightly import copy_nightly
from bot.settings import Settings
from peruopt.fullness import disk_is_full
from peruopt.restaurant import Person, Restaurant, Role
from storage.backup import copy_aside
from storage.database import open_database
from storage.earlier import newest_copy
from tests.house import found_house

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
NIGHT = datetime(2026, 11, 23, 8, 10, tzinfo=UTC)
"""Ten past three in Lima."""
Usage = namedtuple("Usage", "total used free")


def kept(data_dir) -> list[str]:
    return sorted(path.name for path in (data_dir / "backups").glob("*"))


async def test_one_is_made_a_night_however_often_it_is_asked_or_started(data_dir):
    url = f"sqlite:///{data_dir}/peruopt.sqlite3"
    for hours in (0, 1, 6, 20.7, 23, 24, 30):
        database = open_database(url, data_dir=data_dir)
        if not hours:
            found_house(database)
        await copy_nightly(database, data_dir, NIGHT + hours * HOUR)
        database.close()
    assert kept(data_dir) == [
        "0001-peruopt-nightly-20261123.sqlite3",
        "0002-peruopt-nightly-20261124.sqlite3",
    ]
    with closing(sqlite3.connect(newest_copy(data_dir / "backups"))) as copy:
        assert copy.execute("SELECT count(*) FROM restaurants").fetchone() == (1,)


@pytest.mark.parametrize(
    ("hour", "made"), [(-10, 1), (-3.2, 1), (-3.1, 0), (-0.2, 0), (0, 1), (12, 1)]
)
async def test_a_missed_one_is_made_by_day_and_none_before_the_night(sqlite, data_dir, hour, made):
    found_house(sqlite)
    await copy_nightly(sqlite, data_dir, NIGHT + hour * HOUR)
    assert len(kept(data_dir)) == made


async def test_seven_are_kept_and_those_of_another_kind(sqlite, data_dir):
    found_house(sqlite)
    folder = data_dir / "backups"
    copy_aside(sqlite.engine, folder, "before-0002", kept=3)
    (folder / "9997-peruopt-by-hand.sqlite3").write_bytes(b"")  # numbers grow beyond four digits
    for day in range(9):
        await copy_nightly(sqlite, data_dir, NIGHT + day * DAY)
    assert newest_copy(folder).name == "10006-peruopt-nightly-20261201.sqlite3"
    nightly = [name for name in kept(data_dir) if "nightly" in name]
    assert sorted(name[-16:-8] for name in nightly) == [
        *(f"202611{day}" for day in range(25, 31)),
        "20261201",
    ]
    assert len(kept(data_dir)) == 9


async def test_where_there_is_nothing_to_lose_none_is_made(database, data_dir):
    await copy_nightly(database, data_dir, NIGHT)
    found_house(database, demo=True)
    await copy_nightly(database, data_dir, NIGHT)
    assert kept(data_dir) == []


async def test_postgresql_is_left_to_its_operator(postgresql, data_dir):
    database = open_database(postgresql(), data_dir=data_dir)
    found_house(database)
    await copy_nightly(database, data_dir, NIGHT)
    database.close()
    assert kept(data_dir) == []


async def test_without_room_for_two_none_is_made_and_the_disk_is_named(
    sqlite, data_dir, monkeypatch
):
    found_house(sqlite)
    size = (data_dir / "peruopt.sqlite3").stat().st_size
    for free in (0, 2 * size - 1):
        monkeypatch.setattr(shutil, "disk_usage", lambda _path, free=free: Usage(9, 9, free))
        with pytest.raises(OSError, match="No space left") as full:
            await copy_nightly(sqlite, data_dir, NIGHT)
        assert disk_is_full(full.value)
    assert kept(data_dir) == []
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: Usage(9, 9, 2 * size))
    await copy_nightly(sqlite, data_dir, NIGHT)
    assert len(kept(data_dir)) == 1


def test_half_a_copy_is_not_left_behind(sqlite, data_dir, monkeypatch):
    folder = data_dir / "backups"
    folder.mkdir()
    (folder / "0007-peruopt-nightly-20261101.half").write_bytes(b"of a process that was killed")
    (folder / "0007-peruopt-by-hand.half").write_bytes(b"being made")
    real = sqlite3.connect

    class Full(sqlite3.Connection):
        def backup(self, _target, **_more):
            raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(sqlite3, "connect", lambda path: real(path, factory=Full))
    with pytest.raises(sqlite3.OperationalError):
        copy_aside(sqlite.engine, folder, "nightly-20261123", kept=7)
    assert kept(data_dir) == ["0007-peruopt-by-hand.half"]


async def test_the_running_house_makes_one_by_itself(data_dir, monkeypatch):
    monkeypatch.setattr("bot.app.HEAD_START", 0)
    monkeypatch.setattr("bot.nightly.HOUR", 0)
    app = build(Settings(data_dir=data_dir))
    found_house(app.database)
    serving = asyncio.create_task(app.serve(app.open()))
    async with asyncio.timeout(20):
        while not any(name.endswith(".sqlite3") for name in kept(data_dir)):  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    serving.cancel()
    await asyncio.gather(serving, return_exceptions=True)
    await app.close()
    assert [name[:21] for name in kept(data_dir)] == ["0001-peruopt-nightly-"]


@pytest.mark.parametrize(
    ("hours", "sign", "told"),
    [
        (0, "✅", "The newest copy of the database is 1 hour old: 0001-peruopt-by-hand.sqlite3."),
        (30.5, "✅", "is 31 hours old"),
        (49, "⚠️", "is 2 days old: 0001-peruopt-by-hand.sqlite3. “peruopt run” makes one each"),
        (None, "⚠️", "There is no copy of the database yet."),
    ],
)
def test_the_doctor_says_how_old_the_newest_is(data_dir, monkeypatch, capsys, hours, sign, told):
    monkeypatch.chdir(data_dir)
    for name, value in (("DATA_DIR", str(data_dir)), ("LOCALE", "en"), ("WEB_PORT", "0")):
        monkeypatch.setenv(f"PERUOPT_{name}", value)
    assert main(["doctor"]) == 0
    assert "copy" not in capsys.readouterr().out, "there is nothing to lose yet"
    database = open_database(f"sqlite:///{data_dir}/peruopt.db", data_dir=data_dir)
    rosa = Person(restaurant_id=0, platform="web", handle="local", name="Rosa", role=Role.OWNER)
    database.directory.open(Restaurant(name="La Mar Brava"), rosa)
    database.close()
    if hours is not None:
        assert main(["backup"]) == 0
        made = datetime.now(UTC).timestamp() - hours * 3600
        os.utime(data_dir / "backups" / "0001-peruopt-by-hand.sqlite3", (made, made))
    capsys.readouterr()
    assert main(["doctor"]) == 0
    (line,) = [line for line in capsys.readouterr().out.splitlines() if "copy" in line]
    assert line.startswith(sign)
    assert told in line
