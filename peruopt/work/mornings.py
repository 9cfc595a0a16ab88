"""When each restaurant has its digest; once a day, also after a restart."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

from peruopt.restaurant import Restaurant
from peruopt.store import Directory, Work

LATEST = timedelta(hours=12)  # a morning digest that comes at night is no help to anybody


def due(house: Restaurant, now: datetime) -> str | None:
    """Return the local day whose digest should have gone out by `now`, as YYYY-MM-DD."""
    if house.digest_at is None:
        return None
    local = now.astimezone(house.zone)
    hour = datetime.combine(local.date(), house.digest_at, house.zone)
    return f"{local:%Y-%m-%d}" if hour <= local < hour + LATEST else None


def following(house: Restaurant, now: datetime) -> datetime | None:
    """Return the hour of the house's next digest."""
    if house.digest_at is None:
        return None
    local = now.astimezone(house.zone)
    hours = (
        datetime.combine(local.date() + timedelta(days=days), house.digest_at, house.zone)
        for days in (0, 1)
    )
    return next(hour for hour in hours if hour > local)


def next_digest(directory: Directory, now: datetime) -> datetime | None:
    """Return the first hour after `now` at which some restaurant has its digest."""
    found = [following(house, now) for house in directory.restaurants()]
    return min((hour for hour in found if hour), default=None)


async def send_due(work: Work, directory: Directory, now: datetime) -> int:
    """Leave a notice of the digest for every restaurant whose hour has come; return how many.

    The day is claimed in the transaction that leaves the notice, so a restart neither
    repeats a digest nor swallows one.
    """

    def one(restaurant_id: int, day: str) -> int:
        with work(restaurant_id) as w:
            if not w.digests.claim(day, now):
                return 0
            w.notices.add("digest.notice", {"day": day}, about=f"digest:{day}")
            return 1

    sent = 0
    for house in await asyncio.to_thread(directory.restaurants):
        day = due(house, now)
        if day and house.id is not None:
            sent += await asyncio.to_thread(one, house.id, day)
    return sent
