"""Copies of a SQLite database, taken while it is in use."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from storage.earlier import newest_copy

if TYPE_CHECKING:
    from sqlalchemy import Engine


def copy_aside(
    engine: Engine, folder: Path, label: str, *, kept: int | None = None
) -> Path | None:
    """Copy the database into `folder` and return the path; None for PostgreSQL.

    With `kept`, only so many copies whose label begins with the same word stay in the folder.
    """
    if engine.dialect.name != "sqlite":
        return None
    assert engine.url.database is not None
    folder.mkdir(parents=True, exist_ok=True)
    earlier = newest_copy(folder)
    number = int(earlier.name.partition("-")[0]) + 1 if earlier else 1
    target = folder / f"{number:04}-peruopt-{label}.sqlite3"
    half = target.with_suffix(".half")
    half.unlink(missing_ok=True)
    with (
        closing(sqlite3.connect(engine.url.database)) as source,
        closing(sqlite3.connect(half)) as copy,
    ):
        source.backup(copy)
    # only a whole copy bears the name of one
    half.rename(target)
    if kept is not None:
        alike = f"[0-9]*-peruopt-{label.partition('-')[0]}-*.sqlite3"
        for old in sorted(folder.glob(alike))[:-kept]:
            old.unlink()
    return target
