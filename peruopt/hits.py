"""Forecasts held against results, and recommended hours against others: what chance can prove."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from math import comb, exp, log1p

from peruopt.post import Post
from peruopt.results import PastPost
from peruopt.summary import MATURE, told

NOMINAL = 0.9
FEWEST = 5
"""Posts on either side of a comparison below which nothing is said."""
DRAWN = 8
"""Posts at hours drawn by lot from which on a proof can be looked for."""
LIKELY = 0.5
"""With a greater chance than this, an hour was the recommended one; a drawn one has far less."""
UNLIKELY = 0.05
DRAWS = 2000


class Side(StrEnum):
    """How a post came by its hour."""

    RECOMMENDED = "recommended"
    DRAWN = "drawn"
    CHOSEN = "chosen"


@dataclass(frozen=True, slots=True)
class Result:
    """A post of ours that has its result."""

    post: PastPost
    usual: float | None
    expected: float | None
    low: float | None
    high: float | None
    propensity: float | None

    @property
    def count(self) -> int:
        """What it earned."""
        return self.post.metrics.interactions

    @property
    def verdict(self) -> str:
        """Where it fell: hit, above or below what was forecast; empty without a forecast."""
        if self.low is None or self.high is None:
            return ""
        # counts are whole: an interval that ends at 80.4 holds 80
        if round(self.low) <= self.count <= round(self.high):
            return "hit"
        return "above" if self.count > self.high else "below"

    @property
    def lift(self) -> float | None:
        """Log units over what was usual."""
        return None if self.usual is None else log1p(self.count) - log1p(self.usual)

    @property
    def side(self) -> Side:
        """How it came by its hour."""
        if self.propensity is None:
            return Side.CHOSEN
        return Side.RECOMMENDED if self.propensity >= LIKELY else Side.DRAWN

    @property
    def by_lot(self) -> bool:
        """Whether chance took part in choosing its hour."""
        return self.propensity is not None and 0.0 < self.propensity < 1.0


@dataclass(frozen=True, slots=True)
class Gap:
    """How much more one group of posts earned than another, in log units, with 90 % interval."""

    value: float
    low: float
    high: float
    ours: int
    theirs: int

    @property
    def sure(self) -> bool:
        """Whether the interval leaves zero out."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True, slots=True)
class Hits:
    """All that is said of how good forecasts and hours were."""

    judged: list[Result]
    """With a forecast and a result, oldest first."""
    inside: int
    off: float | None
    """Mean distance of results from forecasts, as a factor: 1.4 is 40 % more or less."""
    off_usual: float | None
    """The same for always saying the usual."""
    confounded: Gap | None
    """Recommended hours against those that a person chose: it proves nothing."""
    proven: Gap | None
    """Recommended hours against those drawn by lot, each weighed by its chance."""
    drawn: tuple[int, int]
    """Posts by lot so far: at the recommended hour, and at another."""

    @property
    def too_few(self) -> bool:
        """Whether fewer fell inside than chance explains."""
        return chance_of_so_few(self.inside, len(self.judged)) < UNLIKELY


def outcomes(
    past: Iterable[PastPost], ours: dict[int | None, Post], now: datetime
) -> list[Result]:
    """Return our own posts with results that are not young any more, oldest first."""
    found = [
        Result(post, mine.usual, mine.expected, mine.low, mine.high, mine.propensity)
        for post in past
        if (mine := ours.get(post.id)) and told(post.metrics) and now - post.published_at >= MATURE
    ]
    return sorted(found, key=lambda o: o.post.published_at)


def measure(found: Sequence[Result]) -> Hits:
    """Return what the outcomes say."""
    judged = [o for o in found if o.expected is not None and o.verdict]
    lot = [o for o in found if o.by_lot and o.lift is not None]
    drawn = [o for o in lot if o.side is Side.DRAWN]
    lucky = [o for o in lot if o.side is Side.RECOMMENDED]
    advised = [o for o in found if o.side is Side.RECOMMENDED and o.lift is not None]
    chosen = [o for o in found if o.side is Side.CHOSEN and o.lift is not None]
    return Hits(
        judged=judged,
        inside=sum(o.verdict == "hit" for o in judged),
        off=_off([(o.count, o.expected) for o in judged]),
        off_usual=_off([(o.count, o.usual) for o in judged]),
        confounded=_gap(advised, chosen, FEWEST),
        proven=_gap(lucky, drawn, DRAWN, weighed=True),
        drawn=(len(lucky), len(drawn)),
    )


def _off(pairs: Sequence[tuple[int, float | None]]) -> float | None:
    known = [abs(log1p(count) - log1p(said)) for count, said in pairs if said is not None]
    return exp(sum(known) / len(known)) if known else None


def _gap(
    ours: Sequence[Result], theirs: Sequence[Result], least: int, *, weighed: bool = False
) -> Gap | None:
    """Compare two groups; `weighed` gives each post the inverse of its chance."""
    if min(len(ours), len(theirs)) < least:
        return None
    import numpy as np

    draw = np.random.default_rng(0)
    means, values = [], []
    for group in (ours, theirs):
        lifts = np.array([o.lift or 0.0 for o in group])
        chances = [o.propensity or 1.0 for o in group]
        weights = 1 / np.array(chances) if weighed else np.ones(len(group))
        values.append(float((lifts * weights).sum() / weights.sum()))
        picked = draw.integers(0, len(group), (DRAWS, len(group)))
        means.append((lifts * weights)[picked].sum(1) / weights[picked].sum(1))
    low, high = np.quantile(means[0] - means[1], ((1 - NOMINAL) / 2, (1 + NOMINAL) / 2))
    return Gap(values[0] - values[1], float(low), float(high), len(ours), len(theirs))


def chance_of_so_few(inside: int, many: int) -> float:
    """Return how likely so few are, or fewer, where nine in ten are the rule."""
    return sum(comb(many, k) * NOMINAL**k * (1 - NOMINAL) ** (many - k) for k in range(inside + 1))


def next_result(posts: Iterable[Post], now: datetime) -> datetime | None:
    """Return when the next forecast can be held against its result."""
    due = [
        at + MATURE
        for p in posts
        if p.expected is not None and (at := p.published_at or p.due_at) and at + MATURE > now
    ]
    return min(due, default=None)


def proof_by(drawn: int, pace: float, share: float, now: datetime) -> datetime | None:
    """Return by when enough posts will have been drawn, at so many posts a day."""
    a_day = pace * share
    days = (DRAWN - drawn) / a_day if a_day > 0 else float("inf")
    return now + timedelta(days=days) if days < 730 else None
