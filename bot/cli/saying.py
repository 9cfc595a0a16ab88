"""What the terminal is told."""

from __future__ import annotations

import os

from peruopt.chat.words import Words
from peruopt.errors import PeruoptError, UserError


def words() -> Words:
    """Return sentences in the language that PERUOPT_LOCALE names."""
    from bot.settings import Settings

    settings = Settings()
    return Words(settings.locale, settings.timezone)


def sentence(error: PeruoptError) -> str:
    """Return what an error says to whoever sits at the terminal."""
    if isinstance(error, UserError):
        spoken = Words(os.environ.get("PERUOPT_LOCALE", "es_PE"))
        if spoken.has(error.key):
            return spoken.error(error)
    return str(error)
