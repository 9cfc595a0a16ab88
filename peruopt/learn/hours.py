"""Hours of every account: evidence gathered, pooled, and answered for one account."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from peruopt.learn import slots
from peruopt.learn.arrays import Bools, Floats
from peruopt.learn.features import Past
from peruopt.learn.prior import network_habit, network_prior
from peruopt.learn.slots import Belief, Evidence, Parts


@dataclass(frozen=True, slots=True)
class Hours:
    """What was learned about hours: shared, and per account."""

    parts: Parts
    common: dict[str, Belief]
    """Per network: what its accounts have in common."""
    own: dict[tuple[str, str], tuple[Evidence, Belief]]
    """Per (network, account): its evidence, and the belief about it from the others alone."""

    def belief(self, network: str, account: str) -> tuple[Belief, Floats]:
        """Return the belief about an account's hours and its posts by hour."""
        if (known := self.own.get((network, account))) is not None:
            evidence, others = known
            return others.given(evidence), evidence.posts
        return self.stranger(network), np.zeros(slots.WEEK)

    def stranger(self, network: str) -> Belief:
        """Return the belief about an account never seen: the pool, and room for its own ways."""
        base = self.common.get(network)
        own = slots.own_prior(self.parts)
        if base is None:
            return Belief(network_prior(network), slots.pool_prior(self.parts) + own)
        return Belief(base.mean, base.cover + own)


def learn_hours(past: Past, rows: Bools, left: Floats) -> Hours:
    """Learn hours from the residuals `left` of chosen rows."""
    table = past.table
    code, slot = table.code[rows], table.hour_of_week[rows]
    evidence = {
        name: Evidence.of(slot[code == i], left[code == i]) for i, name in enumerate(table.names)
    }
    networks = sorted({network for network, _ in table.names})
    parts = slots.fit_parts(list(evidence.values()), np.zeros(slots.WEEK))
    common: dict[str, Belief] = {}
    own: dict[tuple[str, str], tuple[Evidence, Belief]] = {}
    spread = slots.own_prior(parts)
    for network in networks:
        mine = [name for name in table.names if name[0] == network]
        beliefs = slots.pool([evidence[name] for name in mine], network_prior(network), parts)
        common[network] = beliefs[0]
        for name, belief in zip(mine, beliefs[1:], strict=True):
            own[name] = (evidence[name], Belief(belief.mean, belief.cover + spread))
    return Hours(parts, common, own)


def habit_of(posts: Floats) -> Floats:
    """Return an account's habit by hour of the week."""
    return slots.habit(posts, network_habit())
