"""Who is heard when: one after another in a chat, all chats side by side."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable

from bot.slack.heard import Heard

MOST = 500
"""Messages of one chat that may wait; a person does not type so many ahead."""


class Turns:
    """A line per chat: a chat that floods us waits for itself alone."""

    def __init__(self, handle: Callable[[Heard], Awaitable[None]]) -> None:
        self._handle = handle
        self._lines: dict[str, deque[Heard]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def put(self, heard: Heard) -> bool:
        """Put it at the end of its chat's line; False where that is too long already."""
        line = heard.chat or f"home:{heard.person}"
        if line in self._lines:
            if len(self._lines[line]) >= MOST:
                return False
            self._lines[line].append(heard)
            return True
        self._lines[line] = deque([heard])
        task = asyncio.get_running_loop().create_task(self._drain(line))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return True

    async def close(self) -> None:
        """Stop where we are; what was not handled stays in the journal."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._lines.clear()

    async def _drain(self, line: str) -> None:
        waiting = self._lines[line]
        try:
            while waiting:
                await self._handle(waiting.popleft())
        finally:
            self._lines.pop(line, None)
