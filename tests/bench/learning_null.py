"""Hours on real posts, against shuffled hours: never against zero."""

from __future__ import annotations

import numpy as np

from peruopt.learn.adjusting import residuals
from peruopt.learn.arrays import Bools, Floats, Ints
from peruopt.learn.families import WEEK
from peruopt.learn.features import Past, Seen
from peruopt.learn.pools import Pools
from peruopt.learn.prior import network_prior
from peruopt.learn.slots import Evidence

DRAWS = 60


def permutation_null(past: Past, seen: Seen, test: Bools, seed: int) -> tuple[float, float]:
    """Return the uplift of test posts at hours that the earlier posts promise most, less what
    shuffled hours would show; and how often shuffling does as well."""
    train = past.learnable & ~test
    left = residuals(past, seen, past.learnable & (train | test), seed)
    rows = np.flatnonzero(past.learnable & (train | test))
    whole = np.zeros(len(past.table))
    whole[rows] = left
    slot = past.table.hour_of_week
    worth = _worth(past, train, slot, whole)
    rng = np.random.default_rng(seed)
    real = _uplift(past, test, worth, slot, whole)
    null = [
        _uplift(past, test, worth, _shuffled(past, test, slot, rng), whole) for _ in range(DRAWS)
    ]
    chance = (1 + sum(n >= real for n in null)) / (DRAWS + 1)
    return real - float(np.mean(null)), chance


def _worth(past: Past, train: Bools, slot: Ints, left: Floats) -> Floats:
    """Return (accounts, 168) expected effects."""
    every = [
        Evidence.of(slot[train & (past.table.code == a)], left[train & (past.table.code == a)])
        for a in range(len(past.table.names))
    ]
    pools = Pools.of(every, network_prior(past.table.names[0][0]))
    return np.array([pools.belief(e).mean for e in every]).reshape(-1, WEEK)


def _uplift(past: Past, test: Bools, worth: Floats, slot: Ints, left: Floats) -> float:
    """Return what posts in the best third of hours got over those in the worst third."""
    code = past.table.code[test]
    promised, got = worth[code, slot[test]], left[test]
    high, low = [], []
    for account in np.unique(code):
        mine = code == account
        if mine.sum() < 9:
            continue
        a, b = np.quantile(promised[mine], (1 / 3, 2 / 3))
        high.append(got[mine][promised[mine] >= b])
        low.append(got[mine][promised[mine] <= a])
    if not high:
        return 0.0
    return float(np.concatenate(high).mean() - np.concatenate(low).mean())


def _shuffled(past: Past, test: Bools, slot: Ints, rng: np.random.Generator) -> Ints:
    """Give each account's test posts each other's hours."""
    out = slot.copy()
    for account in range(len(past.table.names)):
        mine = np.flatnonzero(test & (past.table.code == account))
        out[mine] = slot[rng.permutation(mine)]
    return out
