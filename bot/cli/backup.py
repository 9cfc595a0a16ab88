"""`peruopt backup`: a copy of the database, taken while it is in use."""

from __future__ import annotations

import argparse
from pathlib import Path

from bot.setup import read
from peruopt.errors import UserError
from storage.backup import copy_aside
from storage.database import open_database
from storage.earlier import BACKUPS


def arguments(_name: str, parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--folder", type=Path, help="where to; without it, backups/ beside it")


def run(args: argparse.Namespace) -> int:
    """Copy a SQLite database; PostgreSQL has pg_dump."""
    settings = read()
    database = open_database(settings.url, data_dir=settings.data_dir)
    try:
        copy = copy_aside(database.engine, args.folder or settings.data_dir / BACKUPS, "by-hand")
    finally:
        database.close()
    if copy is None:
        raise UserError("restoring.dump")
    print(copy)
    return 0
