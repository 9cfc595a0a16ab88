"""How far accounts' own hours differ, and in what ways, as the accounts themselves tell.

A family says how large an account's own part is and how its hours hang together.  Where a pool
has several accounts, they know better: weekdays that matter, two kinds of houses, one hour
against the next.  So the family's covariance is only where one starts (an inverse Wishart prior
worth TRUST accounts), and each account adds what is believed of its own part (a step of
expectation and maximisation).  What an account adds is left out when that account is asked about.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from peruopt.learn.arrays import Floats
from peruopt.learn.slots import Belief, Evidence

TRUST = 40.0
"""Accounts that a family's own covariance weighs as much as."""
FEWEST = 4
"""Accounts below which there is nothing to learn from."""


@dataclass(frozen=True, slots=True)
class Kin:
    """What each account of a pool tells of how own hours vary."""

    start: Floats
    """The family's covariance."""
    every: tuple[Evidence, ...]
    scatter: tuple[Floats, ...]
    total: Floats

    @classmethod
    def of(
        cls, start: Floats, everybody: Sequence[Evidence], expected: Sequence[Belief],
        apart: Sequence[Floats],
    ) -> Kin:  # fmt: skip
        """Gather what accounts add; `expected` and `apart` are what the others make one believe
        of each account, and of its own part."""
        scatter = tuple(
            _adds(evidence, belief, own)
            for evidence, belief, own in zip(everybody, expected, apart, strict=True)
        )
        return cls(start, tuple(everybody), scatter, np.sum(scatter, axis=0))

    def apart(self, without: Evidence | None = None) -> Floats:
        """Return the covariance of an account's own part."""
        told, many = self.total, len(self.every)
        for evidence, adds in zip(self.every, self.scatter, strict=True):
            if evidence is without:
                told, many = told - adds, many - 1
        mean: Floats = (TRUST * self.start + told) / (TRUST + many)
        return mean


def _adds(evidence: Evidence, belief: Belief, apart: Floats) -> Floats:
    """Return the mean square of an account's own part: what it seems to be, and the doubt left."""
    seen = evidence.hours
    gain = np.linalg.solve(belief.around(evidence), apart[seen]).T
    own = gain @ (evidence.means() - belief.mean[seen])
    left = apart - gain @ apart[seen]
    adds: Floats = np.outer(own, own) + (left + left.T) / 2
    return adds
