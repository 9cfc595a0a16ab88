"""Hours of every account: evidence gathered, pooled, and answered for one account."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from peruopt.learn import slots
from peruopt.learn.arrays import Bools, Floats
from peruopt.learn.families import WEEK
from peruopt.learn.features import Past
from peruopt.learn.pools import Pools
from peruopt.learn.prior import network_habit, network_prior
from peruopt.learn.slots import Belief, Evidence


@dataclass(frozen=True, slots=True, eq=False)
class Hours:
    """What was learned about hours: shared by a network's accounts, and of each account."""

    common: dict[str, Pools]
    """Per network."""
    own: dict[tuple[str, str], Evidence]
    """Per (network, account)."""

    def belief(self, network: str, account: str) -> tuple[Belief, Floats]:
        """Return the belief about an account's hours, and its posts by hour."""
        return _belief(self, network, account)

    def stranger(self, network: str) -> Belief:
        """Return the belief about an account never seen: the pool, and room for its own ways."""
        pools = self.common.get(network) or Pools.of([], network_prior(network))
        return pools.belief()


@lru_cache(maxsize=64)
def _belief(hours: Hours, network: str, account: str) -> tuple[Belief, Floats]:
    evidence = hours.own.get((network, account))
    if evidence is None:
        return hours.stranger(network), np.zeros(WEEK)
    return hours.common[network].belief(evidence), evidence.posts


def learn_hours(past: Past, rows: Bools, left: Floats) -> Hours:
    """Learn hours from the residuals `left` of chosen rows."""
    table = past.table
    code, slot = table.code[rows], table.hour_of_week[rows]
    edges = np.searchsorted(code, np.arange(len(table.names) + 1))
    own = {
        name: Evidence.of(slot[first:last], left[first:last])
        for name, first, last in zip(table.names, edges[:-1], edges[1:], strict=True)
    }
    common = {
        network: Pools.of(
            [evidence for name, evidence in own.items() if name[0] == network],
            network_prior(network),
        )
        for network in sorted({network for network, _ in table.names})
    }
    return Hours(common, own)


def habit_of(posts: Floats) -> Floats:
    """Return an account's habit by hour of the week."""
    return slots.habit(posts, network_habit())
