"""A page being served to the browser, with a scripted answer in place of the assistant."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

from bot.web import WebDoor
from peruopt.chat.message import Address, Message, Reply

Script = Callable[["ServedPage", Message], Awaitable[None]]


def now() -> datetime:
    return datetime.now(UTC)


async def echo(page: ServedPage, message: Message) -> None:
    """Say what was said."""
    said = message.action.typed if message.action else message.text
    files = ", ".join(f"{u.name} ({len(u.content)})" for u in message.uploads)
    await page.show(Reply(f"Oí: {said} {files}".strip()))


class ServedPage:
    """The door on a thread and loop of its own; it can be stopped and started again."""

    def __init__(self, folder: Path, script: Script = echo, **more: object) -> None:
        self.folder, self.script = folder, script
        self.more = {"host": "127.0.0.1", "token": None, "now": now, **more}
        self.port = 0
        self.heard: list[Message] = []
        self.door: WebDoor

    @property
    def url(self) -> str:
        return self.door.url

    @property
    def said(self) -> list[str]:
        """What was heard, as typed, without the page's own greeting."""
        typed = [m.action.typed if m.action else m.text for m in self.heard]
        return [each for each in typed if each != "/inicio"]

    def start(self) -> ServedPage:
        self.door = WebDoor(port=self.port, data_dir=self.folder, **self.more)
        up = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve(up)))
        self._thread.start()
        assert up.wait(10), "the page did not start"
        self.port = self.door.port
        return self

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._run.cancel)
        self._thread.join(15)
        assert not self._thread.is_alive()

    def __enter__(self) -> ServedPage:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    async def show(self, reply: Reply) -> Address:
        return await self.door.send(Address("web", "local"), reply)

    def tell(self, reply: Reply) -> Address:
        """Show from the test's own thread, as a digest would come."""
        return asyncio.run_coroutine_threadsafe(self.show(reply), self._loop).result(5)

    async def _serve(self, up: threading.Event) -> None:
        self._loop = asyncio.get_running_loop()
        self._run = asyncio.create_task(self.door.run(self._answer))
        ready = asyncio.create_task(self.door.ready.wait())
        await asyncio.wait({self._run, ready}, return_when=asyncio.FIRST_COMPLETED)
        up.set()
        try:
            await self._run
        except asyncio.CancelledError:
            ready.cancel()

    async def _answer(self, message: Message) -> None:
        self.heard.append(message)
        await self.script(self, message)
