"""The engine is asked to stop while a chore is under way: no error, and nothing in the log."""

from __future__ import annotations

import asyncio
import gc
import logging
from contextlib import suppress

import pytest

from tests.e2e.test_engine import built


@pytest.fixture
def engine(sqlite, caplog):
    caplog.set_level(logging.WARNING)
    return built(sqlite)[0]


async def stopped(task: asyncio.Task[None]) -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    for _ in range(3):  # the jobs that were cancelled have their last word
        await asyncio.sleep(0)
    gc.collect()


async def test_a_chore_under_way_is_stopped_without_a_word(engine, caplog):
    begun = asyncio.Event()

    async def for_ever() -> None:
        begun.set()
        await asyncio.Event().wait()

    engine._trends = for_ever
    task = asyncio.create_task(engine.run())
    async with asyncio.timeout(20):
        await begun.wait()
    await stopped(task)
    assert caplog.text == ""


async def test_a_chore_that_had_not_begun_is_stopped_without_a_word(engine, caplog, monkeypatch):
    directory, due = engine._services.directory, []

    def stopping(until):
        due.append(until)
        task.cancel()  # while the jobs of this moment are being handed over
        return []

    monkeypatch.setattr(type(directory), "runs", lambda _self, until: stopping(until))
    task = asyncio.create_task(engine.run())
    with suppress(asyncio.CancelledError):
        async with asyncio.timeout(20):
            await task
    await stopped(task)
    assert due
    assert caplog.text == ""


async def test_a_chore_that_fails_is_told_still(engine, caplog):
    failed = asyncio.Event()

    async def broken() -> None:
        failed.set()
        raise ValueError("no feed")

    engine._trends = broken
    task = asyncio.create_task(engine.run())
    async with asyncio.timeout(20):
        await failed.wait()
    await stopped(task)
    assert "trends failed" in caplog.text
    assert "no feed" in caplog.text
