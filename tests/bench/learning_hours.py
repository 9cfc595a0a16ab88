"""The simulator's tables: share of the gap captured by history, and a year of decisions."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from peruopt.learn.prior import network_prior
from peruopt.learn.slots import WEEK, Belief, Evidence, Parts, Pool
from tests.bench.learning_worlds import World, captured, won, worlds

SIZES = (0, 50, 200, 1_000, 5_000)
Learner = Callable[[list[Evidence], int], np.ndarray]


def raw(everybody: list[Evidence], account: int) -> np.ndarray:
    """The mean of each hour of the week; what was never tried is worth the least."""
    own = everybody[account]
    if not own.posts.any():
        return np.zeros(WEEK)
    return np.where(own.posts > 0, own.sums / np.maximum(own.posts, 1), -9.0)


def shrunk(everybody: list[Evidence], account: int) -> np.ndarray:
    """The same, shrunk by 100 posts."""
    own = everybody[account]
    return own.sums / (own.posts + 100.0)


def ridge(everybody: list[Evidence], account: int) -> np.ndarray:
    """Ridge on cyclic hour and weekday."""
    own, at = everybody[account], np.arange(WEEK)
    turns = [(k, 24) for k in (1, 2, 3)] + [(k, 168) for k in (1, 2)]
    x = np.column_stack([f(2 * np.pi * k * at / t) for k, t in turns for f in (np.sin, np.cos)])
    x = np.column_stack([np.ones(WEEK), x])
    left = (x * own.posts[:, None]).T @ x + 20.0 * np.eye(x.shape[1])
    return x @ np.linalg.solve(left, x.T @ own.sums)


def belief(everybody: list[Evidence], account: int) -> Belief:
    """Ours: the pool without the account, then the account's own evidence."""
    own = everybody[account]
    pool = Pool.of(everybody, network_prior("facebook"), Parts())
    return pool.belief(Parts(), own).given(own)


LEARNERS: dict[str, Learner] = {
    "raw heat map": raw,
    "shrunk heat map": shrunk,
    "ridge on cyclic time": ridge,
    "hierarchical posterior (ours)": lambda e, a: belief(e, a).mean,
}


def by_history(
    seeds: int, accounts: int = 12, targets: int = 4
) -> dict[str, dict[bool, list[float]]]:
    """Return each learner's captured share per size, in well-behaved and in hostile worlds."""
    pairs: dict[tuple[str, bool, int], list[tuple[float, float]]] = {}
    for seed in range(seeds):
        for number, world in enumerate(worlds(seed, accounts)):
            rng = np.random.default_rng([seed, number, 7])
            others = [Evidence.of(*world.posts(a, 1_000, rng)) for a in range(accounts)]
            for account in range(targets):
                slot, result = world.posts(account, 5_000, rng)
                for size in SIZES:
                    own = Evidence.of(slot[5_000 - size :], result[5_000 - size :])
                    every = [own if a == account else e for a, e in enumerate(others)]
                    for name, learner in LEARNERS.items():
                        pair = won(world, account, learner(every, account))
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
            pool = Pool.of(others, network_prior("facebook"), Parts())
            for name, (draw, chance) in POLICIES.items():
                told[name].append(_decide(world, pool.belief(Parts()), draw, chance, rng))
    return {name: captured(pairs) for name, pairs in told.items()}


def _decide(
    world: World, start: Belief, draw: float, chance: float, rng: np.random.Generator
) -> tuple[float, float]:
    """Post once a day at an hour of that day; believe anew each week."""
    truth, usual = world.effects[0], float(world.habits[0] @ world.effects[0])
    posts, sums = np.zeros(WEEK), np.zeros(WEEK)
    got = there = 0.0
    now = start
    for day in range(365):
        if day % 7 == 0:
            now = start.given(Evidence(posts, sums, world.noise**2))
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
