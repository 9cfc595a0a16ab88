"""Hours whose posts ended long ago: the belief falls back on what is usual, and says so."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from peruopt.learn.fading import MEMORY, days_since, faded, nothing_known
from peruopt.learn.families import WEEK
from peruopt.learn.hours import Hours, Own
from peruopt.learn.pools import Pools
from peruopt.learn.prior import network_prior
from peruopt.learn.recommend import LearnedRecommender
from peruopt.learn.slots import Evidence
from peruopt.learn.train import train
from peruopt.learn.weekly import week_of
from peruopt.recommending import Known, Signal
from peruopt.restaurant import Network
from tests.unit.learn.histories import NOW, history

STRENGTH = {Signal.NONE: 0, Signal.WEAK: 1, Signal.CLEAR: 2}


@pytest.fixture(scope="module")
def evenings() -> Own:
    """2,000 posts of an account whose evenings are clearly better."""
    rng = np.random.default_rng(0)
    slot = rng.integers(0, WEEK, 2_000)
    result = 0.3 * np.isin(slot % 24, (19, 20, 21)) + rng.normal(0, 0.7, 2_000)
    evidence = Evidence.of(slot, result)
    return Own(Pools.of([evidence], network_prior("facebook")).belief(evidence), evidence.posts)


def signals(own: Own, days: float) -> list[int]:
    belief, posts = Hours({}, {("facebook", "a"): own}).belief("facebook", "a", days)
    return [STRENGTH[hour.signal] for hour in week_of(belief, posts)]


def test_signals_weaken_with_every_month_without_posts(evenings: Own):
    told = [sum(signals(evenings, days)) for days in (0, 60, 180, 365, 1_000)]
    assert told == sorted(told, reverse=True)
    assert max(signals(evenings, 0)) == STRENGTH[Signal.CLEAR]
    assert max(signals(evenings, 2 * 365)) == STRENGTH[Signal.NONE]


def test_it_ends_where_nothing_is_known_and_stays_a_belief_on_the_way(evenings: Own):
    rest = nothing_known("facebook")
    late = faded(evenings.belief, "facebook", 50 * MEMORY)
    assert np.allclose(late.mean, rest.mean)
    assert np.allclose(late.cover, rest.cover)
    for days in (30.0, 300.0):
        found = faded(evenings.belief, "facebook", days)
        assert np.linalg.eigvalsh(found.cover).min() > -1e-9
        assert np.trace(evenings.belief.cover) < np.trace(found.cover) < np.trace(rest.cover)
    assert faded(evenings.belief, "facebook", 0.0) is evenings.belief


def test_time_runs_from_the_newest_post_that_was_learned_from():
    posts = history(5)
    until = int(posts[3].published_at.timestamp())
    known = Known(Network.FACEBOOK, "muelle", "America/Lima", posts, None, NOW)
    own = (NOW - posts[3].published_at) / timedelta(days=1)
    # what is newer was not learned from
    assert days_since(known, until) == pytest.approx(own, abs=1e-4)
    assert days_since(replace(known, history=()), int(NOW.timestamp())) == 0
    assert days_since(replace(known, now=None), until) == 0


def test_a_week_asked_for_years_later_promises_less():
    posts = history(260)
    model = train(posts, "America/Lima", now=NOW).model
    known = Known(Network.FACEBOOK, "muelle", "America/Lima", posts, model, NOW)
    fresh, late = (
        LearnedRecommender().week(replace(known, now=NOW + timedelta(days=days)))
        for days in (0, 3 * 365)
    )
    assert {hour.signal for hour in late} == {Signal.NONE}
    assert np.mean([h.high - h.low for h in late]) > np.mean([h.high - h.low for h in fresh])
    assert [h.posts for h in late] == [h.posts for h in fresh]
