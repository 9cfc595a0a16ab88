"""A period in numbers: against the one before, and each post against its account's usual."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import median
from zoneinfo import ZoneInfo

from peruopt.restaurant import Network
from peruopt.results import Metrics, PastPost

MATURE = timedelta(hours=24)
"""A younger post is still being reacted to; it is shown and not judged."""
USUAL_POSTS = 30
"""So many posts before a moment say what was usual then."""
LEAST = 3
"""Fewer posts than this have no usual."""
Account = tuple[Network, str]


@dataclass(frozen=True, slots=True)
class Period:
    """So many whole local days, up to today or to the day of the last posts there are."""

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
    """Return the last `days` local days, or those up to the newest post where they hold none."""
    # on the local clock: a day is a date, however long it lasts where clocks change
    start = _midnight(now.astimezone(zone).date() - timedelta(days=days - 1), zone)
    if newest is None or newest >= start:
        return Period(start, now, days)
    end = _midnight(newest.astimezone(zone).date() + timedelta(days=1), zone)
    return Period(end - timedelta(days=days), end, days, past=True)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)


def told(metrics: Metrics) -> bool:
    """Whether any reaction is known; a post without counts is not a post with zero."""
    return any(c is not None for c in (metrics.likes, metrics.comments, metrics.shares))


@dataclass(frozen=True, slots=True)
class Judged:
    """A post against its account's usual."""

    post: PastPost
    usual: float | None
    """What was usual when it went out."""
    mature: bool
    own: bool = False
    """No history before it says what is usual: the period's own middle does."""

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
    """Median interactions per post, of what was usual for the accounts when it began."""
    ratio: float | None
    """Median of the period's mature posts against that."""
    judged: list[Judged]
    best: Judged | None
    worst: Judged | None
    networks: dict[Network, tuple[Tally, Tally, float | None]]
    """Each network's period, the one before, and its median ratio to usual."""
    roots: list[PastPost]
    """The posts that said what was usual when it began."""

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


class Usual:
    """What was usual for each account at any moment.

    The median of its last thirty posts that were a day old by then; every card that speaks of the
    usual of a post asks here.
    """

    def __init__(self, posts: Iterable[PastPost]) -> None:
        self._posts = defaultdict[Account, list[PastPost]](list)
        for post in sorted(posts, key=lambda p: p.published_at):
            self._posts[post.network, post.account].append(post)

    def window(self, account: Account, at: datetime) -> list[PastPost]:
        """Return the posts that say what was usual at the moment, oldest first."""
        posts = self._posts.get(account, [])
        end = bisect_right(posts, at - MATURE, key=lambda p: p.published_at)
        return posts[max(end - USUAL_POSTS, 0) : end]

    def at(self, account: Account, at: datetime) -> float | None:
        """Return the median of the window; None where too few are told."""
        window = self.window(account, at)
        counts = [p.metrics.interactions for p in window if told(p.metrics)]
        return median(counts) if len(counts) >= LEAST else None

    def judge(self, post: PastPost, now: datetime) -> Judged:
        """Hold a post against the usual of its time."""
        usual = self.at((post.network, post.account), post.published_at)
        return Judged(post, usual, _ripe(post, now))

    def every(self, at: datetime) -> dict[Account, float]:
        """Return what is known to be usual at the moment, by account."""
        found = {account: self.at(account, at) for account in self._posts}
        return {account: usual for account, usual in found.items() if usual is not None}


def summarise(
    period: Period,
    posts: Sequence[PastPost],
    before: Sequence[PastPost],
    base: Sequence[PastPost],
    now: datetime,
) -> Summary:
    """Return the summary of `posts`; `base` are those before them that say what is usual."""
    known = Usual([*base, *posts])
    first = known.every(period.start)
    judged = _judged(known, posts, now)
    rooted = [
        Judged(p, first[p.network, p.account], _ripe(p, now))
        for p in posts
        if (p.network, p.account) in first
    ]
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
        roots=[post for account in first for post in known.window(account, period.start)],
    )


def _judged(known: Usual, posts: Sequence[PastPost], now: datetime) -> list[Judged]:
    """Hold each post against the usual of its time; new accounts against their own middle."""
    judged = [known.judge(post, now) for post in posts]
    rooted = {(j.post.network, j.post.account) for j in judged if j.usual is not None}
    new = Usual(p for p in posts if (p.network, p.account) not in rooted).every(now)
    return [
        Judged(j.post, new[account], j.mature, own=True)
        if (account := (j.post.network, j.post.account)) in new
        else j
        for j in judged
    ]


def _ratio(judged: Iterable[Judged]) -> float | None:
    ratios = [j.ratio for j in judged if j.ratio is not None]
    return median(ratios) if ratios else None


def _ripe(post: PastPost, now: datetime) -> bool:
    return now - post.published_at >= MATURE


def _sum(counts: Iterable[int | None]) -> int | None:
    known = [c for c in counts if c is not None]
    return sum(known) if known else None
