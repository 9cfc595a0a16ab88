"""A process with a door that is killed while it answers.  Run as `python -m tests.telegram.dying
URL FOLDER WORD`: it dies at once when told the word, `late` after the answer has been shown."""

from __future__ import annotations

import asyncio
import os
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from pydantic import SecretStr

from bot.telegram import TelegramDoor
from peruopt.chat.message import Reply
from tests.telegram.emulator.opening import QUICK
from tests.telegram.emulator.server import TOKEN


async def main(url: str, folder: str, word: str) -> None:
    ledger = Path(folder) / "ledger"
    door = TelegramDoor(
        token=SecretStr(TOKEN),
        data_dir=Path(folder),
        now=lambda: datetime.now(UTC),
        base_url=url,
        rates=QUICK,
    )

    async def answer(message) -> None:
        if message.text == word:
            os._exit(9)
        known = ledger.read_text().splitlines() if ledger.exists() else []
        if message.id in known:  # as the assistant does
            return
        with ledger.open("a") as file:
            file.write(f"{message.id}\n")
        if message.text == "a medias" and word:
            os._exit(9)
        await door.send(replace(message.source, message=None), Reply(f"oí {message.text}"))
        if message.text == "late" and word:
            os._exit(9)

    await door.run(answer)


asyncio.run(main(*sys.argv[1:]))
