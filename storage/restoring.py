"""A copy put back in place of a SQLite database, which is kept aside whatever it is."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from peruopt.errors import UserError

BESIDE = ("", "-wal", "-shm")
"""A database, its log and the log's index: the log of one must never meet another."""
VERSION = "SELECT version_num FROM alembic_version"


def restore(copy: Path, database: Path) -> Path | None:
    """Put `copy` in place; return where what was there is now, None where that was nothing.

    Nobody else may have the database open.  Raises UserError for a copy that is none of ours, or
    not whole; nothing is changed then.
    """
    database.parent.mkdir(parents=True, exist_ok=True)
    half = database.with_name(f"{database.name}.half")
    half.unlink(missing_ok=True)
    try:
        _read(copy, half)
        aside = _set_aside(database)
        half.replace(database)
    finally:
        half.unlink(missing_ok=True)
    return aside


def _read(copy: Path, half: Path) -> None:
    """Copy what the copy says, with its log if it has one, and see that it is whole."""
    if not copy.is_file():
        raise UserError("restoring.no_file", path=str(copy))
    alone = "" if copy.with_name(f"{copy.name}-wal").exists() else "&immutable=1"
    try:
        with (
            closing(
                sqlite3.connect(f"{copy.absolute().as_uri()}?mode=ro{alone}", uri=True)
            ) as source,
            closing(sqlite3.connect(half)) as fresh,
        ):
            source.backup(fresh)
            whole = fresh.execute("PRAGMA quick_check(1)").fetchone() == ("ok",)
            ours = fresh.execute(VERSION).fetchone() is not None
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_FULL:
            raise
        whole = ours = False
    if not (whole and ours):
        raise UserError("restoring.unfit", path=str(copy))
    with half.open("rb") as file:
        os.fsync(file.fileno())


def _set_aside(database: Path) -> Path | None:
    there = database.exists() and database.stat().st_size > 0
    number = 1
    while (aside := database.with_name(f"{database.name}.replaced-{number}")).exists():
        number += 1
    for end in BESIDE:
        part = database.with_name(f"{database.name}{end}")
        if there and part.exists():
            part.rename(aside.with_name(f"{aside.name}{end}"))
        else:
            part.unlink(missing_ok=True)
    return aside if there else None
