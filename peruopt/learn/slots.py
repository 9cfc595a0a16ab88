"""What each hour of the week is worth: a hierarchical Gaussian posterior.

Pooled prior → the account's hour → its hour × weekday, on results with the content taken out.
Neighbouring hours share strength through a smooth kernel; a rough one beside it lets a single
odd hour stand out.  How large the pooled part is follows from the accounts themselves; the
deviations below come from half a million posts, because a single house cannot tell them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from peruopt.learn.arrays import Floats, Ints

WEEK = 168
_HOUR = np.arange(WEEK) % 24
_DAY = np.arange(WEEK) // 24


@dataclass(frozen=True, slots=True)
class Evidence:
    """An account's adjusted results, by hour of the week."""

    posts: Floats
    """(168,)"""
    sums: Floats
    noise: float
    """Variance of one post."""

    @classmethod
    def of(cls, slot: Ints, left: Floats, noise: float | None = None) -> Evidence:
        """Gather residuals; far-off ones are drawn in, so that no single post makes an hour."""
        if not len(left):
            return cls(np.zeros(WEEK), np.zeros(WEEK), noise or 0.8)
        middle = float(np.median(left))
        wide = 1.4826 * float(np.median(np.abs(left - middle)))
        wide = float(np.sqrt((len(left) * wide**2 + 10 * 0.6) / (len(left) + 10)))
        tame = np.clip(left - middle, -2.5 * wide, 2.5 * wide)
        spread = (float((tame**2).sum()) + 10 * 0.6) / (len(left) + 10)
        return cls(
            np.bincount(slot, minlength=WEEK).astype(np.float64),
            np.bincount(slot, tame, minlength=WEEK).astype(np.float64),
            noise or spread,
        )


@dataclass(frozen=True, slots=True)
class Parts:
    """Standard deviations of each part of the effect."""

    pool: float = 0.10
    hour: float = 0.10
    rough: float = 0.04
    day: float = 0.04
    weekend: float = 0.04
    cell: float = 0.05


def _ring(gap: Floats, turn: float, reach: float) -> Floats:
    """Return a smooth periodic kernel of circular distance."""
    close: Floats = np.exp(-2 * np.sin(np.pi * gap / turn) ** 2 / reach**2)
    return close


def _kernels() -> tuple[Floats, Floats, Floats, Floats, Floats]:
    hours = np.abs(_HOUR[:, None] - _HOUR[None, :]).astype(np.float64)
    days = np.abs(_DAY[:, None] - _DAY[None, :]).astype(np.float64)
    smooth = _ring(hours, 24, 0.7)
    same_hour = (hours == 0).astype(np.float64)
    day = _ring(days, 7, 0.9)
    weekend = smooth * ((_DAY[:, None] >= 5) == (_DAY[None, :] >= 5))
    return smooth, same_hour, day, weekend, _ring(hours, 24, 0.5) * _ring(days, 7, 0.9)


SMOOTH, SAME_HOUR, SAME_DAY, WEEKEND, CELL = _kernels()


def pool_prior(parts: Parts) -> Floats:
    """Return the covariance of what accounts have in common."""
    common: Floats = parts.pool**2 * (0.7 * SMOOTH + 0.15 * SAME_DAY + 0.15 * CELL)
    return common


def own_prior(parts: Parts) -> Floats:
    """Return the covariance of what is an account's own."""
    own: Floats = (
        parts.hour**2 * SMOOTH + parts.rough**2 * SAME_HOUR
        + parts.day**2 * SAME_DAY + parts.weekend**2 * WEEKEND + parts.cell**2 * CELL
    )  # fmt: skip
    return own


@dataclass(frozen=True, slots=True)
class Belief:
    """A Gaussian over the 168 hours."""

    mean: Floats
    cover: Floats

    def given(self, evidence: Evidence, level: float = 1.0) -> Belief:
        """Update on an account's evidence; its own overall level is unknown (sd `level`)."""
        seen = np.flatnonzero(evidence.posts)
        if not len(seen):
            return self
        told = evidence.sums[seen] / evidence.posts[seen] - self.mean[seen]
        around = self.cover[np.ix_(seen, seen)] + level**2
        around = around + np.diag(evidence.noise / evidence.posts[seen])
        gain = np.linalg.solve(around, self.cover[seen]).T
        mean = self.mean + gain @ told
        cover = self.cover - gain @ self.cover[seen]
        return Belief(mean, (cover + cover.T) / 2)

    def against(self, habit: Floats) -> tuple[Floats, Floats]:
        """Return each hour's mean and deviation, less what the account's habit is worth."""
        share = habit / habit.sum()
        mean = self.mean - share @ self.mean
        middle = self.cover @ share
        spread = np.diag(self.cover) - 2 * middle + share @ middle
        return mean, np.sqrt(np.maximum(spread, 1e-10))


@dataclass(frozen=True, slots=True)
class Pool:
    """What is known of hours in common, as information: prior and accounts add up."""

    precision: Floats
    shift: Floats

    @classmethod
    def of(cls, everybody: Iterable[Evidence], start: Floats, parts: Parts) -> Pool:
        """Gather what every account says around the prior mean `start`."""
        precision: Floats = np.asarray(
            np.linalg.inv(pool_prior(parts) + 1e-6 * np.eye(WEEK)), dtype=np.float64
        )
        shift: Floats = precision @ start
        own = own_prior(parts)
        for evidence in everybody:
            seen, weight, pull = _says(evidence, own)
            precision[np.ix_(seen, seen)] += weight
            shift[seen] += pull
        return cls(precision, shift)

    def belief(self, parts: Parts, without: Evidence | None = None) -> Belief:
        """Return what it makes one expect of an account, its own evidence left out."""
        own = own_prior(parts)
        precision, shift = self.precision, self.shift
        if without is not None:
            seen, weight, pull = _says(without, own)
            precision, shift = precision.copy(), shift.copy()
            precision[np.ix_(seen, seen)] -= weight
            shift[seen] -= pull
        cover = np.linalg.inv(precision)
        return Belief(cover @ shift, (cover + cover.T) / 2 + own)


def _says(evidence: Evidence, own: Floats) -> tuple[Ints, Floats, Floats]:
    """Return which hours an account tells of, and the information it adds to the pool."""
    seen = np.flatnonzero(evidence.posts)
    around = own[np.ix_(seen, seen)] + 1.0 + np.diag(evidence.noise / evidence.posts[seen])
    weight: Floats = np.asarray(np.linalg.inv(around), dtype=np.float64)
    return seen, weight, weight @ (evidence.sums[seen] / evidence.posts[seen])


def habit(posts: Floats, usual: Floats) -> Floats:
    """Return when the account posts; where it has hardly posted, when others do."""
    mixed: Floats = posts + 5.0 * usual / usual.sum()
    return mixed
