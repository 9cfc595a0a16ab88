"""A copy of the database each night, so that what is lost is never more than a day."""

from __future__ import annotations

import asyncio
import errno
import os
import shutil
from datetime import datetime
from pathlib import Path

from storage.backup import copy_aside
from storage.database import Database
from storage.earlier import BACKUPS, newest_copy

HOUR = 3
"""Local; after the last guest, before the night's training.  Missed, it is made up for by day."""
KEPT = 7
LABEL = "nightly-"


async def copy_nightly(database: Database, data_dir: Path, now: datetime) -> None:
    """Copy a SQLite database unless today's copy is there already; a demonstration needs none.

    Raises OSError where the disk is too full for it.
    """
    if database.is_sqlite:  # pg_dump is the operator's
        await asyncio.to_thread(_copy, database, data_dir / BACKUPS, now)


def _copy(database: Database, folder: Path, now: datetime) -> None:
    houses = [house for house in database.directory.restaurants() if not house.demo]
    if not houses:
        return
    local = now.astimezone(max(houses, key=lambda house: house.id or 0).zone)
    label = f"{LABEL}{local:%Y%m%d}"
    newest = newest_copy(folder, LABEL)  # its name says the day, whenever the process began
    if local.hour < HOUR or (newest and newest.stem.endswith(label)):
        return
    folder.mkdir(parents=True, exist_ok=True)
    size = Path(database.engine.url.database or "").stat().st_size
    if 2 * size > shutil.disk_usage(folder).free:  # what is saved by day comes first
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(folder))
    copy_aside(database.engine, folder, label, kept=KEPT)
