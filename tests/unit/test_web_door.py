"""The page door across crashes and restarts."""

from __future__ import annotations

import asyncio
import contextlib
from datetime import UTC, datetime

import pytest

from bot.web import WebDoor
from bot.web.events import File, Said
from peruopt.chat.message import Address, Reply, Upload
from peruopt.errors import UserError

ID = "0b0e7c52-55ab-4c34-8f5a-1f6a7a2f7d10"


@pytest.fixture
def door(tmp_path):
    def door(port: int = 0) -> WebDoor:
        return WebDoor(
            host="127.0.0.1",
            port=port,
            data_dir=tmp_path,
            token=None,
            now=lambda: datetime(2026, 11, 23, 15, 0, tzinfo=UTC),
        )

    return door


@contextlib.asynccontextmanager
async def running(door, answer):
    task = asyncio.create_task(door.run(answer))
    ready = asyncio.create_task(door.ready.wait())
    await asyncio.wait({task, ready}, return_when=asyncio.FIRST_COMPLETED)
    try:
        if task.done():
            task.result()
        yield
    finally:
        ready.cancel()
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def test_what_a_crash_left_unanswered_is_handed_over_again_with_its_files(door):
    first = door()
    first.inbox.place(ID, 0).write_bytes(b"a,b\n")
    first.hear(Said(ID, "importa esto", (File("posts.csv", 4),)))
    begun, heard = asyncio.Event(), []

    async def hang(_message):
        begun.set()
        await asyncio.sleep(60)

    async with running(first, hang):
        await begun.wait()

    done = asyncio.Event()

    async def answer(message):
        heard.append(message)
        done.set()

    async with running(door(), answer):
        await asyncio.wait_for(done.wait(), 5)
        await asyncio.sleep(0.2)
    assert [(m.id, m.text, m.uploads) for m in heard] == [
        (ID, "importa esto", (Upload("posts.csv", b"a,b\n"),))
    ]
    assert door().chat.unanswered() == []
    assert not list((door().folder / "inbox").iterdir())


async def test_a_second_page_on_the_same_port_says_so(door):
    async def answer(_message): ...

    one = door()
    async with running(one, answer):
        with pytest.raises(UserError, match=r"web\.port_taken"):
            async with running(door(one.port), answer):
                pass


async def test_the_same_door_can_be_opened_again(door):
    async def answer(_message): ...

    one = door()
    for _ in range(2):
        async with running(one, answer):
            await one.send(Address("web", "local"), Reply("aquí"))
    assert len(one.chat.page().entries) == 2


async def test_a_failed_answer_is_owned_up_to(door):
    async def answer(_message):
        raise RuntimeError("boom")

    one = door()
    one.hear(Said(ID, "hola"))
    async with running(one, answer):
        for _ in range(100):
            if not one.chat.unanswered():
                break
            await asyncio.sleep(0.02)
    assert "Algo falló de mi lado" in one.chat.page().entries[-1].event.text
