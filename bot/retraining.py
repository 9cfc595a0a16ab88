"""Learning again each night, when nobody is waiting for the machine."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

from peruopt.ports import Services
from peruopt.restaurant import Restaurant

HOUR = 4
"""Local; between the last guest and the first delivery."""
REST = timedelta(hours=20)


async def retrain_nightly(services: Services) -> None:
    """Start a training for every restaurant in whose night it is time for one."""
    now = services.now()
    houses = await asyncio.to_thread(services.directory.restaurants)
    for house in houses:
        if now.astimezone(house.zone).hour != HOUR or house.id is None:
            continue
        if await asyncio.to_thread(_wants, services, house, now):
            services.trainer.start(house.id)


def _wants(services: Services, house: Restaurant, now: datetime) -> bool:
    """Whether there is something to learn, and the newest training is of an earlier day."""
    assert house.id is not None
    with services.work(house.id) as w:
        newest = w.models.newest()
        return w.posts.count() > 0 and (newest is None or now - newest.made_at > REST)
