"""While the disk is full the log says so once, without a traceback, and once that it is over."""

from __future__ import annotations

import logging
import sqlite3
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event

from bot.clock import Clock, ClockEngine
from bot.shortage import Shortage
from peruopt.post import State
from storage import jobstore
from tests.e2e.test_engine import running, until
from tests.fakes import FakePublisher, services
from tests.house import found_house

WRITES = ("INSERT", "UPDATE", "DELETE")


class Disk:
    """Whether the database can grow; without room it says what SQLite says."""

    def __init__(self, database) -> None:
        self.full = False
        self.refused = 0
        event.listen(database.engine, "before_cursor_execute", self._write)

    def _write(self, _connection, _cursor, statement, *_rest) -> None:
        if self.full and statement.startswith(WRITES):
            self.refused += 1
            error = sqlite3.OperationalError("database or disk is full")
            error.sqlite_errorcode = sqlite3.SQLITE_FULL
            raise error


async def test_a_full_disk_is_told_once_and_its_end_once(sqlite, monkeypatch, caplog):
    monkeypatch.setattr(jobstore, "FAILING", 0.2)
    monkeypatch.setattr(jobstore, "LOOK_EVERY", timedelta(seconds=0.2))
    monkeypatch.setattr("bot.clock.SOON", timedelta(seconds=0.2))
    clock, facebook = Clock(), FakePublisher()
    engine = ClockEngine(clock)
    world = services(sqlite, clock.now, facebook, engine=engine)
    house = found_house(sqlite)
    told = []

    async def tell() -> None:
        with world.work(house.id) as w:
            w.notices.add("publishing.slow", {})
        told.append(clock.now())

    engine.attach(world, tell=tell, digest=tell)
    posts = [house.approved(datetime.now(UTC)) for _ in range(3)]
    disk = Disk(sqlite)
    disk.full = True
    caplog.set_level(logging.INFO)
    async with running(engine):
        await until(lambda: disk.refused > 12)  # each post more than once, and the chores
        full = [record.getMessage() for record in caplog.records if record.levelno > logging.INFO]
        assert not facebook.wall
        disk.full = False
        await until(lambda: house.states() == {State.PUBLISHED: 3})
        await until(lambda: "has room again" in caplog.text)
    assert full == ["the disk is full: what cannot be saved is tried again; make room"]
    assert sorted(number for number, _ in facebook.wall) == posts
    assert caplog.text.count("the disk has room again") == 1
    assert "Traceback" not in caplog.text
    assert told


async def test_another_failure_keeps_its_traceback(sqlite, caplog):
    engine = ClockEngine(Clock())

    async def broken() -> None:
        raise ValueError("something else")

    engine.attach(services(sqlite, engine.clock.now), tell=broken)
    await engine.catch_up()
    assert "notices failed" in caplog.text
    assert "Traceback" in caplog.text


@pytest.mark.parametrize("spells", [1, 2])
def test_each_spell_has_a_beginning_and_an_end(caplog, spells):
    shortage, full = Shortage(), sqlite3.OperationalError("full")
    full.sqlite_errorcode = sqlite3.SQLITE_FULL
    assert not shortage.stopped("plan", ValueError("something else"))
    shortage.done("plan")
    for _ in range(spells):
        for name in ("plan", "sweep", "plan"):
            assert shortage.stopped(name, full)
        shortage.done("plan")
        shortage.done("results")
        assert caplog.text.count("room again") == len(caplog.records) // 2
        shortage.done("sweep")
        assert caplog.text.count("room again") == len(caplog.records) // 2
    assert len(caplog.records) == 2 * spells
