"""How accounts' own hours vary, learned from a pool: never from oneself, never from too few."""

from __future__ import annotations

import numpy as np
import pytest

from peruopt.learn.families import FAMILIES, HOUR, WEEK
from peruopt.learn.kin import FEWEST, TRUST
from peruopt.learn.pools import Pool, Pools
from peruopt.learn.slots import Evidence

START = np.zeros(WEEK)
SLOPE = 0.2 * np.cos(2 * np.pi * (HOUR - 20) / 24)


def account(sign: float, many: int, seed: int) -> Evidence:
    """A house whose good hours are `sign` times those of the others of its kind."""
    rng = np.random.default_rng(seed)
    slot = rng.integers(0, WEEK, many)
    return Evidence.of(slot, sign * SLOPE[slot] + rng.normal(0, 0.7, many))


@pytest.fixture(scope="module")
def tribes() -> list[Evidence]:
    return [account(1 if i % 2 else -1, 1_000, i) for i in range(8)]


def test_it_learns_that_houses_are_of_two_kinds(tribes: list[Evidence]):
    plain = Pool.of(FAMILIES[0], tribes, START)
    taught = plain.learned(tribes, START)
    way = SLOPE / np.linalg.norm(SLOPE)
    assert way @ taught.apart() @ way > 1.5 * (way @ plain.apart() @ way)
    assert np.linalg.eigvalsh(taught.apart()).min() > -1e-9
    gains = []
    for seed in range(6):  # newcomers with sixty posts
        own = account(1, 60, 100 + seed)
        found = [pool.belief().given(own).mean @ way for pool in (plain, taught)]
        gains.append(found[1] - found[0])
    assert np.mean(gains) > 0


def test_what_an_account_tells_is_left_out_when_it_is_asked_about(tribes: list[Evidence]):
    taught = Pool.of(FAMILIES[0], tribes, START).learned(tribes, START)
    assert taught.kin is not None
    rest = taught.kin.scatter[1:]
    without = (TRUST * FAMILIES[0].apart() + np.sum(rest, axis=0)) / (TRUST + len(rest))
    assert np.allclose(taught.apart(tribes[0]), without)
    assert not np.allclose(taught.apart(), without)


def test_few_accounts_keep_to_the_families(tribes: list[Evidence]):
    assert all(pool.kin is None for pool in Pools.of(tribes[: FEWEST - 1], START).pools)
    assert any(pool.kin is not None for pool in Pools.of(tribes, START).pools)
