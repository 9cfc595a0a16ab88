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

AT_FIRST, EVERY = 0.6, 4.0
"""Seconds: most answers are quicker than the first; Telegram shows it for five."""
GAP = 0.5
"""Seconds between two such calls: it is a courtesy, and no crowd's answers must wait for it."""


class Presence:
    """One for each opened door."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._calls: set[asyncio.Task[None]] = set()
        self._free_at = 0.0

    @contextlib.asynccontextmanager
    async def typing(self, chat: str) -> AsyncIterator[None]:
        """Show that somebody is at it, if it takes a while."""
        loop = asyncio.get_running_loop()

        def show() -> None:
            if not self._calls and loop.time() >= self._free_at:
                self._free_at = loop.time() + GAP
                call = asyncio.create_task(self._show(chat))
                self._calls.add(call)
                call.add_done_callback(self._calls.discard)
            timers[0] = loop.call_later(EVERY, show)

        timers = [loop.call_later(AT_FIRST, show)]
        try:
            yield
        finally:
            timers[0].cancel()  # but not the call: cut short, it would cost its connection

    async def close(self) -> None:
        """Let go of what is under way."""
        for call in self._calls:
            call.cancel()
        await asyncio.gather(*self._calls, return_exceptions=True)

    async def _show(self, chat: str) -> None:
        with contextlib.suppress(TelegramError, RuntimeError):  # the door may have closed
            await self._bot.send_chat_action(
                chat_number(chat), ChatAction.TYPING, message_thread_id=topic_number(chat)
            )
