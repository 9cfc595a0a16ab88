"""The simulator's tables: share of the gap captured by history, and a year of decisions."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from peruopt.learn.families import WEEK
from peruopt.learn.pools import Pools
from peruopt.learn.prior import network_prior
from peruopt.learn.slots import Evidence
from tests.bench.learning_worlds import HOSTILE, Kinds, World, captured, won, worlds

SIZES = (0, 50, 200, 1_000, 5_000)
Learner = Callable[[Pools, Evidence], np.ndarray]


def raw(_: Pools, own: Evidence) -> np.ndarray:
    """The mean of each hour of the week; what was never tried is worth the least."""
    if not own.posts.any():
        return np.zeros(WEEK)
    return np.where(own.posts > 0, own.sums / np.maximum(own.posts, 1), -9.0)


def shrunk(_: Pools, own: Evidence) -> np.ndarray:
    """The same, shrunk by 100 posts."""
    return own.sums / (own.posts + 100.0)


def ridge(_: Pools, own: Evidence) -> np.ndarray:
    """Ridge on cyclic hour and weekday."""
    at = np.arange(WEEK)
    turns = [(k, 24) for k in (1, 2, 3)] + [(k, 168) for k in (1, 2)]
    x = np.column_stack([f(2 * np.pi * k * at / t) for k, t in turns for f in (np.sin, np.cos)])
    x = np.column_stack([np.ones(WEEK), x])
    left = (x * own.posts[:, None]).T @ x + 20.0 * np.eye(x.shape[1])
    return x @ np.linalg.solve(left, x.T @ own.sums)


LEARNERS: dict[str, Learner] = {
    "raw heat map": raw,
    "shrunk heat map": shrunk,
    "ridge on cyclic time": ridge,
    "hierarchical posterior (ours)": lambda pools, own: pools.newcomer(own).mean,
}


def by_history(
    seeds: int, accounts: int = 12, targets: int = 4, kinds: Kinds = HOSTILE
) -> dict[str, dict[bool, list[float]]]:
    """Return each learner's captured share per size, in well-behaved and in hostile worlds."""
    pairs: dict[tuple[str, bool, int], list[tuple[float, float]]] = {}
    for seed in range(seeds):
        for number, world in enumerate(worlds(seed, accounts, kinds)):
            rng = np.random.default_rng([seed, number, 7])
            everybody = [Evidence.of(*world.posts(a, 1_000, rng)) for a in range(accounts)]
            for account in range(targets):
                slot, result = world.posts(account, 5_000, rng)
                others = [e for a, e in enumerate(everybody) if a != account]
                pools = Pools.of(others, network_prior("facebook"))
                for size in SIZES:
                    own = Evidence.of(slot[5_000 - size :], result[5_000 - size :])
                    for name, learner in LEARNERS.items():
                        pair = won(world, account, learner(pools, own))
                        pairs.setdefault((name, world.hostile, size), []).append(pair)
    return {
        name: {
            kind: [captured(pairs[name, kind, size]) for size in SIZES] for kind in (False, True)
        }
        for name in LEARNERS
    }


POLICIES: dict[str, tuple[float, float]] = {
    # how much of the posterior's deviation is drawn, and the share chosen at random
    "greedy": (0.0, 0.0),
    "greedy, 5 % at random": (0.0, 0.05),
    "greedy, 10 % at random": (0.0, 0.10),
    "Thompson, a quarter of the deviation": (0.25, 0.0),
    "Thompson": (1.0, 0.0),
}


def a_year(seeds: int, accounts: int = 8) -> dict[str, float]:
    """Return the share of the gap that each policy captures over 365 daily decisions."""
    told: dict[str, list[tuple[float, float]]] = {name: [] for name in POLICIES}
    for seed in range(seeds):
        for number, world in enumerate(worlds(seed + 50, accounts)):
            rng = np.random.default_rng([seed, number, 11])
            others = [Evidence.of(*world.posts(a, 500, rng)) for a in range(1, accounts)]
            pools = Pools.of(others, network_prior("facebook"))
            for name, (draw, chance) in POLICIES.items():
                told[name].append(_decide(world, pools, draw, chance, rng))
    return {name: captured(pairs) for name, pairs in told.items()}


def _decide(
    world: World, pools: Pools, draw: float, chance: float, rng: np.random.Generator
) -> tuple[float, float]:
    """Post once a day at an hour of that day; believe anew each week."""
    truth, usual = world.effects[0], float(world.habits[0] @ world.effects[0])
    posts, sums = np.zeros(WEEK), np.zeros(WEEK)
    got = there = 0.0
    every = [pool.belief() for pool in pools.pools]
    now = pools.belief()
    for day in range(365):
        if day % 7 == 0:
            now = pools.newcomer(Evidence(posts, sums, world.noise**2), every)
        hours = np.arange(24) + 24 * (day % 7)
        worth = now.mean[hours]
        if draw:
            worth = worth + draw * rng.multivariate_normal(
                np.zeros(24),
                now.cover[np.ix_(hours, hours)] + 1e-9 * np.eye(24),
                method="cholesky",
            )
        slot = hours[rng.integers(24) if rng.random() < chance else int(worth.argmax())]
        posts[slot] += 1
        sums[slot] += truth[slot] + rng.normal(0, world.noise)
        got += truth[slot] - usual
        there += truth[hours].max() - usual
    return got, there
