"""The daily digest: yesterday, today's plan, what needs an answer, one suggestion."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from peruopt.post import Post, State
from peruopt.recommending import Signal, Slot
from peruopt.results import PastPost
from peruopt.seen import seen
from peruopt.store import Directory, UnitOfWork, Work
from peruopt.summary import Judged, Usual
from peruopt.work.leading import leading
from peruopt.work.mornings import due, following

ASKING = (State.UNCERTAIN, State.FAILED, State.MISSED, State.PROPOSED)


@dataclass(frozen=True, slots=True)
class Digest:
    """What a morning should know."""

    now: datetime
    day: datetime
    """Local midnight of the day it is for, aware."""
    yesterday: tuple[Judged, ...]
    out: tuple[PastPost, ...]
    """What went out today, so far."""
    boxed: int
    """How many since yesterday lie in the trial outbox, where nobody sees them."""
    today: tuple[Post, ...]
    asking: dict[State, int]
    last_post: datetime | None


def gather(w: UnitOfWork, now: datetime) -> Digest:
    """Read what the digest of `now`'s local day says."""
    zone = w.restaurant.zone
    midnight = datetime.combine(now.astimezone(zone).date(), time(), zone)
    yesterday = datetime.combine(midnight.date() - timedelta(days=1), time(), zone)
    tomorrow = datetime.combine(midnight.date() + timedelta(days=1), time(), zone)
    newest = w.posts.history(until=now, newest=1)
    posts = w.posts.history(since=yesterday, until=midnight)
    every = w.posts.history(since=yesterday, until=now, unseen=True)
    usual = Usual([*(leading(w, yesterday) if posts else ()), *posts])
    waiting = w.posts.in_states(*ASKING)
    return Digest(
        now=now,
        day=midnight,
        yesterday=tuple(usual.judge(post, now) for post in posts),
        out=tuple(w.posts.history(since=midnight, until=now)),
        boxed=sum(not seen(post, w.restaurant) for post in every),
        today=tuple(w.posts.going_out(max(midnight, now), tomorrow)),
        asking={
            state: len({p.draft_id or -(p.id or 0) for p in waiting if p.state is state})
            for state in ASKING
        },
        last_post=newest[-1].published_at if newest else None,
    )


def tell_briefly(work: Work, directory: Directory, now: datetime, until: datetime) -> None:
    """Leave a line instead of each digest that is due and followed by another before `until`.

    Several days pass at once in a demonstration: the last morning is told in full.
    """
    for house in directory.restaurants():
        day, other = due(house, now), following(house, now)
        if not day or not other or other > until or house.id is None:
            continue
        with work(house.id) as w:
            if w.digests.claim(day, now):
                key, values = _brief(gather(w, now))
                w.notices.add(key, values)


def _brief(digest: Digest) -> tuple[str, dict[str, str]]:
    """Return a digest in one line."""
    got = sum(judged.post.metrics.interactions for judged in digest.yesterday)
    values = {
        "morning_at": digest.now.isoformat(),
        "n": str(len(digest.yesterday)),
        "got": f"{got:,}",
        "asking": str(sum(digest.asking.values())),
    }
    return "digest.brief" if digest.yesterday else "digest.brief_none", values


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The one thing worth doing today."""

    slot: Slot | None
    key: str


def _worth(slot: Slot) -> float:
    return slot.expected if slot.signal is not Signal.NONE else -math.inf


def suggested(digest: Digest, slots: list[Slot], now: datetime) -> Suggestion:
    """Choose: answer what went wrong, else fill a good hour, else keep the habit alive."""
    wrong = sum(digest.asking[s] for s in (State.UNCERTAIN, State.FAILED, State.MISSED))
    if wrong:
        return Suggestion(None, "digest.mend")
    soon = [s for s in slots if s.starts_at < now + timedelta(hours=36)]
    # where none stands out, the first is as good as any, and the one that is named elsewhere
    best = max(soon or slots, key=_worth, default=None)
    if digest.asking[State.PROPOSED]:
        return Suggestion(best, "digest.approve")
    if digest.last_post and now - digest.last_post > timedelta(days=4):
        return Suggestion(best, "digest.quiet")
    if best and best.signal is not Signal.NONE:
        return Suggestion(best, "digest.good_hour")
    return Suggestion(best, "digest.write")
