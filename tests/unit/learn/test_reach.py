"""Forecasts stay within what posts have shown, whatever is asked of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peruopt.learn.recommend import LearnedRecommender
from peruopt.learn.train import train
from peruopt.recommending import Basis, Forecast, Known, Proposal, Trained
from peruopt.restaurant import Network
from peruopt.results import Media, Metrics, PastPost
from tests.unit.learn.histories import NOW, history

RECOMMENDER = LearnedRecommender()
POSTS = history(200)
texts = st.one_of(
    st.text(max_size=300),
    st.sampled_from(
        ["#" * 500, "🦐" * 800, "S/ 10 " * 300, "ceviche " * 400, "https://a.b " * 50]
    ),
)
proposals = st.builds(
    lambda text, media, hours: Proposal(text, media, NOW + timedelta(hours=hours)),
    texts, st.sampled_from(list(Media)), st.integers(1, 12 * 365 * 24),
)  # fmt: skip


@pytest.fixture(scope="module")
def trained() -> Trained:
    return train(POSTS, "America/Lima", now=NOW)


def shown(posts: list[PastPost]) -> tuple[float, float]:
    """Return how far below and above its usual any of the posts has been, as ratios."""
    level = np.log1p([sum(c or 0 for c in _counts(p)) for p in posts])
    usual = [np.median(level[max(0, i - 30) : i]) for i in range(5, len(level))]
    off = level[5:] - usual
    return float(np.exp(off.min())), float(np.exp(off.max()))


def _counts(post: PastPost) -> tuple[int | None, ...]:
    return post.metrics.likes, post.metrics.comments, post.metrics.shares


def ask(posts: list[PastPost], model: bytes | None, asked: Proposal) -> Forecast:
    known = Known(Network.FACEBOOK, "muelle", "America/Lima", posts, model)
    return RECOMMENDER.score(known, [asked])[0]


@given(proposals)
@settings(max_examples=60, deadline=None)
def test_no_draft_is_promised_more_than_posts_have_shown(trained: Trained, asked: Proposal):
    told = ask(POSTS, trained.model, asked)
    least, most = shown(POSTS)
    assert least * 0.8 <= (told.expected + 1) / (told.usual + 1) <= most * 1.05
    assert 0 <= told.low <= told.expected <= told.high
    assert told.high / told.usual < max(3 * most, np.e)


@given(st.lists(st.integers(0, 10**12) | st.none(), min_size=0, max_size=40), proposals)
@settings(max_examples=40, deadline=None)
def test_few_posts_however_absurd_answer_the_usual(counts: list[int | None], asked: Proposal):
    posts = [
        replace(p, metrics=Metrics(likes=c))
        for p, c in zip(history(40)[:30], counts, strict=False)
    ]
    told = ask(posts, None, asked)
    assert told.basis is Basis.PRIOR
    assert told.expected == told.usual
    assert np.isfinite([told.low, told.high]).all()
    assert 0 <= told.low <= told.expected <= told.high
    assert told.high <= (told.usual + 1) * np.exp(4)


@given(proposals)
@settings(max_examples=20, deadline=None)
def test_a_history_gone_wild_keeps_the_forecast_within_it(trained: Trained, asked: Proposal):
    wild = [
        replace(p, metrics=Metrics(likes=10 ** (i % 9))) if i > 190 else p
        for i, p in enumerate(POSTS)
    ]
    told = ask(wild, trained.model, asked)
    ratio = (told.expected + 1) / (told.usual + 1)
    assert np.exp(-4) <= ratio <= np.exp(4)
    assert 0 <= told.low <= told.expected <= told.high


@pytest.mark.parametrize(
    ("years", "basis"), [(0, Basis.MODEL), (1, Basis.PRIOR), (10, Basis.PRIOR)]
)
def test_long_after_the_last_known_post_the_usual_answers(
    trained: Trained, years: int, basis: Basis
):
    draft = Proposal("Hoy ceviche en la casa", Media.PHOTO, NOW + timedelta(days=365 * years))
    told = ask(POSTS, trained.model, draft)
    assert told.basis is basis
    if basis is Basis.PRIOR:
        assert told.expected == told.usual


def test_a_wall_of_tags_is_not_the_models_to_judge(trained: Trained):
    wall = Proposal("#ceviche " * 60, Media.PHOTO, NOW + timedelta(hours=5))
    assert ask(POSTS, trained.model, wall).basis is Basis.PRIOR
