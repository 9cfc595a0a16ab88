"""Where the log goes: standard error, at the level that is set."""

from __future__ import annotations

import logging

from bot.settings import Settings

QUIET = (
    "telegram",
    "slack_bolt",
    "slack_sdk",
    "httpx",
    "httpx2",
    "openai",
    "waitress.queue",
    "apscheduler",
)  # theirs is not our news


def log_to_stderr(settings: Settings) -> None:
    """Begin logging."""
    logging.basicConfig(
        level=settings.log_level.upper(), format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
