"""What each hour of the week is worth: evidence, a Gaussian belief, and how they meet."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from peruopt.learn.arrays import Floats, Ints
from peruopt.learn.families import WEEK

LEVEL = 1.0
"""Deviation of an account's own overall level, which says nothing of its hours."""
_FAR = 1.5  # deviations beyond which a result is drawn in


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
        """Gather residuals; far-off ones are drawn in, so that no single post makes an hour, and
        all are stretched by as much as drawing in has shrunk what an hour adds."""
        if not len(left):
            return cls(np.zeros(WEEK), np.zeros(WEEK), noise or 0.8)
        off = left - float(np.median(left))
        wide = 1.4826 * float(np.median(np.abs(off)))
        wide = _FAR * float(np.sqrt((len(left) * wide**2 + 10 * 0.6) / (len(left) + 10)))
        inside = max(float((np.abs(off) < wide).mean()), 0.5)
        tame = np.clip(off, -wide, wide) / inside
        spread = (float((tame**2).sum()) + 10 * 0.6) / (len(left) + 10)
        return cls(
            np.bincount(slot, minlength=WEEK).astype(np.float64),
            np.bincount(slot, tame, minlength=WEEK).astype(np.float64),
            noise or spread,
        )

    @property
    def hours(self) -> Ints:
        """The hours it tells of."""
        return np.flatnonzero(self.posts)

    def means(self) -> Floats:
        """Return the mean result of each of them."""
        told: Floats = self.sums[self.hours] / self.posts[self.hours]
        return told

    def doubt(self) -> Floats:
        """Return the variance of each of those means."""
        told: Floats = self.noise / self.posts[self.hours]
        return told


@dataclass(frozen=True, slots=True)
class Belief:
    """A Gaussian over the 168 hours."""

    mean: Floats
    cover: Floats

    def given(self, evidence: Evidence) -> Belief:
        """Update on an account's evidence."""
        seen = evidence.hours
        if not len(seen):
            return self
        gain = np.linalg.solve(self.around(evidence), self.cover[seen]).T
        mean = self.mean + gain @ (evidence.means() - self.mean[seen])
        cover = self.cover - gain @ self.cover[seen]
        return Belief(mean, (cover + cover.T) / 2)

    def faded(self, rest: Belief, kept: float) -> Belief:
        """Return the belief after a time in which it drifts back to `rest`, all but `kept`."""
        if kept == 1.0:
            return self
        mean = rest.mean + kept * (self.mean - rest.mean)
        return Belief(mean, kept**2 * self.cover + (1 - kept**2) * rest.cover)

    def foretold(self, evidence: Evidence) -> float:
        """Return the log likelihood of evidence that it has not seen."""
        seen = evidence.hours
        if not len(seen):
            return 0.0
        root = np.linalg.cholesky(self.around(evidence))
        off = np.linalg.solve(root, evidence.means() - self.mean[seen])
        return float(-0.5 * off @ off - np.log(np.diag(root)).sum())

    def around(self, evidence: Evidence) -> Floats:
        """Return the covariance of what evidence shows, before it is seen."""
        seen = evidence.hours
        around: Floats = self.cover[np.ix_(seen, seen)] + LEVEL**2 + np.diag(evidence.doubt())
        return around

    def against(self, habit: Floats) -> tuple[Floats, Floats]:
        """Return each hour's mean and deviation, less what the account's habit is worth."""
        share = habit / habit.sum()
        mean = self.mean - share @ self.mean
        middle = self.cover @ share
        spread = np.diag(self.cover) - 2 * middle + share @ middle
        return mean, np.sqrt(np.maximum(spread, 1e-10))


def mixed(beliefs: list[Belief], weights: Floats) -> Belief:
    """Return the Gaussian with the mean and spread of several, weighed."""
    share = weights / weights.sum()
    mean = np.zeros(WEEK)
    for worth, belief in zip(share, beliefs, strict=True):
        mean = mean + worth * belief.mean
    cover = np.zeros((WEEK, WEEK))
    for worth, belief in zip(share, beliefs, strict=True):
        off = belief.mean - mean
        cover = cover + worth * (belief.cover + np.outer(off, off))
    return Belief(mean, cover)


def habit(posts: Floats, usual: Floats) -> Floats:
    """Return when the account posts; where it has hardly posted, when others do."""
    mixed_in: Floats = posts + 5.0 * usual / usual.sum()
    return mixed_in
