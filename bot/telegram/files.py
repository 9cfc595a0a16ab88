"""Files that people sent, fetched from Telegram."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError

from bot.telegram.limits import DOWNLOAD_MB, MEGA
from bot.telegram.wire import seconds
from peruopt.chat.message import Upload
from peruopt.errors import UserError

if TYPE_CHECKING:
    from telegram import Bot

    from bot.telegram.heard import Attachment

log = logging.getLogger(__name__)
TRIES, PAUSE = 4, 0.5
DOWNLOAD_SECONDS = 60.0


class Fetcher:
    """A few at once: each may be 20 MB in memory."""

    def __init__(self, bot: Bot, at_once: int = 4) -> None:
        self._bot, self._room = bot, asyncio.Semaphore(at_once)

    async def fetch(self, wanted: Attachment) -> Upload:
        """Return the file; raise UserError where Telegram does not hand it out."""
        if wanted.size > DOWNLOAD_MB * MEGA:
            raise UserError("telegram.too_large", name=wanted.name, n=DOWNLOAD_MB)
        async with self._room:
            for attempt in range(TRIES):
                try:
                    return Upload(wanted.name, await self._content(wanted))
                except BadRequest as error:
                    if "file is too big" in error.message.lower():
                        raise UserError(
                            "telegram.too_large", name=wanted.name, n=DOWNLOAD_MB
                        ) from None
                    break
                except RetryAfter as wait:
                    await asyncio.sleep(seconds(wait))
                except NetworkError as error:
                    log.info("a file did not come (%s)", type(error).__name__)
                    await asyncio.sleep(PAUSE * 2**attempt)
                except TelegramError:
                    break
        raise UserError("telegram.no_file", name=wanted.name)

    async def _content(self, wanted: Attachment) -> bytes:
        file = await self._bot.get_file(wanted.id)
        return bytes(await file.download_as_bytearray(read_timeout=DOWNLOAD_SECONDS))
