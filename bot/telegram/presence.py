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

AT_FIRST, EVERY = 0.3, 4.0
"""Seconds: most answers are quicker than the first; Telegram shows it for five."""


@contextlib.asynccontextmanager
async def typing(bot: Bot, chat: str) -> AsyncIterator[None]:
    """Show that somebody is at it."""
    showing = asyncio.create_task(_show(bot, chat))
    try:
        yield
    finally:
        showing.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await showing


async def _show(bot: Bot, chat: str) -> None:
    await asyncio.sleep(AT_FIRST)
    while True:
        with contextlib.suppress(TelegramError):
            await bot.send_chat_action(
                chat_number(chat), ChatAction.TYPING, message_thread_id=topic_number(chat)
            )
        await asyncio.sleep(EVERY)
