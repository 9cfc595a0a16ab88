"""Hours: untried ones stay unsure, planted ones are found, noise is not a signal."""

from __future__ import annotations

import numpy as np
import pytest

from peruopt.learn.families import WEEK
from peruopt.learn.hours import habit_of
from peruopt.learn.pools import Pools
from peruopt.learn.prior import network_prior
from peruopt.learn.slots import Evidence
from peruopt.learn.weekly import tellable, week_of
from peruopt.recommending import Signal
from tests.bench.learning_worlds import World, captured, won, worlds


def believe(world: World, account: int, many: int, others: int = 8, seed: int = 0):
    rng = np.random.default_rng(seed)
    pool = [Evidence.of(*world.posts(a, 1000, rng)) for a in range(others)]
    own = Evidence.of(*world.posts(account, many, rng))
    pool[account] = own
    return Pools.of(pool, network_prior("facebook")).belief(own), own


def test_an_hour_nobody_tried_is_unsure():
    rng = np.random.default_rng(0)
    slot = rng.choice(
        np.flatnonzero((np.arange(WEEK) % 24 >= 11) & (np.arange(WEEK) % 24 <= 20)), 1000
    )
    own = Evidence.of(slot, rng.normal(0, 0.8, 1000))
    belief = Pools.of([own], network_prior("facebook")).belief(own)
    week = week_of(belief, own.posts)
    width = np.array([h.high - h.low for h in week]).reshape(7, 24)
    assert width[:, 3].min() > 1.3 * width[:, 15].max()
    assert all(h.posts == own.posts[h.weekday * 24 + h.hour] for h in week)


def test_what_the_account_cannot_know_is_never_called_known():
    rng = np.random.default_rng(0)
    tried = (9, 12, 13, 18, 19, 20, 21)
    slot = rng.choice([d * 24 + h for d in range(7) for h in tried], 700)
    gain = np.where(slot % 24 >= 18, 1.2, -0.8)
    own = Evidence.of(slot, gain + rng.normal(0, 0.3, 700))
    week = week_of(Pools.of([own], network_prior("facebook")).belief(own), own.posts)
    said = {hour: {h.signal for h in week if h.hour == hour} for hour in range(24)}
    assert all(said[hour] == {Signal.NONE} for hour in (0, 1, 2, 3, 4, 5, 6, 7, 15, 16, 23))
    assert all(Signal.CLEAR not in said[hour] for hour in (8, 10, 11, 14, 17, 22))
    assert all(said[hour] == {Signal.CLEAR} for hour in (9, 12, 13, 19, 20))


def test_posts_of_the_day_beside_tell_of_the_hour():
    posts = np.zeros(WEEK)
    posts[1 * 24 + 20] = 3.0  # Tuesday
    most = tellable(posts)
    clear = [slot for slot in range(WEEK) if most[slot] is Signal.CLEAR]
    weak = [slot for slot in range(WEEK) if most[slot] is Signal.WEAK]
    assert clear == [20, 24 + 20, 48 + 20]
    assert weak == [24 + 19, 24 + 21]


def test_pure_noise_is_hardly_ever_called_clear():
    clear = 0
    for seed in range(8):
        rng = np.random.default_rng(seed)
        own = Evidence.of(rng.integers(0, WEEK, 400), rng.normal(0, 0.9, 400))
        belief = Pools.of([own], np.zeros(WEEK)).belief(own)
        clear += sum(h.signal is Signal.CLEAR for h in week_of(belief, own.posts))
    assert clear < 0.06 * 8 * WEEK


def test_shrinkage_is_worth_more_than_a_single_lucky_post():
    usual = np.random.default_rng(0).normal(0, 0.8, 60)
    own = Evidence.of(np.array([20] + [13] * 60), np.array([3.0, *usual]))
    belief = Pools.of([own], np.zeros(WEEK)).belief(own)
    mean, _ = belief.against(habit_of(own.posts))
    assert mean[20] < 0.15


def test_intervals_hold_the_truth():
    inside = []
    for world in worlds(seed=5, accounts=8)[:5]:
        belief, own = believe(world, 0, 400)
        habit = habit_of(own.posts)
        mean, spread = belief.against(habit)
        truth = world.effects[0] - habit / habit.sum() @ world.effects[0]
        inside.append((np.abs(truth - mean) < 1.645 * spread).mean())
    assert np.mean(inside) > 0.8


@pytest.mark.parametrize("hostile", [False, True])
def test_more_posts_capture_more_of_the_gap(hostile: bool):
    chosen = [w for w in worlds(seed=2, accounts=8) if w.hostile is hostile]
    shares = [
        captured([won(w, a, believe(w, a, many)[0].mean) for w in chosen for a in (0, 1)])
        for many in (50, 5000)
    ]
    assert shares[1] > max(0.45, shares[0])


def test_without_posts_the_pool_answers():
    world = worlds(seed=1, accounts=8)[0]
    belief, own = believe(world, 0, 0)
    assert own.posts.sum() == 0
    assert won(world, 0, belief.mean)[0] > 0
