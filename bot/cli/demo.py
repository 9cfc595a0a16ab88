"""`peruopt demo`: the whole job as a dialogue, in a folder of its own, from import to digest."""

from __future__ import annotations

import argparse
import asyncio
import io
import shutil
import sys
from pathlib import Path

from bot.app import build
from bot.cli.logs import log_to_stderr
from bot.console import Console
from bot.setup import read
from peruopt.chat.words import Words
from peruopt.errors import UserError

# Each line as a person would type it; `#1` presses the first button of the newest card.
SPANISH = (
    "hola",
    "/demo",
    "¿cómo nos fue esta semana?",
    "/horas",
    "/redactar ceviche carretillero",
    "#1",
    "/calendario",
    "/adelantar 7d",
    "/publicadas",
    "/modelo",
    "/diario",
)
ENGLISH = (
    "hello",
    "/demo",
    "how did we do this week?",
    "/times",
    "/draft ceviche carretillero",
    "#1",
    "/calendar",
    "/skip 7d",
    "/published",
    "/model",
    "/digest",
)


def arguments(_name: str, parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "--folder",
        type=Path,
        help="where it lives, emptied first; by default `demo` in the data folder",
    )


def run(args: argparse.Namespace) -> int:
    """Play the dialogue; return 0 when all of it has been answered."""
    own = read().data_dir
    folder = args.folder or own / "demo"
    if own.resolve().is_relative_to(folder.resolve()):
        raise UserError("demo.own_folder", path=str(folder))
    # ours by name, or by what is in it: nothing else is emptied
    if folder.is_dir() and (args.folder is None or (folder / "peruopt.db").exists()):
        shutil.rmtree(folder)
    return asyncio.run(_play(folder))


async def _play(folder: Path) -> int:
    settings = read(data_dir=folder, database_url="", gpt_api_key=None)
    log_to_stderr(settings)
    words = Words(settings.locale, settings.timezone)
    lines = SPANISH if settings.locale.startswith("es") else ENGLISH
    app = build(settings)
    console = Console(
        folder / "pictures",
        app.clock.now,
        lambda: words,
        lines=io.StringIO("\n".join(lines) + "\n"),
    )
    try:
        await app.serve(app.open(console), until=console)
    finally:
        await app.close()
    print(words("console.demo_over", pictures=str(folder / "pictures")), file=sys.stdout)
    return 0
