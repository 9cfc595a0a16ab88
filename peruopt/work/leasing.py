"""A sign of life from whoever is sending a post, as long as they are at it.

The lease is short, so that a post whose process was killed is looked after within seconds; it is
extended while the work goes on, so that nobody who is merely slow is presumed dead.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import datetime

from peruopt.ports import Services
from peruopt.post import State
from peruopt.work.recording import LEASE, doubt

log = logging.getLogger(__name__)
EVERY = LEASE.total_seconds() / 4


def bury(services: Services) -> int:
    """Doubt whatever is being sent: only for a process that has just started and is alone."""
    buried = 0
    for restaurant_id, post_id in services.directory.overdue(services.now()):
        with services.work(restaurant_id) as w:
            post = w.posts.get(post_id)
            if post.state is State.PUBLISHING:
                doubt(w, post, services.now(), died=True)
                buried += 1
    return buried


@asynccontextmanager
async def held(
    services: Services, restaurant_id: int, post_id: int, attempt: int, until: datetime
) -> AsyncIterator[bool]:
    """Hold the post for as long as the block lasts; False where it is ours no more.

    `until` is the lease that it was claimed with.
    """

    def extend() -> bool:
        with services.work(restaurant_id) as w:
            post, now = w.posts.get(post_id), services.now()
            mine = post.state is State.PUBLISHING and w.attempts.live(post_id) == attempt
            if not mine or post.lease_until is None or post.lease_until <= now:
                return False
            post.lease_until = now + LEASE
            return True

    done = asyncio.Event()

    async def keep() -> None:
        while not await _within(EVERY, done):
            try:
                if not await asyncio.to_thread(extend):
                    return
            except Exception as unknown:  # it may work the next time, and nothing else must stop
                log.warning("post %s: no sign of life (%s)", post_id, type(unknown).__name__)

    lasts = services.now() < until - LEASE / 2
    if not (lasts or await asyncio.to_thread(extend)):
        yield False
        return
    keeping = asyncio.create_task(keep())
    try:
        yield True
    finally:
        done.set()  # not cancelled: a sign that is being given ends before we are done
        await keeping


async def _within(seconds: float, event: asyncio.Event) -> bool:
    """Whether it happens within so many seconds."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            return await event.wait()
    return False
