"""Updates that Telegram brings itself: taken when they are in the journal, from nobody else."""

from __future__ import annotations

import asyncio
import hmac
import logging
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from aiohttp import web
from telegram.error import BadRequest

from bot.telegram.incoming import KINDS
from bot.watching import Refused, unwatched
from peruopt.errors import UserError

if TYPE_CHECKING:
    from telegram import Bot

    from bot.telegram.place import WebhookSettings

log = logging.getLogger(__name__)
HEADER = "X-Telegram-Bot-Api-Secret-Token"
LARGEST = 1024 * 1024
Hear = Callable[[dict[str, Any]], Awaitable[None]]


async def serve(
    bot: Bot,
    settings: WebhookSettings,
    hear: Hear,
    opened: Callable[[int], object],
    refused: Refused = unwatched,
) -> None:
    """Listen until cancelled; `opened` is told the port."""
    secret = settings.secret.get_secret_value().encode()

    async def take(request: web.Request) -> web.Response:
        said = request.headers.get(HEADER, "").encode("utf-8", "replace")
        if not hmac.compare_digest(said, secret):
            log.warning("somebody who is not Telegram called the webhook: %s", request.remote)
            await refused("forged.webhook", request.remote or "")
            return web.Response(status=403)
        try:
            raw = await request.json()
            number = raw["update_id"]
        except (ValueError, TypeError, KeyError, RecursionError):
            return web.Response(status=400)
        if not isinstance(number, int):
            return web.Response(status=400)
        await hear(raw)
        return web.Response()

    app = web.Application(client_max_size=LARGEST)
    app.router.add_post(urlsplit(settings.url).path or "/", take)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    try:
        site = web.TCPSite(runner, settings.host, settings.port)
        await site.start()
        try:
            await bot.set_webhook(
                settings.url,
                secret_token=settings.secret.get_secret_value(),
                allowed_updates=KINDS,
            )
        except BadRequest as error:
            raise UserError("telegram.webhook_refused", why=error.message) from None
        opened(runner.addresses[0][1])
        await asyncio.Event().wait()
    finally:
        await runner.cleanup()
