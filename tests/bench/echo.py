"""The least that python-telegram-bot can do: say everything back."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

from telegram.ext import ApplicationBuilder, ContextTypes, MessageHandler, filters

if TYPE_CHECKING:
    from telegram import Update


@contextlib.asynccontextmanager
async def echo_bot(url: str, token: str) -> AsyncIterator[None]:
    """Serve one, polling as its documentation shows."""

    async def echo(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.message
        await update.message.reply_text(update.message.text or "")

    builder = ApplicationBuilder().token(token).base_url(f"{url}/bot")
    application = builder.base_file_url(f"{url}/file/bot").build()
    application.add_handler(MessageHandler(filters.ALL, echo))
    async with application:
        await application.start()
        assert application.updater
        await application.updater.start_polling()
        try:
            yield
        finally:
            await application.updater.stop()
            await application.stop()
