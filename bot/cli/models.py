"""The doctor's look at what was learned: a model that cannot be read is learned again."""

from __future__ import annotations

from collections.abc import Iterator

from bot.check import Check, odd
from bot.settings import Settings
from peruopt.work.knowing import damaged


def checkup(settings: Settings) -> Iterator[Check]:
    """Name each restaurant whose model is damaged."""
    from storage.database import open_database

    database = open_database(settings.url, data_dir=settings.data_dir)
    try:
        for house in database.directory.restaurants():
            with database.work(house.id or 0) as w:
                lost = damaged(w)
            if lost:
                yield odd("doctor.model_damaged", name=house.name, house=str(house.id))
    finally:
        database.close()
