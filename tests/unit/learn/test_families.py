"""Many houses tell how hours hang together; one house hardly can."""

from __future__ import annotations

import numpy as np

from peruopt.learn.families import FAMILIES, WEEK
from peruopt.learn.pools import Pools
from peruopt.learn.slots import Evidence
from tests.bench.learning_worlds import World, worlds


def pools(world: World, accounts: int, seed: int = 0) -> Pools:
    rng = np.random.default_rng(seed)
    told = [Evidence.of(*world.posts(a, 1_000, rng)) for a in range(accounts)]
    return Pools.of(told, np.zeros(WEEK))


def heaviest(pools: Pools) -> str:
    return pools.pools[int(pools.weights.argmax())].family.name


def test_many_houses_name_the_family_and_one_keeps_its_doubts():
    spikes = next(w for w in worlds(seed=3) if w.name == "spikes")
    cells = next(w for w in worlds(seed=3) if w.name == "cells")
    assert heaviest(pools(spikes, 12)) == "jumps"
    assert heaviest(pools(cells, 12)) == "alone"
    assert len(pools(spikes, 1).pools) > 2


def test_nothing_seen_leaves_the_chances_as_they_were():
    untouched = Pools.of([], np.zeros(WEEK))
    assert np.allclose(untouched.weights, [family.chance for family in FAMILIES])
    assert np.allclose(sum(family.chance for family in FAMILIES), 1)


def test_an_account_is_believed_the_same_in_the_pool_and_beside_it():
    world = worlds(seed=4, accounts=6)[0]
    rng = np.random.default_rng(0)
    told = [Evidence.of(*world.posts(a, 800, rng)) for a in range(6)]
    within = Pools.of(told, np.zeros(WEEK)).belief(told[0])
    beside = Pools.of(told[1:], np.zeros(WEEK)).newcomer(told[0])
    assert np.abs(within.mean - beside.mean).max() < 0.02


def test_beliefs_stay_proper():
    rng = np.random.default_rng(1)
    own = Evidence.of(rng.integers(0, WEEK, 300), rng.standard_t(3, 300))
    belief = Pools.of([own], np.zeros(WEEK)).belief(own)
    assert np.linalg.eigvalsh(belief.cover).min() > 0
