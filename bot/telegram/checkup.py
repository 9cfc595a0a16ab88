"""What `peruopt doctor` asks Telegram: whether the token works and updates can come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.check import Check, fine, refused, wrong
from bot.telegram.place import bot_number
from peruopt.errors import UserError

if TYPE_CHECKING:
    from pydantic import SecretStr

    from bot.telegram.place import WebhookSettings


async def checkup(
    token: SecretStr,
    webhook: WebhookSettings | None = None,
    base_url: str = "https://api.telegram.org",
) -> list[Check]:
    """Look at the bot without taking anything from a door that runs beside us."""
    from telegram.error import InvalidToken, TelegramError

    from bot.telegram.wire import open_bot

    try:
        bot_number(token)
    except UserError as error:
        return [refused(error)]
    bot = open_bot(token.get_secret_value().strip(), base_url)
    try:
        await bot.initialize()
        found = [fine("telegram.knows_us", bot=bot.username)]
        if not bot.bot.can_join_groups:
            found.append(fine("telegram.no_groups"))
        info = await bot.get_webhook_info()
    except InvalidToken:  # its text holds the token
        return [wrong("telegram.token")]
    except TelegramError as error:
        # what the library raises for a line that is dead has the line's own error as its cause
        dead = error.__cause__
        if dead:
            return [wrong("telegram.no_network", why=type(dead).__name__)]
        return [wrong("telegram.stumbles", why=error.message)]
    finally:
        await bot.shutdown()
    if webhook and info.url not in ("", webhook.url):
        found.append(wrong("telegram.other_webhook", url=info.url))
    elif webhook and info.last_error_message:
        why = info.last_error_message
        found.append(wrong("telegram.webhook_fails", url=webhook.url, why=why))
    elif info.url and not webhook:
        found.append(fine("telegram.old_webhook", url=info.url))
    if info.pending_update_count:
        found.append(fine("telegram.pending", n=info.pending_update_count))
    return found
