"""Posts that should be out by now and are not: said once, before the first minute is over."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta

from peruopt.fullness import disk_is_full
from peruopt.ports import Services
from peruopt.post import Post, State
from peruopt.work.recording import LOOKING, say_late

log = logging.getLogger(__name__)
SILENCE = timedelta(seconds=45)
"""What nobody needs to hear of."""


async def say_all_late(services: Services) -> int:
    """Tell of every post that somebody is at and that is late; return of how many."""
    due = services.now() - SILENCE
    overdue = await asyncio.to_thread(services.directory.overdue, due)
    said = 0
    for restaurant_id, post_id in overdue:
        try:
            said += await asyncio.to_thread(_say, services, restaurant_id, post_id)
        except Exception as error:  # the other late posts are told of
            if disk_is_full(error):  # everybody's trouble: the caller tells of it, once
                raise
            log.exception("post %s could not be spoken of", post_id)
    return said


def _say(services: Services, restaurant_id: int, post_id: int) -> bool:
    with services.work(restaurant_id) as w:
        post = w.posts.get(post_id)
        if post.due_at is None or post.due_at > services.now() - SILENCE:
            return False
        return _at_it(services, post) and say_late(w, post, "publishing.slow")


def _at_it(services: Services, post: Post) -> bool:
    """Whether it was tried; what was not is about to be, and then has its own words."""
    if post.state is State.UNCERTAIN:
        return post.reason == LOOKING
    if post.state is State.PUBLISHING:
        return post.lease_until is not None and post.lease_until > services.now()
    return post.state is State.SCHEDULED and post.retry_at is not None
