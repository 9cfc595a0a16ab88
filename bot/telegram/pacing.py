"""Not faster than Telegram takes it: in all, in one chat, in one group."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

IDLE = 1_000
"""Chats remembered before those that have been quiet are forgotten."""


@dataclass(frozen=True, slots=True)
class Rate:
    """So many in any stretch of so many seconds."""

    count: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Rates:
    """What Telegram states: 30 a second, one a second in a chat, 20 a minute in a group."""

    overall: Rate = Rate(30, 1.0)
    chat: Rate = Rate(5, 5.0)  # one a second on average; a card of several messages at once
    group: Rate = Rate(20, 60.0)


@dataclass(slots=True)
class Window:
    """When the newest few were sent."""

    rate: Rate
    sent: deque[float] = field(default_factory=deque[float])

    def wait(self, now: float) -> float:
        """Return the seconds until the next may go."""
        while self.sent and self.sent[0] <= now - self.rate.seconds:
            self.sent.popleft()
        if len(self.sent) < self.rate.count:
            return 0.0
        return self.sent[-self.rate.count] + self.rate.seconds - now


class Pace:
    """Hands out turns."""

    def __init__(self, rates: Rates | None = None) -> None:
        self._rates = rates or Rates()
        self._overall = Window(self._rates.overall)
        self._chats: dict[int, list[Window]] = {}
        self._held: dict[int, float] = {}
        self._gate = asyncio.Lock()

    async def turn(self, chat: int) -> None:
        """Wait until a message to the chat may go."""
        windows = self._windows(chat)
        await _passed(lambda: max(self._hold(chat), *(w.wait(_now()) for w in windows)))
        for window in windows:
            window.sent.append(_now())
        async with self._gate:
            await _passed(lambda: self._overall.wait(_now()))
            self._overall.sent.append(_now())

    def hold(self, chat: int, seconds: float) -> None:
        """Send nothing there for a while: Telegram has asked for it."""
        self._held[chat] = _now() + seconds

    def _hold(self, chat: int) -> float:
        return self._held.get(chat, 0.0) - _now()

    def _windows(self, chat: int) -> list[Window]:
        if len(self._chats) > IDLE:
            self._forget()
        if chat not in self._chats:
            rates = [self._rates.chat, *([self._rates.group] if chat < 0 else [])]
            self._chats[chat] = [Window(rate) for rate in rates]
        return self._chats[chat]

    def _forget(self) -> None:
        now = _now()
        for chat, windows in list(self._chats.items()):
            if any(w.sent and w.sent[-1] > now - w.rate.seconds for w in windows):
                continue
            if self._hold(chat) <= 0:
                del self._chats[chat]
                self._held.pop(chat, None)


async def _passed(left: Callable[[], float]) -> None:
    """Sleep until nothing is left to wait; others may have gone first meanwhile."""
    pause = left()
    while pause > 0:
        await asyncio.sleep(pause)
        pause = left()


def _now() -> float:
    return asyncio.get_running_loop().time()
