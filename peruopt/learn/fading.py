"""What hours are still worth when the posts that told of them ended long ago.

An account's own hours drift.  As a mean-reverting walk (Ornstein and Uhlenbeck) whose spread at
rest is what is believed before any post is seen, a belief that nothing has renewed falls back on
just that: its mean by `kept`, its doubt the other way.
"""

from __future__ import annotations

import math
from functools import lru_cache

from peruopt.learn.pools import Pools
from peruopt.learn.prior import network_prior
from peruopt.learn.slots import Belief
from peruopt.recommending import Known

MEMORY = 365.0
"""Days after which hours are alike by 1/e, as measured: docs/learning.md, "How hours drift"."""
_DAY = 86_400.0


@lru_cache(maxsize=16)
def nothing_known(network: str) -> Belief:
    """Return what is believed of an account before anybody's posts are seen."""
    return Pools.of([], network_prior(network)).belief()


def faded(belief: Belief, network: str, days: float) -> Belief:
    """Return the belief as it is `days` after the newest post that it rests on."""
    if days <= 0:
        return belief
    return belief.faded(nothing_known(network), math.exp(-days / MEMORY))


def days_since(known: Known, learned_until: int) -> float:
    """Return how old the newest post of the account is that the model has learned from."""
    if known.now is None:
        return 0.0
    told = (int(post.published_at.timestamp()) for post in known.history)
    last = max((at for at in told if at <= learned_until), default=learned_until)
    return max(0.0, (known.now.timestamp() - last) / _DAY)
