"""Calls to the Bot API: paced, tried again where that is right, refused in our own words."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
from typing import TYPE_CHECKING, TypeVar

from telegram import Bot
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter
from telegram.request import HTTPXRequest

from bot.telegram.faults import Undeliverable, Unreachable, cannot_write
from bot.telegram.speaking import speaker
from peruopt.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.telegram.pacing import Pace

os.environ.setdefault("PTB_TIMEDELTA", "1")  # retry_after as a timedelta, as it will be

log = logging.getLogger(__name__)
T = TypeVar("T")
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 20.0
POOL, AT_ONCE = 64, 6
"""Connections, and calls under way that carry no file.

At a fifth of a second a call, six are what Telegram takes; each open connection more
makes every call dearer, for httpx looks at all of them each time.
"""
PATIENCE, NOTICE_PATIENCE = 60.0, 20.0
"""Seconds for which an answer somebody waits for, or a notice that is kept anyway, is tried."""


def open_bot(token: str, base_url: str) -> Bot:
    """Return a bot whose connections are enough for every answer under way."""
    base = base_url.rstrip("/")
    return Bot(
        token,
        base_url=f"{base}/bot",
        base_file_url=f"{base}/file/bot",
        request=HTTPXRequest(POOL, read_timeout=20, connect_timeout=10, pool_timeout=10),
        get_updates_request=HTTPXRequest(connection_pool_size=2, read_timeout=10),
    )


class Wire:
    """One for each opened door."""

    def __init__(self, bot: Bot, pace: Pace) -> None:
        self.bot, self._pace = bot, pace
        self._room = asyncio.Semaphore(AT_ONCE)

    async def call(
        self, chat: int, act: Callable[[Bot], Awaitable[T]], *, heavy: bool = False
    ) -> T:
        """Do it when the chat's turn comes; what is `heavy` keeps nothing light waiting.

        Raises Undeliverable, Unreachable, or Telegram's own BadRequest and ChatMigrated.
        """
        clock = asyncio.get_running_loop().time
        give_up = clock() + (PATIENCE if speaker.get() else NOTICE_PATIENCE)
        back_off = FIRST_PAUSE
        while True:
            await self._pace.turn(chat)
            try:
                async with contextlib.nullcontext() if heavy else self._room:
                    return await act(self.bot)
            except RetryAfter as wait:
                pause = seconds(wait)
                log.info("Telegram asks for %.0f s of silence in a chat", pause)
            except Forbidden as error:
                raise Undeliverable("telegram.blocked", why=error.message) from None
            except BadRequest as error:
                if cannot_write(error.message):
                    raise Undeliverable("telegram.blocked", why=error.message) from None
                raise
            except InvalidToken:  # its text may hold the token
                raise UserError("telegram.token") from None
            except NetworkError as error:
                pause = back_off
                back_off = min(back_off * 2, LONGEST_PAUSE)
                log.info("Telegram did not answer (%s); again in %.1f s", error, pause)
            if clock() + pause >= give_up:
                raise Unreachable("telegram.unreachable")
            self._pace.hold(chat, pause)


def seconds(wait: RetryAfter) -> float:
    """Return how long Telegram wants us to wait."""
    after = wait.retry_after
    return float(after) if isinstance(after, int) else after.total_seconds()
