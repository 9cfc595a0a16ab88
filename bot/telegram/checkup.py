"""What `peruopt doctor` asks Telegram: whether the token works and updates can come."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.telegram.place import bot_number
from peruopt.errors import UserError

if TYPE_CHECKING:
    from pydantic import SecretStr

    from bot.telegram.place import WebhookSettings


@dataclass(frozen=True, slots=True)
class Finding:
    """A sentence about the bot; not `fine` means that something does not work."""

    fine: bool
    key: str
    values: dict[str, object] = field(default_factory=dict[str, object])


async def checkup(
    token: SecretStr,
    webhook: WebhookSettings | None = None,
    base_url: str = "https://api.telegram.org",
) -> list[Finding]:
    """Look at the bot without taking anything from a door that runs beside us."""
    from telegram.error import InvalidToken, TelegramError

    from bot.telegram.wire import open_bot

    try:
        bot_number(token)
    except UserError as error:
        return [Finding(fine=False, key=error.key)]
    bot = open_bot(token.get_secret_value().strip(), base_url)
    try:
        await bot.initialize()
        found = [Finding(fine=True, key="telegram.knows_us", values={"bot": bot.username})]
        if not bot.bot.can_join_groups:
            found.append(Finding(fine=True, key="telegram.no_groups"))
        info = await bot.get_webhook_info()
    except InvalidToken:  # its text holds the token
        return [Finding(fine=False, key="telegram.token")]
    except TelegramError as error:
        # what the library raises for a line that is dead has the line's own error as its cause
        dead = error.__cause__
        key = "telegram.no_network" if dead else "telegram.stumbles"
        said = type(dead).__name__ if dead else error.message
        return [Finding(fine=False, key=key, values={"why": said})]
    finally:
        await bot.shutdown()
    if webhook and info.url not in ("", webhook.url):
        found.append(Finding(fine=False, key="telegram.other_webhook", values={"url": info.url}))
    elif webhook and info.last_error_message:
        why: dict[str, object] = {"url": webhook.url, "why": info.last_error_message}
        found.append(Finding(fine=False, key="telegram.webhook_fails", values=why))
    elif info.url and not webhook:
        found.append(Finding(fine=True, key="telegram.old_webhook", values={"url": info.url}))
    if info.pending_update_count:
        waiting: dict[str, object] = {"n": info.pending_update_count}
        found.append(Finding(fine=True, key="telegram.pending", values=waiting))
    return found
