"""A period in numbers: against the one before, and each post against its account's usual."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from zoneinfo import ZoneInfo

from peruopt.restaurant import Network
from peruopt.results import Metrics, PastPost

MATURE = timedelta(hours=24)
"""A younger post is still being reacted to; it is shown and not judged."""
USUAL_DAYS, USUAL_POSTS = 90, 30
LEAST = 3
"""Fewer posts than this have no usual."""
Account = tuple[Network, str]


@dataclass(frozen=True, slots=True)
class Period:
    """So many days, up to now or to the last posts there are."""

    start: datetime
    end: datetime
    days: int
    past: bool = False
    """It ended before today, because nothing has been posted since."""

    @property
    def before(self) -> Period:
        """The one before, as long."""
        start = self.start - timedelta(days=self.days)
        return Period(start, self.start, self.days, self.past)


def latest(newest: datetime | None, days: int, now: datetime, zone: ZoneInfo) -> Period:
    """Return the last `days` days, or those up to the newest post where they hold none."""
    span = timedelta(days=days)
    if newest is None or newest > now - span:
        return Period(now - span, now, days)
    midnight = newest.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    end = (midnight + timedelta(days=1)).astimezone(now.tzinfo)
    return Period(end - span, end, days, past=True)


def told(metrics: Metrics) -> bool:
    """Whether any reaction is known; a post without counts is not a post with zero."""
    return any(c is not None for c in (metrics.likes, metrics.comments, metrics.shares))


@dataclass(frozen=True, slots=True)
class Judged:
    """A post against its account's usual."""

    post: PastPost
    usual: float | None
    mature: bool

    @property
    def ratio(self) -> float | None:
        """1.5 is half as much again as usual; None where that cannot be said."""
        if self.usual is None or not self.mature or not told(self.post.metrics):
            return None
        # + 1: quiet accounts have a usual of 0
        return (self.post.metrics.interactions + 1) / (self.usual + 1)


@dataclass(frozen=True, slots=True)
class Tally:
    """Posts added up; None is what the networks do not tell."""

    posts: int = 0
    interactions: int | None = None
    each: float | None = None
    """Median interactions of the mature posts."""
    reach: int | None = None
    views: int | None = None
    rate: float | None = None
    rated: int = 0
    """How many posts the rate rests on."""


@dataclass(frozen=True, slots=True)
class Summary:
    """All that a summary says."""

    period: Period
    now: Tally
    before: Tally
    usual: float | None
    """Median interactions per post, of the accounts' usual."""
    ratio: float | None
    """Median of the period's mature posts against their account's usual."""
    judged: list[Judged]
    best: Judged | None
    worst: Judged | None
    networks: dict[Network, tuple[Tally, Tally, float | None]]
    """Each network's period, the one before, and its median ratio to usual."""

    @property
    def young(self) -> int:
        """How many posts are still being reacted to."""
        return sum(not j.mature for j in self.judged)


def tally(posts: Sequence[PastPost], now: datetime) -> Tally:
    """Add posts up."""
    counts = [p.metrics for p in posts if told(p.metrics)]
    ripe = [p.metrics.interactions for p in posts if _ripe(p, now) and told(p.metrics)]
    rated = [m for m in counts if m.engagement_rate is not None]
    seen = sum(m.views or m.reach or 0 for m in rated)
    return Tally(
        posts=len(posts),
        interactions=sum(m.interactions for m in counts) if counts else None,
        each=median(ripe) if ripe else None,
        reach=_sum(p.metrics.reach for p in posts),
        views=_sum(p.metrics.views for p in posts),
        rate=sum(m.interactions for m in rated) / seen if seen else None,
        rated=len(rated),
    )


def usuals(base: Sequence[PastPost], now: datetime) -> dict[Account, float]:
    """Return each account's usual: the median of its mature posts in `base`."""
    counts = defaultdict[Account, list[int]](list)
    for post in base:
        if told(post.metrics) and _ripe(post, now):
            counts[post.network, post.account].append(post.metrics.interactions)
    return {key: median(found) for key, found in counts.items() if len(found) >= LEAST}


def summarise(
    period: Period,
    posts: Sequence[PastPost],
    before: Sequence[PastPost],
    base: Sequence[PastPost],
    now: datetime,
) -> Summary:
    """Return the summary of `posts`; `base` are the posts that say what is usual."""
    usual = usuals(base, now)
    # an account with no history before the period is measured against its own middle
    known = usuals(posts, now) | usual
    judged = [Judged(p, known.get((p.network, p.account)), _ripe(p, now)) for p in posts]
    rooted = [j for j in judged if (j.post.network, j.post.account) in usual]
    ranked = sorted((j for j in judged if j.ratio is not None), key=lambda j: j.ratio or 0.0)
    networks = {
        network: (
            tally([p for p in posts if p.network is network], now),
            tally([p for p in before if p.network is network], now),
            _ratio(j for j in rooted if j.post.network is network),
        )
        for network in sorted({p.network for p in (*posts, *before)})
    }
    return Summary(
        period=period,
        now=tally(posts, now),
        before=tally(before, now),
        usual=median(j.usual or 0.0 for j in rooted) if rooted else None,
        ratio=_ratio(rooted),
        judged=judged,
        best=ranked[-1] if ranked else None,
        worst=ranked[0] if len(ranked) > 1 else None,
        networks=networks,
    )


def _ratio(judged: Iterable[Judged]) -> float | None:
    ratios = [j.ratio for j in judged if j.ratio is not None]
    return median(ratios) if ratios else None


def _ripe(post: PastPost, now: datetime) -> bool:
    return now - post.published_at >= MATURE


def _sum(counts: Iterable[int | None]) -> int | None:
    known = [c for c in counts if c is not None]
    return sum(known) if known else None
