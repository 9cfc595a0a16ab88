"""Only the newest posts of each account are learned from, and the card says how many were not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from peruopt.learn import learning
from peruopt.learn.cleaning import clean
from peruopt.learn.features import remember
from peruopt.learn.tables import from_posts
from peruopt.learn.train import newest_of, train
from tests.unit.learn.histories import NOW, history

if TYPE_CHECKING:
    import pytest

POSTS = history(90) + history(30, account="norte", seed=1)


def test_every_account_keeps_its_newest_in_their_order():
    kept = newest_of(POSTS, 40)
    assert [p.external_id for p in kept] == [p.external_id for p in POSTS[50:]]
    assert newest_of(POSTS, 200) == POSTS


def test_weights_learn_from_the_newest_of_each_account(monkeypatch: pytest.MonkeyPatch):
    past = remember(clean(from_posts(POSTS, "America/Lima")))
    monkeypatch.setattr(learning, "EACH", 20)
    kept = learning.newest(past, past.learnable)
    for code in (0, 1):
        mine = np.flatnonzero(past.learnable & (past.table.code == code))
        assert np.flatnonzero(kept & (past.table.code == code)).tolist() == mine[-20:].tolist()
    monkeypatch.setattr(learning, "MOST", 25)
    fewer = learning.newest(past, past.learnable)
    assert fewer.sum() == 25
    assert past.table.at[fewer].min() >= past.table.at[kept & ~fewer].max()


def test_the_card_counts_what_was_too_old(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("peruopt.learn.train.EACH", 60)
    card = train(POSTS, "America/Lima", now=NOW).card
    assert card["accounts"] == {"facebook:muelle": 60, "facebook:norte": 30}
    assert card["preprocessing"]["older_left_out"] == 30
    assert "older_left_out" not in train(POSTS[90:], "America/Lima", now=NOW).card["preprocessing"]
