"""Finding out what became of posts that may or may not be out; asking a person when it fails."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime, timedelta

from peruopt.errors import AlreadyDecided
from peruopt.fullness import disk_is_full
from peruopt.ports import Receipt, Services
from peruopt.post import Post, State
from peruopt.progress import SEEN
from peruopt.store import UnitOfWork
from peruopt.work.deciding import decided
from peruopt.work.missing import LEFT_BEHIND, late, miss
from peruopt.work.notes import Notes
from peruopt.work.recording import (
    ASK_FROM,
    ASKED,
    BY_HAND,
    LEAST_WAIT,
    LOOK_EVERY,
    LOOKING,
    advance,
    receive,
    say_waiting,
)
from peruopt.work.telling import audience
from peruopt.work.turning import ENGINE, copied, telling, told, turn

log = logging.getLogger(__name__)
FIND_TIMEOUT = 60.0
AGAIN = timedelta(seconds=10)
"""The least between the first look and the second, after which a person is asked."""
AT_ONCE = 4


async def resolve(services: Services, restaurant_id: int, post_id: int) -> None:
    """Look for an UNCERTAIN post if it is time to; settle it, or ask a person once."""
    post = await asyncio.to_thread(_to_look_for, services, restaurant_id, post_id)
    if post is None:
        return
    receipt = await look(services, restaurant_id, post)
    if receipt is None and await _unsent(services, restaurant_id, post):
        await asyncio.to_thread(_back, services, restaurant_id, post_id)
    else:
        await asyncio.to_thread(_looked, services, restaurant_id, post_id, receipt)


async def resolve_all(services: Services) -> None:
    """Look after every UNCERTAIN post of every restaurant; one that fails stops no other."""
    open_posts = await asyncio.to_thread(lambda: list(services.directory.uncertain()))
    room, full = asyncio.Semaphore(AT_ONCE), list[Exception]()

    async def one(restaurant_id: int, post_id: int) -> None:
        async with room:
            try:
                await resolve(services, restaurant_id, post_id)
            except Exception as error:  # one that fails stops no other
                if disk_is_full(error):  # everybody's trouble: the caller tells of it, once
                    full.append(error)
                    return
                log.exception("post %s could not be looked after", post_id)

    await asyncio.gather(*(one(*key) for key in open_posts))
    if full:
        raise full[0]


async def look(services: Services, restaurant_id: int, post: Post) -> Receipt | None:
    """Ask the network whether it has the post; None also when it cannot tell."""
    publisher = services.publishers.get(post.network)
    if publisher is None or post.id is None:
        return None
    try:
        async with asyncio.timeout(FIND_TIMEOUT):
            return await publisher.find(post, _notes(services, restaurant_id, post))
    except Exception as unknown:  # no answer proves nothing
        log.warning("post %s: cannot be looked for (%s)", post.id, type(unknown).__name__)
        return None


async def _unsent(services: Services, restaurant_id: int, post: Post) -> bool:
    """Whether it is proven that nothing was sent; its attempt has ended and writes no more."""
    publisher = services.publishers.get(post.network)
    if publisher is None:
        return False
    try:
        async with asyncio.timeout(FIND_TIMEOUT):
            return await publisher.unsent(post, _notes(services, restaurant_id, post))
    except Exception as unknown:  # no answer proves nothing
        log.warning("post %s: cannot be asked about (%s)", post.id, type(unknown).__name__)
        return False


def _notes(services: Services, restaurant_id: int, post: Post) -> Notes:
    assert post.id is not None
    return Notes(services.work, restaurant_id, post.id, services.now)


def _back(services: Services, restaurant_id: int, post_id: int) -> None:
    """Give the post back to its hour: nothing was sent, so it may go out without asking."""
    with services.work(restaurant_id) as w:
        post, now = w.posts.get(post_id), services.now()
        if post.state is not State.UNCERTAIN or w.attempts.live(post_id) is not None:
            return
        advance(w, post)
        _resume(services, w, post, now)


def _resume(
    services: Services, w: UnitOfWork, post: Post, now: datetime, who: str = ENGINE
) -> None:
    turn(w, post, State.SCHEDULED, now, who=who)
    post.retry_at = now + LEAST_WAIT
    if late(post, w.restaurant.grace, post.retry_at):
        miss(w, [post], now)
    else:
        say_waiting(w, post)
        services.engine.schedule(w, post)


def _to_look_for(services: Services, restaurant_id: int, post_id: int) -> Post | None:
    with services.work(restaurant_id) as w:
        post = w.posts.get(post_id)
        if post.state is not State.UNCERTAIN:
            return None
        # While UNCERTAIN, the lease says when to look next.
        waits = post.lease_until is not None and post.lease_until > services.now()
        return None if waits else copied(post)


def _looked(services: Services, restaurant_id: int, post_id: int, receipt: Receipt | None) -> None:
    with services.work(restaurant_id) as w:
        post, now = w.posts.get(post_id), services.now()
        if post.state is not State.UNCERTAIN:
            return
        advance(w, post)
        if receipt:
            receive(w, post, receipt, now)
        elif post.reason == LOOKING and post.lease_until is None:
            ask_from = w.attempts.note(post_id, ASK_FROM)
            at = datetime.fromisoformat(ask_from) if ask_from else now
            post.lease_until = max(at, now + AGAIN)
        else:
            _ask(w, post, now)


def _ask(w: UnitOfWork, post: Post, now: datetime) -> None:
    if post.reason not in (ASKED, BY_HAND):
        post.reason = ASKED
        key = telling("publishing.uncertain", post)
        w.notices.add(key, told(post), f"post:{post.id}", to=audience(w, post, key))
    post.lease_until = now + LOOK_EVERY


def said_out(w: UnitOfWork, post: Post, now: datetime, who: str, receipt: Receipt | None) -> None:
    """A person has seen it: the post is out."""
    still_open(w, post)
    receive(w, post, receipt or Receipt(""), now, who=who)


def said_more_out(services: Services, w: UnitOfWork, post: Post, now: datetime, who: str) -> None:
    """A person has seen the message in doubt of a thread: it goes on with the one after it."""
    still_open(w, post)
    assert post.id is not None
    w.attempts.put_note(post.id, SEEN, str(post.out + 1))
    advance(w, post)
    _resume(services, w, post, now, who)


def goes_on(post: Post) -> bool:
    """Whether a thread in doubt has more to send once the message in doubt is out."""
    return post.reason != BY_HAND and post.out + 1 < post.thread


def said_not_out(w: UnitOfWork, post: Post, now: datetime, who: str) -> None:
    """A person has looked: it is not out; what to do with it is theirs to say."""
    still_open(w, post)
    reason = "publishing.rest_not_out" if post.begun else "publishing.not_out"
    turn(w, post, State.FAILED, now, who=who, reason=reason)


def still_open(w: UnitOfWork, post: Post) -> None:
    """Raise AlreadyDecided, with who and when, unless the post still is to be confirmed."""
    if post.state in LEFT_BEHIND:
        state = f"state.{post.state}"
        number = str(post.draft_id or post.id)
        raise AlreadyDecided("publishing.settled", id=number, state=state)
    if post.state is not State.UNCERTAIN:
        raise decided(w, [post])
