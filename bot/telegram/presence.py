"""`typing…` on the other side while an answer is being made."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING

from telegram.constants import ChatAction
from telegram.error import TelegramError

from bot.telegram.speaking import chat_number, topic_number

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from telegram import Bot

_SHOWING = set[asyncio.Task[None]]()
AT_FIRST, EVERY = 0.3, 4.0
"""Seconds: most answers are quicker than the first; Telegram shows it for five."""


@contextlib.asynccontextmanager
async def typing(bot: Bot, chat: str) -> AsyncIterator[None]:
    """Show that somebody is at it."""
    over = asyncio.Event()
    showing = asyncio.create_task(_show(bot, chat, over))
    _SHOWING.add(showing)
    showing.add_done_callback(_SHOWING.discard)
    try:
        yield
    finally:
        over.set()  # not cancelled: a call cut short would cost its connection


async def _show(bot: Bot, chat: str, over: asyncio.Event) -> None:
    pause = AT_FIRST
    while not await _passed(over, pause):
        with contextlib.suppress(TelegramError, RuntimeError):  # the door may have closed
            await bot.send_chat_action(
                chat_number(chat), ChatAction.TYPING, message_thread_id=topic_number(chat)
            )
        pause = EVERY


async def _passed(over: asyncio.Event, seconds: float) -> bool:
    """Wait so long, or until it is over; return whether it is."""
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(over.wait(), seconds)
    return over.is_set()
