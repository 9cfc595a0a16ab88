"""Calls to Slack at the pace it allows: one channel's waiting holds up no other."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.slack.troubles import explained, retry_after

if TYPE_CHECKING:
    from slack_sdk.web.async_slack_response import AsyncSlackResponse

LONGEST = 60.0
"""Seconds that a call waits for its turn in all; more is the caller's affair."""
POSTS = frozenset(("chat.postMessage", "chat.postEphemeral", "files.upload"))
Gate = tuple[str, str]


@dataclass(slots=True)
class Pace:
    """So many messages at once in a channel, then one each `every` seconds."""

    every: float = 1.0
    burst: int = 3
    _ready: dict[str, float] = field(default_factory=dict)

    def wait(self, channel: str, now: float) -> float:
        """Take a turn; return how many seconds it is away."""
        free = max(self._ready.get(channel, 0.0), now - self.every * (self.burst - 1))
        self._ready[channel] = free + self.every
        if len(self._ready) > 10_000:
            self._ready = {c: at for c, at in self._ready.items() if at > now}
        return max(free - now, 0.0)


class Api:
    """Runs calls one after another per method and channel, and waits out `429`."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._gates: defaultdict[Gate, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._closed: dict[Gate, float] = {}

    async def run(
        self, method: str, channel: str, call: Callable[[], Awaitable[AsyncSlackResponse]]
    ) -> AsyncSlackResponse:
        """Call; raise SlackRefused for anything that Slack refuses."""
        gate = (method, channel)
        async with self._gates[gate]:
            try:
                return await self._in_turn(gate, call)
            finally:
                if len(self._gates) > 10_000:
                    self._gates = defaultdict(
                        asyncio.Lock, {g: k for g, k in self._gates.items() if k.locked()}
                    )

    async def _in_turn(
        self, gate: Gate, call: Callable[[], Awaitable[AsyncSlackResponse]]
    ) -> AsyncSlackResponse:
        from slack_sdk.errors import SlackApiError

        clock, (method, channel) = asyncio.get_running_loop().time, gate
        until = clock() + LONGEST
        if method in POSTS:
            await asyncio.sleep(self._pace.wait(channel, clock()))
        while True:
            await asyncio.sleep(max(self._closed.get(gate, 0.0) - clock(), 0.0))
            try:
                told = await call()
            except SlackApiError as error:
                wait = retry_after(error)
                if wait is None or clock() + wait > until:
                    raise explained(error, channel=channel) from error
                self._closed[gate] = clock() + wait
            else:
                self._closed.pop(gate, None)
                return told
