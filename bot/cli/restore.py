"""`peruopt restore`: put a copy of the database back; what was there is kept aside."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path

from bot.cli.saying import words
from bot.lock import only_process, sqlite_file
from bot.setup import read
from peruopt.errors import UserError
from storage.earlier import BACKUPS, newest_copy
from storage.restoring import restore


def arguments(_name: str, parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "copy", nargs="?", type=Path, help="which one; without it, the newest in backups/"
    )


def run(args: argparse.Namespace) -> int:
    """Restore a SQLite database; PostgreSQL has pg_restore."""
    settings = read()
    file = sqlite_file(settings.url)
    if file is None:
        raise UserError("restoring.postgresql")
    folder = settings.data_dir / BACKUPS
    copy = args.copy or newest_copy(folder)
    if copy is None:
        raise UserError("restoring.none", folder=str(folder))
    with only_process(file, datetime.now(UTC)):
        aside = restore(copy, file)
    w = words()
    print(w("restoring.done", copy=str(copy), path=str(file)))
    if aside:
        print(w("restoring.aside", aside=str(aside)))
    return 0
