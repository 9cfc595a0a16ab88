"""`peruopt console`: talk in this terminal, or pipe a dialogue in."""

from __future__ import annotations

import argparse
import asyncio
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from bot.app import App, build
from bot.cli.logs import log_to_stderr
from bot.console import HERE, Console
from bot.doors import spoken
from bot.lock import only_process, sqlite_file
from bot.settings import Settings
from bot.setup import read
from peruopt.ports import Stage

PARTING = 600.0
"""Seconds that a training under way is given after the last line."""


def arguments(_name: str, parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--pictures", type=Path, help="where pictures and files are saved")


def run(args: argparse.Namespace) -> int:
    """Talk until the end of input; return 0 when everything asked for has been answered."""
    settings = read()
    log_to_stderr(settings)
    file = sqlite_file(settings.url)
    if file is None:
        return asyncio.run(_talk(settings, args.pictures))
    with only_process(file, datetime.now(UTC)):
        return asyncio.run(_talk(settings, args.pictures))


async def _talk(settings: Settings, pictures: Path | None) -> int:
    app = build(settings)
    words = partial(spoken(app, HERE.platform), HERE.chat)
    console = Console(pictures or settings.data_dir / "pictures", app.clock.now, words)
    try:
        await app.serve(app.open(console), until=console)
        await _finish_learning(app, console)
    finally:
        await app.close()
    return 0


async def _finish_learning(app: App, console: Console) -> None:
    """A training is part of the import that was asked for: what was learned must not be lost."""
    for house in await asyncio.to_thread(app.services.directory.restaurants):
        assert house.id is not None
        state = await app.services.trainer.wait(house.id, 0)
        if state.stage is Stage.RUNNING:
            console.say(console.words()("console.learning"))
            state = await app.services.trainer.wait(house.id, PARTING)
        if app.following and state.stage is not Stage.RUNNING:
            await app.following.settled(house.id)
    await console.part()
