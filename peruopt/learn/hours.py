"""Hours of every account: evidence gathered, pooled, and answered for one account."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from peruopt.learn import slots
from peruopt.learn.arrays import Bools, Floats
from peruopt.learn.fading import faded, nothing_known
from peruopt.learn.families import WEEK
from peruopt.learn.features import Past
from peruopt.learn.pools import Pools
from peruopt.learn.prior import network_habit, network_prior
from peruopt.learn.seasons import Story, remembered
from peruopt.learn.slots import Belief


@dataclass(frozen=True, slots=True)
class Own:
    """What is believed of one account's hours, and its posts by hour."""

    belief: Belief
    posts: Floats


@dataclass(frozen=True, slots=True)
class Hours:
    """What was learned about hours: of a network's accounts in general, and of each account."""

    common: dict[str, Belief]
    """Per network, what to expect of an account never seen."""
    own: dict[tuple[str, str], Own]
    """Per (network, account)."""

    def belief(self, network: str, account: str, days: float = 0.0) -> tuple[Belief, Floats]:
        """Return the belief about an account's hours `days` after its newest post, and its posts
        by hour."""
        known = self.own.get((network, account))
        if known is None:
            return self.stranger(network), np.zeros(WEEK)
        return faded(known.belief, network, days), known.posts

    def stranger(self, network: str) -> Belief:
        """Return the belief about an account never seen: the pool, and room for its own ways."""
        return self.common.get(network) or nothing_known(network)


def learn_hours(past: Past, rows: Bools, left: Floats) -> Hours:
    """Learn hours from the residuals `left` of chosen rows."""
    table = past.table
    code, slot, at = table.code[rows], table.hour_of_week[rows], table.at[rows]
    edges = np.searchsorted(code, np.arange(len(table.names) + 1))
    told = {
        name: Story.of(slot[first:last], left[first:last], at[first:last])
        for name, first, last in zip(table.names, edges[:-1], edges[1:], strict=True)
    }
    common: dict[str, Belief] = {}
    own: dict[tuple[str, str], Own] = {}
    for network in sorted({network for network, _ in table.names}):
        mine = {name: story for name, story in told.items() if name[0] == network}
        pools = Pools.of([story.whole for story in mine.values()], network_prior(network))
        common[network] = pools.belief()
        beliefs = remembered(pools, list(mine.values()))
        for (name, story), belief in zip(mine.items(), beliefs, strict=True):
            own[name] = Own(belief, story.whole.posts)
    return Hours(common, own)


def habit_of(posts: Floats) -> Floats:
    """Return an account's habit by hour of the week."""
    return slots.habit(posts, network_habit())
