"""Publishing a post once: claim it, send it, record what came of it.

Each step is a transaction of its own, and whatever dies between two of them leaves a post
that `recovering` understands: nothing is sent before the attempt is on disk.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import ParamSpec, TypeVar

from peruopt.errors import Busy, ByHand, PublishError, Rejected, Unauthorized, Uncertain
from peruopt.ports import Publisher, Receipt, Services
from peruopt.post import Post, State
from peruopt.store import UnitOfWork
from peruopt.work.leasing import held
from peruopt.work.missing import late, miss_overdue
from peruopt.work.notes import Notes
from peruopt.work.recording import LEASE, SENT_AT, doubt, record
from peruopt.work.recovering import resolve
from peruopt.work.turning import copied, turn

log = logging.getLogger(__name__)
TIMEOUT = timedelta(minutes=3)
"""For so long one attempt may go on."""
Outcome = Receipt | PublishError
P = ParamSpec("P")
T = TypeVar("T")


class Verdict(Enum):
    """Why a post that was looked at is not to be sent now."""

    NOTHING = auto()
    LATE = auto()
    DOUBT = auto()


@dataclass(frozen=True, slots=True)
class Claim:
    """A post that is ours to send, until `until` and for as long as we say so."""

    restaurant_id: int
    post: Post
    attempt: int
    until: datetime


async def publish(services: Services, restaurant_id: int, post_id: int) -> None:
    """Do whatever the post's hour asks for; harmless at any time and in any number."""
    found, stopping = await _kept(_claim, services, restaurant_id, post_id)
    if isinstance(found, Claim):
        found = await _carry_out(services, found, stopping=stopping)
    elif stopping:
        raise asyncio.CancelledError
    if found is Verdict.LATE:
        await asyncio.to_thread(miss_overdue, services, restaurant_id)
    elif found is Verdict.DOUBT:
        await resolve(services, restaurant_id, post_id)


async def _carry_out(services: Services, claim: Claim, *, stopping: bool) -> Verdict:
    outcome: Outcome = Busy(services.now())  # true as long as nothing has been sent
    try:
        if not stopping:
            outcome = await _send(services, claim)
    except asyncio.CancelledError:
        outcome, stopping = Uncertain(), True
    _, stopped = await _kept(
        record, services, claim.restaurant_id, claim.post, claim.attempt, outcome
    )
    if stopping or stopped:
        raise asyncio.CancelledError
    return Verdict.DOUBT if isinstance(outcome, Uncertain) else Verdict.NOTHING


def _claim(services: Services, restaurant_id: int, post_id: int) -> Claim | Verdict:
    with services.work(restaurant_id) as w:
        post, now = w.posts.get(post_id), services.now()
        if post.runs_at is None or post.runs_at > now:
            return Verdict.NOTHING
        if post.state is State.PUBLISHING:
            doubt(w, post, now, died=True)
            return Verdict.DOUBT
        if late(post, w.restaurant.grace, now):
            return Verdict.LATE
        if post.approved_fingerprint != post.fingerprint:
            _ask_again(w, post, now)
            return Verdict.NOTHING
        attempt = w.attempts.begin(post_id, now)
        w.attempts.put_note(post_id, SENT_AT, now.isoformat())
        turn(w, post, State.PUBLISHING, now)
        post.lease_until = until = now + LEASE
        return Claim(restaurant_id, copied(post), attempt, until)


def _ask_again(w: UnitOfWork, post: Post, now: datetime) -> None:
    """What was approved has changed since: it needs a new approval."""
    turn(w, post, State.PROPOSED, now, tell="publishing.changed", reason="publishing.changed_why")
    post.approved_by = post.approved_at = post.approved_fingerprint = None


async def _send(services: Services, claim: Claim) -> Outcome:
    """Send, and return what is known of it: a receipt, or the error that tells most."""
    post = claim.post
    assert post.id is not None
    publisher = services.publishers.get(post.network)
    if publisher is None:
        return Rejected("publishing.no_publisher")
    try:
        pictures = await _pictures(services, post)
    except Exception:  # nothing is sent without the picture it was approved with
        log.exception("post %s: its picture cannot be read", post.id)
        return Rejected("publishing.no_picture")
    notes = Notes(services.work, claim.restaurant_id, post.id, services.now, claim.attempt)
    async with held(services, claim.restaurant_id, post.id, claim.attempt, claim.until) as ours:
        if not ours:  # this machine slept, and another may think us dead
            return Busy(services.now())
        return await _answer(publisher, post, pictures, notes)


async def _pictures(services: Services, post: Post) -> list[bytes]:
    return await asyncio.to_thread(lambda: [services.pictures.get(key) for key in post.album])


async def _answer(
    publisher: Publisher, post: Post, pictures: Sequence[bytes], notes: Notes
) -> Outcome:
    first, more = next(iter(pictures), None), pictures[1:]
    album = {"more": more} if more else {}
    sending = asyncio.ensure_future(publisher.publish(post, first, notes, **album))
    try:
        await asyncio.wait({sending}, timeout=TIMEOUT.total_seconds())
        if sending.done():
            return sending.result()
    except (Busy, Rejected, Unauthorized, ByHand) as known:
        return known
    except asyncio.CancelledError:
        if not sending.cancelled():  # it is us who are stopped, not the publisher that gave up
            raise
        return Uncertain()
    except Exception as unknown:  # it may be out; taking it for failed would send it twice
        log.warning("post %s: no clear answer (%s)", post.id, type(unknown).__name__)
        return Uncertain()
    finally:
        sending.cancel()
    log.warning("post %s: no answer in time", post.id)
    return Uncertain()


async def _kept(call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> tuple[T, bool]:
    """Run `call` in a thread to its end; return its result, and whether we were cancelled."""
    running = asyncio.ensure_future(asyncio.to_thread(call, *args, **kwargs))
    cancelled = False
    while not running.done():
        try:
            await asyncio.shield(running)
        except asyncio.CancelledError:
            cancelled = True
        except Exception:  # raised again by `result` below
            break
    return running.result(), cancelled
