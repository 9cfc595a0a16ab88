"""The doctor's look at the copies of the database: how old the newest is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from math import ceil

from bot.check import Check, fine, odd
from bot.lock import sqlite_file
from bot.settings import Settings
from storage.database import open_database
from storage.earlier import BACKUPS, newest_copy

OLD = timedelta(days=2)
HOUR = timedelta(hours=1)


def checkup(settings: Settings) -> Iterator[Check]:
    """Say how old the newest copy is; one is missed only where there is what could be lost."""
    if sqlite_file(settings.url) is None:
        return
    newest = newest_copy(settings.data_dir / BACKUPS)
    if newest:
        made = datetime.fromtimestamp(newest.stat().st_mtime, UTC)
        age = max(datetime.now(UTC) - made, HOUR)
        if age < OLD:
            yield fine("doctor.copy", n=ceil(age / HOUR), name=newest.name)
        else:
            yield odd("doctor.copy_old", n=age.days, name=newest.name)
    elif _lived_in(settings):
        yield odd("doctor.no_copy")


def _lived_in(settings: Settings) -> bool:
    database = open_database(settings.url, data_dir=settings.data_dir)
    try:
        return not all(house.demo for house in database.directory.restaurants())
    finally:
        database.close()
