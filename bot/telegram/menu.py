"""The list of commands that Telegram offers beside the text field."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Sequence

from telegram import Bot, BotCommand
from telegram.error import TelegramError

from bot.telegram.limits import DESCRIPTION, MENU, clean, fit
from peruopt.chat.words import LOCALES, Words

log = logging.getLogger(__name__)
NAME = re.compile(r"[a-z0-9_]{1,32}")
Listed = Callable[[Words], Sequence[tuple[str, str]]]


async def set_menu(bot: Bot, listed: Listed) -> None:
    """Offer the commands in every language, the first one to whoever has another."""
    try:
        for locale in LOCALES:
            commands = _commands(listed(Words(locale)))
            if not commands:
                return
            if locale == LOCALES[0]:
                await bot.set_my_commands(commands)
            await bot.set_my_commands(commands, language_code=locale[:2])
    except TelegramError as error:  # the door works without it
        log.warning("Telegram did not take the menu: %s", error)


def _commands(listed: Sequence[tuple[str, str]]) -> list[BotCommand]:
    return [
        BotCommand(name, fit(" ".join(clean(told).split()), DESCRIPTION) or name)
        for name, told in listed[:MENU]
        if NAME.fullmatch(name)
    ]
