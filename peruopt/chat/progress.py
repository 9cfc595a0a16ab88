"""How far something long is: one message in the chat, which changes now and then."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field, replace

from peruopt.chat.message import Address, Reply

QUIET = 4.0
"""Seconds between two words of progress: platforms count messages."""
NEARLY = 0.99


@dataclass(slots=True)
class Progress:
    """Call it with the share done, from any thread; `end` it in the loop that it began in.

    What is over before anybody could wonder is not spoken of.
    """

    tell: Callable[[Reply], Coroutine[None, None, Address]]
    says: Callable[[float], Reply]
    tick: Callable[[], float] = time.monotonic
    _loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.get_running_loop)
    _told: Future[Address] | None = None
    _last: float = field(init=False)

    def __post_init__(self) -> None:
        self._last = self.tick()

    def __call__(self, share: float) -> None:
        """Say how far it is, unless that was just said or is still being said."""
        waits = self._told is not None and not self._told.done()
        if waits or share >= NEARLY or self.tick() - self._last <= QUIET:
            return
        self._last = self.tick()
        reply = replace(self.says(share), replaces=self._at())
        self._told = asyncio.run_coroutine_threadsafe(self.tell(reply), self._loop)

    async def end(self) -> None:
        """Let the message, where there is one, say that all is done."""
        if self._told is None:
            return
        await asyncio.gather(asyncio.wrap_future(self._told), return_exceptions=True)
        if (at := self._at()) is not None:
            with suppress(
                Exception
            ):  # whatever keeps a courtesy from being shown, the work is done
                await self.tell(replace(self.says(1.0), replaces=at))

    def _at(self) -> Address | None:
        """Return where it was said last; a message that could not be shown has no place."""
        told = self._told
        return told.result() if told and not told.cancelled() and not told.exception() else None
