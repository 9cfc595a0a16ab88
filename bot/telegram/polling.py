"""Long polling: an update is confirmed by asking for the next, once it is in the journal."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter

from bot.telegram.incoming import KINDS
from bot.telegram.wire import seconds
from peruopt.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from telegram import Bot, Update

log = logging.getLogger(__name__)
LONG = 30
"""Seconds for which Telegram holds the line when nobody says anything."""
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
CONFLICTS = 3
"""In a row: fewer may be an earlier process of ours that has not let go yet."""


async def poll(bot: Bot, hear: Callable[[Sequence[Update]], Awaitable[None]]) -> None:
    """Listen until cancelled.  Raises UserError for a wrong token or a second listener."""
    offset, pause, conflicts = None, FIRST_PAUSE, 0
    while True:
        try:
            updates = await bot.get_updates(offset, timeout=LONG, allowed_updates=KINDS)
        except Conflict:
            conflicts += 1
            if conflicts >= CONFLICTS:
                raise UserError("telegram.two_pollers") from None
            await asyncio.sleep(FIRST_PAUSE * conflicts)
            continue
        except InvalidToken:  # its text may hold the token
            raise UserError("telegram.token") from None
        except RetryAfter as wait:
            await asyncio.sleep(seconds(wait))
            continue
        except NetworkError as error:
            level = logging.INFO if pause == FIRST_PAUSE else logging.WARNING
            log.log(level, "Telegram does not answer (%s); again in %.1f s", error, pause)
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
            continue
        pause, conflicts = FIRST_PAUSE, 0
        if updates:
            await hear(updates)
            offset = updates[-1].update_id + 1
