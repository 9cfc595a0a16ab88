"""What a published post has earned: read after 1 h, then daily for 28 days, and for the digest.

X is paid for each reading: there it is 1 h, 24 h, 72 h and 7 days, and no more.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime, timedelta

from peruopt.errors import Busy, Gone
from peruopt.ports import Services
from peruopt.post import Post, State
from peruopt.restaurant import Network
from peruopt.results import Metrics
from peruopt.store import Entry, UnitOfWork
from peruopt.work.mornings import due
from peruopt.work.telling import audience
from peruopt.work.turning import ENGINE, copied, told

log = logging.getLogger(__name__)
DAILY = (timedelta(hours=1), *(timedelta(days=day) for day in range(1, 29)))
PAID = (timedelta(hours=1), timedelta(hours=24), timedelta(hours=72), timedelta(days=7))
WINDOW = timedelta(days=35)
"""How long after it went out a post is still asked about, should we have been away."""
TIMEOUT = 60.0
RETRY = timedelta(minutes=15)
NEVER = 1000
"""The count of a post that is gone: nothing is left to be read."""
BEFORE_DIGEST = timedelta(minutes=15)
_DONE, _RETRY, _FRESH = "measured", "measure_again_at", "measured_for"


async def measure_all(services: Services) -> int:
    """Read every result that is due, each once; return how many were written down.

    After a pause one reading stands for all the moments that went by: counts of the past
    cannot be had any more, and are not made up.
    """
    now = services.now()
    candidates = await asyncio.to_thread(services.directory.measurable, now - WINDOW)
    fresh = await asyncio.to_thread(_for_digest, services, candidates, now)
    written = 0
    for restaurant_id, candidate, _ in candidates:
        if candidate.id is None or not (passed(candidate, now) or candidate.id in fresh):
            continue
        post = await asyncio.to_thread(
            _due, services, restaurant_id, candidate.id, fresh.get(candidate.id, "")
        )
        if post is not None:
            written += await _measure(services, restaurant_id, post, fresh.get(candidate.id, ""))
    return written


def moments(network: Network) -> tuple[timedelta, ...]:
    """Return how long after it went out a post is measured."""
    return PAID if network is Network.X else DAILY


def passed(post: Post, now: datetime) -> int:
    """Return how many of the moments have gone by."""
    if post.published_at is None:
        return 0
    return sum(post.published_at + moment <= now for moment in moments(post.network))


def _for_digest(
    services: Services, candidates: list[tuple[int, Post, int]], now: datetime
) -> dict[int, str]:
    """Return yesterday's posts of every house whose digest is about to be made, with the day."""
    soon = {}
    for house in services.directory.restaurants():
        day = due(house, now + BEFORE_DIGEST)
        if day and not due(house, now):
            soon[house.id] = (day, house.zone)
    found = {}
    for restaurant_id, post, _ in candidates:
        if post.id is None or restaurant_id not in soon or post.network is Network.X:
            continue
        day, zone = soon[restaurant_id]
        yesterday = (now + BEFORE_DIGEST).astimezone(zone).date() - timedelta(days=1)
        if post.published_at and post.published_at.astimezone(zone).date() == yesterday:
            found[post.id] = day
    return found


def _is_due(w: UnitOfWork, post: Post, now: datetime, day: str = "") -> bool:
    assert post.id is not None
    done = int(w.attempts.note(post.id, _DONE) or 0)
    retry = w.attempts.note(post.id, _RETRY)
    waits = bool(retry) and datetime.fromisoformat(retry or "") > now
    wanted = passed(post, now) > done
    # yesterday's posts are read anew for the digest, once; not what is gone
    wanted |= bool(day) and done <= len(DAILY) and w.attempts.note(post.id, _FRESH) != day
    return post.state is State.PUBLISHED and wanted and not waits


def _due(services: Services, restaurant_id: int, post_id: int, day: str) -> Post | None:
    with services.work(restaurant_id) as w:
        post = w.posts.get(post_id)
        return copied(post) if _is_due(w, post, services.now(), day) else None


async def _measure(services: Services, restaurant_id: int, post: Post, day: str) -> bool:
    publisher = services.publishers.get(post.network)
    if publisher is None or post.id is None or not post.external_id:
        return False
    asked_at = services.now()
    try:
        async with asyncio.timeout(TIMEOUT):
            metrics = await publisher.measure(post, asked_at)
    except Gone:
        await asyncio.to_thread(_gone, services, restaurant_id, post.id, day)
        return False
    except Exception as unknown:  # asked again later; the other posts are measured
        log.warning("post %s: no results (%s)", post.id, type(unknown).__name__)
        retry_at = unknown.retry_at if isinstance(unknown, Busy) else asked_at + RETRY
        await asyncio.to_thread(_put_off, services, restaurant_id, post.id, retry_at)
        return False
    return await asyncio.to_thread(_keep, services, restaurant_id, post.id, asked_at, metrics, day)


def _put_off(services: Services, restaurant_id: int, post_id: int, retry_at: datetime) -> None:
    with services.work(restaurant_id) as w:
        w.attempts.put_note(post_id, _RETRY, retry_at.isoformat())


def _gone(services: Services, restaurant_id: int, post_id: int, day: str) -> None:
    """Note once that the post was deleted on the network; what it earned until then stands."""
    with services.work(restaurant_id) as w:
        post, now = w.posts.get(post_id), services.now()
        if not _is_due(w, post, now, day):
            return
        w.attempts.put_note(post_id, _DONE, str(NEVER))
        w.audit.add(Entry(now, ENGINE, "post.gone", f"post:{post_id}", post.url))
        key = "publishing.gone"
        w.notices.add(key, told(post), f"post:{post_id}", to=audience(w, post, key))


def _keep(
    services: Services,
    restaurant_id: int,
    post_id: int,
    at: datetime,
    metrics: Metrics | None,
    day: str,
) -> bool:
    with services.work(restaurant_id) as w:
        post = w.posts.get(post_id)
        if not _is_due(w, post, at, day):  # another process was faster
            return False
        w.attempts.put_note(post_id, _DONE, str(passed(post, at)))
        if day:
            w.attempts.put_note(post_id, _FRESH, day)
        if metrics is not None:
            w.results.add(post_id, at, metrics)
        return metrics is not None
