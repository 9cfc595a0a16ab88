"""A line for each chat, so that nobody waits for somebody else's flood."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

from bot.telegram.heard import Heard
from bot.telegram.limits import ALBUM

AT_ONCE = 32
QUIET = 0.7
"""Seconds without another picture after which an album is taken to be complete."""
REMEMBERED = 1000
"""Albums of which a picture that comes too late is known as such."""
Handle = Callable[[Sequence[Heard]], Awaitable[None]]


class Queues:
    """Each chat is answered in order, many chats at once; an album is one thing said."""

    def __init__(self, handle: Handle, *, at_once: int = AT_ONCE, quiet: float = QUIET) -> None:
        self._handle, self._quiet = handle, quiet
        self._room = asyncio.Semaphore(at_once)
        self._lines: dict[str, deque[Heard]] = {}
        self._workers: set[asyncio.Task[None]] = set()
        self._busy: set[asyncio.Task[None]] = set()
        self._albums: dict[tuple[str, str], None] = {}
        self._open = True

    def put(self, heard: Heard) -> None:
        """Let it be handled when its turn comes."""
        line = self._lines.get(heard.chat)
        if line is not None:
            line.append(heard)
            return
        self._lines[heard.chat] = line = deque([heard])
        worker = asyncio.create_task(self._serve(heard.chat, line))
        self._workers.add(worker)
        worker.add_done_callback(self._workers.discard)

    async def stop(self, seconds: float) -> None:
        """Begin nothing new; give what is under way so many seconds."""
        self._open = False
        for worker in self._workers - self._busy:
            worker.cancel()
        if self._busy:
            await asyncio.wait(self._busy, timeout=seconds)
        workers = set(self._workers)
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)

    async def _serve(self, chat: str, line: deque[Heard]) -> None:
        me = asyncio.current_task()
        assert me
        while line and self._open:
            together = await self._next(line)
            async with self._room:
                if not self._open:
                    return
                self._busy.add(me)
                try:
                    await self._handle(together)
                finally:
                    self._busy.discard(me)
        if self._lines.get(chat) is line:
            del self._lines[chat]

    async def _next(self, line: deque[Heard]) -> list[Heard]:
        first = line.popleft()
        if first.album and (first.person, first.album) in self._albums:
            return [replace(first, attachment=None, trouble="telegram.late_picture")]
        together = [first]
        while first.album and len(together) < ALBUM:
            await asyncio.sleep(self._quiet)
            more = [h for h in line if h.album == first.album and h.person == first.person]
            if not more:
                break
            for heard in more:
                line.remove(heard)
            together += more
        if first.album:
            self._albums[first.person, first.album] = None
            while len(self._albums) > REMEMBERED:
                del self._albums[next(iter(self._albums))]
        return sorted(together, key=lambda heard: heard.message or 0)
