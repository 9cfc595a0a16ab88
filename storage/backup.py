"""Copies of a SQLite database, taken while it is in use."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from storage.earlier import copies

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
    number = max(copies(folder), default=(0, folder))[0] + 1
    alike = f"{label.partition('-')[0]}-"
    target = folder / f"{number:04}-peruopt-{label}.sqlite3"
    half = target.with_suffix(".half")
    for left in [half] if kept is None else folder.glob(f"[0-9]*-peruopt-{alike}*.half"):
        left.unlink(missing_ok=True)
    try:
        with (
            closing(sqlite3.connect(engine.url.database)) as source,
            closing(sqlite3.connect(half)) as copy,
        ):
            source.backup(copy)
    except BaseException:
        half.unlink(missing_ok=True)  # it may hold the last bytes of a full disk
        raise
    # only a whole copy bears the name of one
    half.rename(target)
    if kept is not None:
        for _, old in copies(folder, alike)[:-kept]:
            old.unlink()
    return target
