"""A door opened on the emulator, and what its answers hear."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from bot.telegram import TelegramDoor
from bot.telegram.pacing import Rate, Rates
from peruopt.chat.message import Address, Message
from tests.telegram.emulator.people import ROSA
from tests.telegram.emulator.server import TOKEN, BotApi

QUICK = Rates(Rate(10_000, 1), Rate(10_000, 1), Rate(10_000, 1))
HERE = Address("telegram", str(ROSA))


@dataclass
class Opened:
    """An open door; `heard` is all it handed over."""

    api: BotApi
    door: TelegramDoor
    heard: list[Message] = field(default_factory=list)
    running: asyncio.Task[None] | None = None

    async def hears(self, count: int = 1) -> list[Message]:
        """Wait until so many messages have been handed over."""
        await until(lambda: len(self.heard) >= count)
        return self.heard


def a_door(api: BotApi, folder: Path, **more: Any) -> TelegramDoor:
    """Return a door that is not open yet."""
    api.world.chats.setdefault(ROSA, {"id": ROSA, "type": "private", "first_name": "Rosa"})
    parts = {"rates": QUICK, "token": SecretStr(TOKEN), "now": lambda: datetime.now(UTC)}
    return TelegramDoor(data_dir=folder, base_url=api.url, **(parts | more))


@contextlib.asynccontextmanager
async def opened(
    api: BotApi, folder: Path, script: Callable | None = None, **more: Any
) -> AsyncIterator[Opened]:
    """Open a door that answers with `script(door, message)`."""
    at = Opened(api, a_door(api, folder, **more))

    async def answer(message: Message) -> None:
        at.heard.append(message)
        if script:
            await script(at.door, message)

    at.running = asyncio.create_task(at.door.run(answer))
    ready = asyncio.create_task(at.door.ready.wait())
    await asyncio.wait({at.running, ready}, timeout=5, return_when="FIRST_COMPLETED")
    ready.cancel()
    try:
        if at.running.done():
            await at.running
        yield at
    finally:
        at.running.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await at.running


async def until(question: Callable[[], object], seconds: float = 5) -> Any:
    """Wait until it is answered with something true."""
    for _ in range(int(seconds / 0.01)):
        if told := question():
            return told
        await asyncio.sleep(0.01)
    raise TimeoutError
