"""`peruopt run`: the page, and every chat whose token is set."""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime

from bot.app import App, build
from bot.cli.logs import log_to_stderr
from bot.doors import chats, page
from bot.lock import only_process, sqlite_file
from bot.meaning import missing
from bot.settings import Settings
from bot.setup import language, read, unknown
from peruopt.chat.words import Words
from peruopt.errors import UserError
from peruopt.ports import Chat
from peruopt.work.joining import claim_code


def arguments(_name: str, parser: argparse.ArgumentParser) -> None:
    """Declare no options: everything is a setting."""


def run(_args: argparse.Namespace) -> int:
    """Serve until Ctrl-C."""
    settings = read()
    log_to_stderr(settings)
    lacking = missing(settings)
    for trouble in [*unknown(), *([lacking] if lacking else [])]:
        _say(language().error(trouble))
    file = sqlite_file(settings.url)
    if file is None:
        return asyncio.run(_serve(settings))
    with only_process(file, datetime.now(UTC)):
        return asyncio.run(_serve(settings))


async def _serve(settings: Settings) -> int:
    app = build(settings, say=_say)
    door = page(settings, app)
    others = chats(settings, app)
    serving = asyncio.create_task(app.serve(app.open(door, *others)))
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, serving.cancel)
    announced = asyncio.create_task(_announce(door, others, app))
    try:
        with suppress(asyncio.CancelledError):
            await serving
    except UserError as error:  # told here, where the house's language is known
        _say(app.words().error(error))
        return 1
    finally:
        announced.cancel()
        await app.close()
    return 0


async def _announce(door: Chat, others: Sequence[Chat], app: App) -> None:
    """Say where the page is, and with which code a chat can be claimed."""
    words = app.words()
    page = asyncio.create_task(_announce_page(door, words))
    try:
        for other in others:
            _say(words("start.door_open", platform=other.platform.title()))
            code = await asyncio.to_thread(claim_code, app.services, other.platform)
            if code:
                _say(words("claim.printed", door=words(f"door.{other.platform}"), code=code))
        await page
    finally:
        page.cancel()


async def _announce_page(door: Chat, words: Words) -> None:
    """Say where the page is, once it is there: its port may be taken, and chats go on."""
    from bot.web import WebDoor

    assert isinstance(door, WebDoor)
    await door.ready.wait()
    _say(words("web.open_at", url=door.url))


def _say(line: str) -> None:
    print(f"· {line}", file=sys.stderr)
