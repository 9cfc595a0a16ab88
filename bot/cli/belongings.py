"""The doctor's look at what belongs to the database beside it: pictures, and the networks' key."""

from __future__ import annotations

from collections.abc import Iterator

from bot.check import Check, wrong
from bot.pictures import MEDIA, PictureStore
from bot.settings import Settings
from bot.vault import FILE
from peruopt.credential import Way
from peruopt.work.deciding import OPEN
from storage.database import open_database

KEY = "doctor.key_gone"
MOST = 5000
"""Posts of a restaurant that are looked at."""


def checkup(settings: Settings) -> Iterator[Check]:
    """Name each restaurant whose pictures are gone, and say where the key is."""
    database = open_database(settings.url, data_dir=settings.data_dir)
    store = PictureStore(settings.data_dir / MEDIA)
    sealed = False
    try:
        for house in database.directory.restaurants():
            with database.work(house.id or 0) as w:
                named = {
                    key for post in w.posts.in_states(*OPEN, limit=MOST) for key in post.album
                }
                sealed |= any(kept.sealed for kept in w.credentials.all() if kept.way is Way.API)
            if lost := sum(not store.has(key) for key in named):
                folder = settings.data_dir / MEDIA
                yield wrong("doctor.pictures_gone", n=lost, house=house.name, path=folder)
        if sealed and keyless(settings):
            yield wrong(KEY, path=settings.data_dir / FILE)
    finally:
        database.close()


def keyless(settings: Settings) -> bool:
    """Whether there is no key yet, or no more."""
    return settings.secret_key is None and not (settings.data_dir / FILE).exists()
