"""What accounts say together of hours: one pool for each family, weighed by what it foretells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from peruopt.learn.arrays import Floats, Ints
from peruopt.learn.families import FAMILIES, WEEK, Family
from peruopt.learn.kin import FEWEST, Kin
from peruopt.learn.slots import LEVEL, Belief, Evidence, mixed

TEMPER = 0.5
"""What evidence between families counts for: residuals are less independent than they look."""
TURNS = 2
"""Rounds of learning how accounts' own hours vary."""
LEAST = 0.02
"""Weight below which a family is forgotten."""


@dataclass(frozen=True, slots=True)
class Pool:
    """What is known in common under one family, as information: prior and accounts add up."""

    family: Family
    precision: Floats
    shift: Floats
    kin: Kin | None = None
    """How accounts' own hours vary, where that is learned rather than the family's word."""

    @classmethod
    def of(
        cls, family: Family, everybody: Sequence[Evidence], start: Floats, kin: Kin | None = None
    ) -> Pool:
        """Gather what every account says around the prior mean `start`."""
        prior = np.linalg.inv(family.shared() + 1e-6 * np.eye(WEEK))
        precision: Floats = np.asarray(prior, dtype=np.float64)
        shift: Floats = precision @ start
        apart = kin.apart() if kin else family.apart()
        for evidence in everybody:
            seen, weight, pull = _says(evidence, apart)
            precision[np.ix_(seen, seen)] += weight
            shift[seen] += pull
        return cls(family, precision, shift, kin)

    def learned(self, everybody: Sequence[Evidence], start: Floats) -> Pool:
        """Return the same pool, with what accounts tell of how their own hours vary."""
        pool = self
        for _ in range(TURNS):
            expected = [pool.belief(evidence) for evidence in everybody]
            apart = [pool.apart(evidence) for evidence in everybody]
            kin = Kin.of(self.family.apart(), everybody, expected, apart)
            pool = Pool.of(self.family, everybody, start, kin)
        return pool

    def apart(self, without: Evidence | None = None) -> Floats:
        """Return the covariance of what is an account's own."""
        return self.kin.apart(without) if self.kin else self.family.apart()

    def belief(self, without: Evidence | None = None) -> Belief:
        """Return what it makes one expect of an account, its own evidence left out."""
        precision, shift = self.precision, self.shift
        if without is not None:
            seen, weight, pull = _says(without, self.apart())
            precision, shift = precision.copy(), shift.copy()
            precision[np.ix_(seen, seen)] -= weight
            shift[seen] -= pull
        cover = np.linalg.inv(precision)
        return Belief(cover @ shift, (cover + cover.T) / 2 + self.apart(without))


@dataclass(frozen=True, slots=True)
class Pools:
    """The families that count, and how much."""

    pools: tuple[Pool, ...]
    weights: Floats

    @classmethod
    def of(cls, everybody: Sequence[Evidence], start: Floats) -> Pools:
        """Weigh every family by how well it foretells each account from the others."""
        told = [evidence for evidence in everybody if evidence.posts.any()]
        pools = [Pool.of(family, told, start) for family in FAMILIES]
        worth = np.array([_foretold(pool, told) for pool in pools])
        chance = np.array([family.chance for family in FAMILIES])
        counting = shares(np.log(chance) + TEMPER * worth) >= LEAST
        pools = [pool for pool, counts in zip(pools, counting, strict=True) if counts]
        chance, worth = chance[counting], worth[counting]
        if len(told) >= FEWEST:
            # each once more, its accounts' own ways learned; what foretells better counts more
            taught = [pool.learned(told, start) for pool in pools]
            worth = np.concatenate([worth, [_foretold(pool, told) for pool in taught]])
            pools, chance = pools + taught, np.concatenate([chance, chance])
        weights = shares(np.log(chance) + TEMPER * worth)
        kept = weights >= LEAST
        left = weights[kept]
        return cls(tuple(p for p, k in zip(pools, kept, strict=True) if k), left / left.sum())

    def belief(self, own: Evidence | None = None) -> Belief:
        """Return the belief about an account of the pool, by its own evidence and the others';
        without any, about a stranger."""
        every = self.expected(own)
        if own is not None:
            every = [belief.given(own) for belief in every]
        return mixed(every, self.weights)

    def expected(self, own: Evidence | None = None) -> list[Belief]:
        """Return what each pool makes one expect of an account, its own evidence left out."""
        return [pool.belief(own) for pool in self.pools]

    def newcomer(self, own: Evidence, every: Sequence[Belief] | None = None) -> Belief:
        """Return the belief about an account that is not in the pool yet; `every` is what the
        pools make one expect of it, where that has been worked out before."""
        every = every or [pool.belief() for pool in self.pools]
        worth = np.array([belief.foretold(own) for belief in every])
        weights = shares(np.log(self.weights) + TEMPER * worth)
        return mixed([belief.given(own) for belief in every], weights)


def _foretold(pool: Pool, everybody: Sequence[Evidence]) -> float:
    return sum(pool.belief(evidence).foretold(evidence) for evidence in everybody)


def shares(worth: Floats) -> Floats:
    """Return weights from log likelihoods."""
    likely = np.exp(worth - worth.max())
    shares: Floats = likely / likely.sum()
    return shares


def _says(evidence: Evidence, apart: Floats) -> tuple[Ints, Floats, Floats]:
    """Return which hours an account tells of, and the information it adds to the pool."""
    seen = evidence.hours
    around = apart[np.ix_(seen, seen)] + LEVEL**2 + np.diag(evidence.doubt())
    weight: Floats = np.asarray(np.linalg.inv(around), dtype=np.float64)
    return seen, weight, weight @ evidence.means()
