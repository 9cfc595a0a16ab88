"""Meaning as features: causal, kept with the model, and never read without its embedder."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from peruopt.errors import UserError
from peruopt.learn import blob, duel
from peruopt.learn.cleaning import clean
from peruopt.learn.commands import backtest
from peruopt.learn.embedding import reader
from peruopt.learn.features import look, remember
from peruopt.learn.kept import take_up
from peruopt.learn.looking import described
from peruopt.learn.recommend import LearnedRecommender
from peruopt.learn.spec import MEANING, SPEC, VERSION, embedder_of, label
from peruopt.learn.splits import split
from peruopt.learn.tables import from_posts
from peruopt.learn.train import train
from peruopt.recommending import Basis, Known, ModelRun, Proposal, Trained
from peruopt.restaurant import Network
from peruopt.results import Media
from tests.unit.learn.histories import NOW, history, write_csv
from tests.unit.learn.points import Bag
from tests.unit.learn.test_laws import DAY, corrupt

POSTS = history(330)
DRAFT = Proposal("Hoy ceviche en la casa #ceviche", Media.PHOTO, NOW + timedelta(hours=5))


def past_of(posts):
    return remember(clean(from_posts(posts, "America/Lima", reader(Bag()))))


@pytest.fixture(scope="module")
def trained() -> Trained:
    return train(POSTS, "America/Lima", now=NOW, embedder=Bag())


@pytest.fixture(scope="module")
def plain() -> Trained:
    return train(POSTS, "America/Lima", now=NOW)


def known(model: bytes) -> Known:
    return Known(Network.FACEBOOK, "muelle", "America/Lima", POSTS[-200:], model)


def test_directions_come_from_the_train_part_alone():
    past = past_of(POSTS)
    rows = split(past, 0.15).train
    first = past.table.at[rows].max()
    spoiled = [
        corrupt(p, i) if int(p.published_at.timestamp()) > first else p
        for i, p in enumerate(POSTS)
    ]
    seen, axes = described(past, 0.15, Bag())
    other, same = described(past_of(spoiled), 0.15, Bag())
    np.testing.assert_array_equal(axes.turn, same.turn)
    np.testing.assert_array_equal(axes.middles, same.middles)
    old = past.table.at <= first
    np.testing.assert_array_equal(seen.values[old], other.values[old])
    assert (seen.values[~old, len(SPEC) :] != other.values[~old, len(SPEC) :]).any()
    meant = seen.values[rows, len(SPEC) :]
    assert meant.shape[1] == len(MEANING)
    assert np.abs(meant.std(axis=0) - 1).max() < 0.01
    assert np.abs(np.corrcoef(meant.T) - np.eye(len(MEANING))).max() < 0.01


def test_a_corrupted_future_changes_no_forecast_before_it(tmp_path: Path):
    def run(posts, name: str) -> list[list[str]]:
        path = write_csv(tmp_path / f"{name}.csv", posts)
        out = tmp_path / f"{name}_out.csv"
        backtest(path, out, embedder=Bag())
        return [line.split(",") for line in out.read_text().splitlines()[1:]]

    first = run(POSTS, "first")
    assert run(POSTS, "again") == first
    moment = next(p.published_at for p in POSTS if p.external_id == first[15][1])
    spoiled = [
        corrupt(p, i) if p.published_at > moment - DAY and p.external_id != first[15][1] else p
        for i, p in enumerate(POSTS)
    ]
    after = {row[1]: row for row in run(spoiled, "spoiled")}
    kept = [
        row for row in first[:15]
        if next(p.published_at for p in POSTS if p.external_id == row[1]) <= moment - DAY
    ]  # fmt: skip
    assert len(kept) > 5
    for row in [*kept, first[15]]:
        assert after[row[1]][4:] == row[4:]


def test_a_model_says_whose_meaning_it_reads(trained: Trained, plain: Trained):
    assert trained.card["spec_version"] == f"{VERSION}+bag-1"
    assert {f["name"] for f in trained.card["features"]} == SPEC.keys() | MEANING.keys()
    kept = take_up(trained.model)
    assert kept.embedder == "bag-1"
    assert kept.to_bytes() == trained.model
    assert plain.card["spec_version"] == VERSION
    assert {f["name"] for f in plain.card["features"]} == SPEC.keys()
    assert take_up(plain.model).embedder == ""


def test_a_model_is_not_asked_without_its_embedder(trained: Trained, plain: Trained):
    bag = Bag()
    (told,) = LearnedRecommender(bag.find).score(known(trained.model), [DRAFT])
    assert told.basis is Basis.MODEL
    assert bag.asked == [DRAFT.text]
    for find in (Bag("bag-2").find, None):
        without = LearnedRecommender(find)
        (usual,) = without.score(known(trained.model), [DRAFT])
        assert usual.basis is Basis.PRIOR
        assert usual.expected == usual.usual == told.usual
        assert any(hour.posts for hour in without.week(known(trained.model)))
    bag.asked.clear()
    (same,) = LearnedRecommender(bag.find).score(known(plain.model), [DRAFT])
    assert same.basis is Basis.MODEL
    assert bag.asked == []


def test_a_forecast_does_not_depend_on_its_company(trained: Trained):
    other = replace(DRAFT, text="Picarones para todos #picarones")
    recommender = LearnedRecommender(Bag().find)
    alone = recommender.score(known(trained.model), [DRAFT])
    assert recommender.score(known(trained.model), [other, DRAFT])[1] == alone[0]


def test_a_plain_model_asked_of_a_past_with_meaning_says_the_same(plain: Trained):
    model = take_up(plain.model).forecaster
    past = past_of(POSTS)
    wide, _ = described(past, 0.15, Bag())
    assert wide.values.shape[1] == len(SPEC) + len(MEANING)
    for mine, theirs in zip(model.ask(past, wide), model.ask(past, look(past)), strict=True):
        np.testing.assert_array_equal(mine, theirs)


def test_a_model_of_another_specification_is_refused(trained: Trained):
    arrays, told, weights = blob.unpack(trained.model)
    for spec in (VERSION + 1, f"{VERSION + 1}+bag-1", f"{VERSION}+", "bag-1", None):
        assert embedder_of(spec) is None
        with pytest.raises(UserError) as refused:
            take_up(blob.pack(arrays, told | {"spec": spec}, weights))
        assert refused.value.key == "learn.model_unusable"
    assert embedder_of(label("bag-1")) == "bag-1"
    assert embedder_of(label()) == ""


def test_a_model_whose_embedder_is_gone_keeps_no_new_one_out(trained: Trained):
    before = ModelRun(1, NOW, trained.card, serves=True, model=trained.model)
    worse = {"keys": [], "at": [], "usual": [], "truth": [], "mean": []}
    card = {"learns": True, "verdict": "won", "serves": True, "held_out": {}, "fresh": {}}
    new = Trained(b"new", card, serves=True)
    assert "duel" not in duel.challenged(new, before, worse, lambda _name: None).card
    assert "duel" in duel.challenged(new, before, worse, Bag().find).card
    again = train(POSTS, "America/Lima", now=NOW, previous=trained.model)
    assert again.serves


def test_too_few_posts_are_read_as_without():
    card = train(history(90), "America/Lima", now=NOW, embedder=Bag()).card
    assert card["spec_version"] == VERSION
