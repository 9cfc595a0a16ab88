"""Learning again each night, when nobody waits for the machine; saying what no longer holds."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

from peruopt.ports import Services
from peruopt.restaurant import Restaurant
from peruopt.work.holding import tell_drifts

HOUR = 4
"""Local; between the last guest and the first delivery."""
TOLD = 9
"""When what no longer holds is said: somebody is awake, and the night's model serves."""
REST = timedelta(hours=20)


async def retrain_nightly(services: Services) -> None:
    """Start a training for every restaurant in whose night it is time for one; look what holds."""
    now = services.now()
    houses = await asyncio.to_thread(services.directory.restaurants)
    for house in houses:
        hour = now.astimezone(house.zone).hour
        if house.id is None:
            continue
        if hour == HOUR and await asyncio.to_thread(_wants, services, house, now):
            services.trainer.start(house.id)
        if hour == TOLD:
            await asyncio.to_thread(tell_drifts, services.work, house.id, now)


def _wants(services: Services, house: Restaurant, now: datetime) -> bool:
    """Whether there is something to learn, and the newest training is of an earlier day."""
    assert house.id is not None
    with services.work(house.id) as w:
        newest = w.models.newest()
        return w.posts.count() > 0 and (newest is None or now - newest.made_at > REST)
