"""What each hour of the week is worth: a hierarchical Gaussian posterior.

Pooled prior → the account's hour → its hour × weekday, on results with the content taken out.
Neighbouring hours share strength through a smooth kernel; a rough one beside it lets a single
odd hour stand out.  How large each part is comes from the evidence (empirical Bayes).
"""

from __future__ import annotations

from collections.abc import Sequence
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
            np.bincount(slot, tame, minlength=WEEK),
            noise or spread,
        )


@dataclass(frozen=True, slots=True)
class Parts:
    """Standard deviations of each part of the effect."""

    pool: float = 0.10
    hour: float = 0.09
    rough: float = 0.04
    day: float = 0.04
    cell: float = 0.05


def _ring(gap: Floats, turn: float, reach: float) -> Floats:
    """Return a smooth periodic kernel of circular distance."""
    return np.exp(-2 * np.sin(np.pi * gap / turn) ** 2 / reach**2)


def _kernels() -> tuple[Floats, Floats, Floats, Floats]:
    hours = np.abs(_HOUR[:, None] - _HOUR[None, :]).astype(np.float64)
    days = np.abs(_DAY[:, None] - _DAY[None, :]).astype(np.float64)
    smooth = _ring(hours, 24, 0.7)
    same_hour = (hours == 0).astype(np.float64)
    day = _ring(days, 7, 0.9)
    return smooth, same_hour, day, _ring(hours, 24, 0.5) * _ring(days, 7, 0.9)


SMOOTH, SAME_HOUR, SAME_DAY, CELL = _kernels()


def pool_prior(parts: Parts) -> Floats:
    """Return the covariance of what accounts have in common."""
    return parts.pool**2 * (0.7 * SMOOTH + 0.15 * SAME_DAY + 0.15 * CELL)


def own_prior(parts: Parts) -> Floats:
    """Return the covariance of what is an account's own."""
    return (
        parts.hour**2 * SMOOTH + parts.rough**2 * SAME_HOUR
        + parts.day**2 * SAME_DAY + parts.cell**2 * CELL
    )  # fmt: skip


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


def pool(everybody: Sequence[Evidence], start: Floats, parts: Parts) -> list[Belief]:
    """Return what is known of hours in common: first of all accounts, then without each one."""
    cover = pool_prior(parts)
    own = own_prior(parts)
    precision = np.linalg.inv(cover + 1e-6 * np.eye(WEEK))
    shift = precision @ start
    says: list[tuple[Floats, Floats]] = []
    for evidence in everybody:
        seen = np.flatnonzero(evidence.posts)
        weight, pull = np.zeros((WEEK, WEEK)), np.zeros(WEEK)
        if len(seen):
            around = own[np.ix_(seen, seen)] + 1.0 + np.diag(evidence.noise / evidence.posts[seen])
            inverse = np.linalg.inv(around)
            weight[np.ix_(seen, seen)] = inverse
            pull[seen] = inverse @ (evidence.sums[seen] / evidence.posts[seen])
        says.append((weight, pull))
    total = precision + sum((w for w, _ in says), np.zeros((WEEK, WEEK)))
    towards = shift + sum((p for _, p in says), np.zeros(WEEK))
    beliefs = []
    for weight, pull in [(np.zeros((WEEK, WEEK)), np.zeros(WEEK)), *says]:
        found = np.linalg.inv(total - weight)
        beliefs.append(Belief(found @ (towards - pull), (found + found.T) / 2))
    return beliefs


def habit(posts: Floats, usual: Floats) -> Floats:
    """Return when the account posts; where it has hardly posted, when others do."""
    return posts + 5.0 * usual / usual.sum()


def fit_parts(everybody: Sequence[Evidence], start: Floats) -> Parts:
    """Choose how large the parts are by their evidence, near to what other data showed."""
    parts = Parts()
    if sum(float(e.posts.sum()) for e in everybody) < 30:
        return parts
    grid = (0.35, 0.6, 1.0, 1.6, 2.5)
    usual = Parts()
    for _ in range(2):
        for name in ("hour", "rough", "day", "cell", "pool"):
            if name == "pool" and len(everybody) < 2:
                continue
            tried = []
            for factor in grid:
                value = getattr(usual, name) * factor
                guess = _with(parts, name, value)
                tried.append((_fit(everybody, start, guess) - np.log(factor) ** 2, value))
            parts = _with(parts, name, max(tried)[1])
    return parts


def _with(parts: Parts, name: str, value: float) -> Parts:
    from dataclasses import replace

    return replace(parts, **{name: value})


def _fit(everybody: Sequence[Evidence], start: Floats, parts: Parts) -> float:
    """Return the log evidence of hour means, accounts taken one by one around the pool."""
    own = own_prior(parts) + pool_prior(parts)
    total = 0.0
    for evidence in everybody[:40]:
        seen = np.flatnonzero(evidence.posts)
        if not len(seen):
            continue
        told = evidence.sums[seen] / evidence.posts[seen] - start[seen]
        around = own[np.ix_(seen, seen)] + 1.0 + np.diag(evidence.noise / evidence.posts[seen])
        root = np.linalg.cholesky(around)
        scaled = np.linalg.solve(root, told)
        total += -0.5 * float(scaled @ scaled) - float(np.log(np.diag(root)).sum())
    return total
