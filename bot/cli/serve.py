"""`peruopt run`: the page, and every chat whose token is set."""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys
from contextlib import suppress
from datetime import UTC, datetime

from bot.app import App, build
from bot.cli.logs import log_to_stderr
from bot.lock import only_process, sqlite_file
from bot.settings import Settings
from bot.showcase import Showcase
from peruopt.chat.command import register
from peruopt.chat.words import Words


def arguments(_name: str, parser: argparse.ArgumentParser) -> None:
    """Declare no options: everything is a setting."""


def run(_args: argparse.Namespace) -> int:
    """Serve until Ctrl-C."""
    settings = Settings()
    log_to_stderr(settings)
    file = sqlite_file(settings.url)
    if file is None:
        return asyncio.run(_serve(settings))
    with only_process(file, datetime.now(UTC)):
        return asyncio.run(_serve(settings))


async def _serve(settings: Settings) -> int:
    from bot.web import WebDoor

    app = build(settings, say=lambda line: print(f"· {line}", file=sys.stderr))
    door = WebDoor(
        host=settings.web_host,
        port=settings.web_port,
        data_dir=settings.data_dir,
        token=settings.web_token,
        now=app.clock.now,
        words=lambda: _words(app),
        commands=listed,
        sent=Showcase(app.services, app.outboxes).sent,
        names=tuple(name.strip() for name in settings.web_names.split(",") if name.strip()),
    )
    serving = asyncio.create_task(app.serve(app.open(door)))
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, serving.cancel)
    announced = asyncio.create_task(_announce(door))
    try:
        with suppress(asyncio.CancelledError):
            await serving
    finally:
        announced.cancel()
        await app.close()
    return 0


async def _announce(door: object) -> None:
    from bot.web import WebDoor

    assert isinstance(door, WebDoor)
    await door.ready.wait()
    print(f"· {Words(Settings().locale)('web.open_at', url=door.url)}", file=sys.stderr)


def listed(words: Words) -> list[tuple[str, str]]:
    """Return the menu: each command's name with what it does."""
    spanish = words.locale.startswith("es")
    return [(c.name if spanish else c.alias, words(f"{c.topic}.help")) for c in register.listed()]


def _words(app: App) -> Words:
    """Return the page's language: that of whoever last sat at it."""
    houses = app.services.directory.restaurants()
    house = max(houses, key=lambda h: h.id or 0, default=None)
    if house is None:
        return Words(app.settings.locale, app.settings.timezone)
    return Words(house.locale, house.timezone)
