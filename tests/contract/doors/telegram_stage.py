"""Telegram's other side: a Bot API of our own and a person with a phone."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

from pydantic import SecretStr

from bot.telegram import TelegramDoor
from doors.stage import Answer
from peruopt.chat.message import Address
from tests.telegram.emulator.opening import QUICK
from tests.telegram.emulator.people import ROSA
from tests.telegram.emulator.server import TOKEN, BotApi, bot_api


class TelegramStage:
    """Says and sees what a person in a private chat does."""

    def __init__(self, door: TelegramDoor, api: BotApi) -> None:
        self.door, self.api, self.chat = door, api, Address("telegram", str(ROSA))
        api.world.chats[ROSA] = {"id": ROSA, "type": "private", "first_name": "Rosa"}

    async def say(self, text: str, *, again: bool = False) -> None:
        self.api.say(text, again=again)

    async def upload(self, name: str, content: bytes, caption: str) -> None:
        self.api.document(name, content, caption)

    async def upload_all(self, files: list[tuple[str, bytes]], caption: str) -> None:
        self.api.album([content for _, content in files], caption)

    async def press(self, label: str) -> None:
        self.api.press(label)

    async def seen(self) -> list[str]:
        return self.api.seen()


@contextlib.asynccontextmanager
async def open_telegram(folder: Path, answer: Answer) -> AsyncIterator[TelegramStage]:
    """Open the door on a Bot API that lives as long."""
    async with bot_api() as api:
        door = TelegramDoor(
            token=SecretStr(TOKEN),
            data_dir=folder,
            now=lambda: datetime.now(UTC),
            base_url=api.url,
            rates=QUICK,
        )
        running = asyncio.create_task(door.run(answer))
        await asyncio.wait_for(door.ready.wait(), 5)
        try:
            yield TelegramStage(door, api)
        finally:
            running.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await running
