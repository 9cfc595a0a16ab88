"""Hours season by season: an audience that moved is followed, one that stayed is remembered."""

from __future__ import annotations

import numpy as np
import pytest

from peruopt.learn.families import HOUR, WEEK
from peruopt.learn.pools import Pools
from peruopt.learn.seasons import FEWEST, SEASON, Story, remembered

START = np.zeros(WEEK)
DAY = 86_400
EVENING = 0.35 * np.cos(2 * np.pi * (HOUR - 20) / 24)


def story(then: np.ndarray, now: np.ndarray, years: int = 8, seed: int = 0) -> Story:
    """A post a day; half of them knew other hours."""
    rng = np.random.default_rng(seed)
    many = 365 * years
    slot = rng.integers(0, WEEK, many)
    worth = np.where(np.arange(many) < many // 2, then[slot], now[slot])
    return Story.of(slot, worth + rng.normal(0, 0.7, many), np.arange(many) * DAY)


def test_an_audience_that_moved_is_followed():
    moved = story(-EVENING, EVENING)
    pools = Pools.of([moved.whole], START)
    (found,) = remembered(pools, [moved])
    before = pools.belief(moved.whole)
    assert np.corrcoef(found.mean, EVENING)[0, 1] > 0.8
    assert np.corrcoef(before.mean, EVENING)[0, 1] < 0.5


def test_an_audience_that_stayed_is_remembered():
    same = story(EVENING, EVENING)
    pools = Pools.of([same.whole], START)
    (found,) = remembered(pools, [same])
    whole = pools.belief(same.whole)
    truth = EVENING - EVENING.mean()
    off, best = (np.abs(b.mean - b.mean.mean() - truth).mean() for b in (found, whole))
    assert off < 1.25 * best
    assert np.trace(found.cover) < 1.5 * np.trace(whole.cover)


def test_seasons_have_posts_enough_and_lose_none():
    rng = np.random.default_rng(1)
    at = np.sort(rng.integers(0, 4 * 365 * DAY, 300))
    slot = rng.integers(0, WEEK, 300)
    told = Story.of(slot, rng.normal(0, 1, 300), at)
    assert sum(part.posts.sum() for _, part in told.parts) == 300
    assert all(part.posts.sum() >= FEWEST for _, part in told.parts)
    assert len(told.parts) <= at.max() // SEASON + 1
    days = sum(gap for gap, _ in told.parts)
    assert days < (at.max() - at.min()) / DAY


@pytest.mark.parametrize("many", [0, 1, 50])
def test_a_short_story_is_known_as_before(many: int):
    rng = np.random.default_rng(2)
    short = Story.of(rng.integers(0, WEEK, many), rng.normal(0, 1, many), np.arange(many) * DAY)
    pools = Pools.of([short.whole], START)
    (found,) = remembered(pools, [short])
    assert np.array_equal(found.mean, pools.belief(short.whole).mean)
