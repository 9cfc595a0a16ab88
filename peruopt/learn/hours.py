"""Hours of every account: evidence gathered, pooled, and answered for one account."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from peruopt.learn import slots
from peruopt.learn.arrays import Bools, Floats
from peruopt.learn.features import Past
from peruopt.learn.prior import network_habit, network_prior
from peruopt.learn.slots import Belief, Evidence, Parts, Pool


@dataclass(frozen=True, slots=True, eq=False)
class Hours:
    """What was learned about hours: shared by a network's accounts, and of each account."""

    parts: Parts
    common: dict[str, Pool]
    """Per network."""
    own: dict[tuple[str, str], Evidence]
    """Per (network, account)."""

    def belief(self, network: str, account: str) -> tuple[Belief, Floats]:
        """Return the belief about an account's hours, and its posts by hour."""
        return _belief(self, network, account)

    def stranger(self, network: str) -> Belief:
        """Return the belief about an account never seen: the pool, and room for its own ways."""
        pool = self.common.get(network) or Pool.of([], network_prior(network), self.parts)
        return pool.belief(self.parts)


@lru_cache(maxsize=64)
def _belief(hours: Hours, network: str, account: str) -> tuple[Belief, Floats]:
    evidence = hours.own.get((network, account))
    if evidence is None:
        return hours.stranger(network), np.zeros(slots.WEEK)
    pool = hours.common[network].belief(hours.parts, evidence)
    return pool.given(evidence), evidence.posts


def learn_hours(past: Past, rows: Bools, left: Floats) -> Hours:
    """Learn hours from the residuals `left` of chosen rows."""
    table = past.table
    code, slot = table.code[rows], table.hour_of_week[rows]
    edges = np.searchsorted(code, np.arange(len(table.names) + 1))
    own = {
        name: Evidence.of(slot[first:last], left[first:last])
        for name, first, last in zip(table.names, edges[:-1], edges[1:], strict=True)
    }
    parts = Parts()
    common = {
        network: Pool.of(
            [evidence for name, evidence in own.items() if name[0] == network],
            network_prior(network), parts,
        )
        for network in sorted({network for network, _ in table.names})
    }  # fmt: skip
    return Hours(parts, common, own)


def habit_of(posts: Floats) -> Floats:
    """Return an account's habit by hour of the week."""
    return slots.habit(posts, network_habit())
