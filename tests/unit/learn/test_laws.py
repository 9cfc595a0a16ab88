"""The two laws: the future and the last 24 hours change no forecast; the same gives the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peruopt.learn.cleaning import clean
from peruopt.learn.commands import backtest, slots
from peruopt.learn.features import look, remember
from peruopt.learn.spec import SPEC
from peruopt.learn.tables import from_posts
from peruopt.results import Media, Metrics, PastPost
from tests.unit.learn.histories import history, write_csv

POSTS = history(90, hours_apart=7) + history(60, account="norte", seed=1, hours_apart=30)
DAY = timedelta(hours=24)


def corrupt(post: PastPost, seed: int) -> PastPost:
    wild = Metrics(likes=10 ** (seed % 7), comments=seed, shares=None)
    return replace(post, metrics=wild, text=f"corrupto {seed} #nada", media=Media.REEL)


@given(st.integers(0, len(POSTS) - 1), st.integers(0, 1000))
@settings(max_examples=60, deadline=None)
def test_what_is_not_a_day_old_changes_no_feature(which: int, seed: int):
    target = POSTS[which]
    edge = target.published_at - DAY

    def spoiled(p: PastPost) -> PastPost:
        if p.published_at <= edge or p is target:
            return p
        return corrupt(p, seed)

    seen = [
        look(remember(clean(from_posts(p, "America/Lima"))))
        for p in (POSTS, [spoiled(p) for p in POSTS])
    ]
    rows = [s.table.ids.index(target.external_id) for s in seen]
    before, after = (s.values[r] for s, r in zip(seen, rows, strict=True))
    np.testing.assert_array_equal(before, after)
    assert np.array_equal(seen[0].usual[rows[0]], seen[1].usual[rows[1]], equal_nan=True)


def test_a_post_a_day_old_does_count():
    seen = look(remember(clean(from_posts(POSTS, "America/Lima"))))
    changed = [corrupt(p, 5) if i == 40 else p for i, p in enumerate(POSTS)]
    other = look(remember(clean(from_posts(changed, "America/Lima"))))
    moved = np.flatnonzero(~(np.isclose(seen.values, other.values, equal_nan=True)).all(axis=1))
    times = np.array(seen.table.at)[moved]
    assert len(moved) > 5
    assert (
        times[times > POSTS[40].published_at.timestamp()]
        >= POSTS[40].published_at.timestamp() + 86_400
    ).all()


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[PastPost], list[str]]:
    folder = tmp_path_factory.mktemp("laws")
    posts = history(220, hours_apart=9) + history(150, account="norte", seed=1, hours_apart=20)
    path = write_csv(folder / "posts.csv", posts)
    backtest(path, folder / "first.csv")
    return folder, posts, (folder / "first.csv").read_text().splitlines()


def test_the_same_file_and_seed_give_the_same_bytes(house):
    folder, _, first = house
    backtest(folder / "posts.csv", folder / "again.csv")
    assert (folder / "again.csv").read_text().splitlines() == first


@pytest.mark.parametrize("place", [0, 12])
def test_a_corrupted_future_changes_no_forecast_before_it(house, place: int):
    folder, posts, first = house
    rows = [line.split(",") for line in first[1:] if line.startswith("muelle,")]
    moment = datetime.fromisoformat(rows[place][2])
    spoiled = [
        corrupt(p, i)
        if p.account == "muelle"
        and p.published_at > moment - DAY
        and p.external_id != rows[place][1]
        else p
        for i, p in enumerate(posts)
    ]
    backtest(write_csv(folder / "spoiled.csv", spoiled), folder / "spoiled_out.csv")
    after = {
        line.split(",")[1]: line for line in (folder / "spoiled_out.csv").read_text().splitlines()
    }
    # its forecast and interval, and those of every post that was left as it was
    kept = [row for row in rows[:place] if datetime.fromisoformat(row[2]) <= moment - DAY]
    for row in [*kept, rows[place]]:
        assert after[row[1]].split(",")[4:] == row[4:]
    others = [line for line in first if line.startswith("norte,")]
    assert [line for line in after.values() if line.startswith("norte,")] == others


def test_hours_know_nothing_of_later_posts(tmp_path: Path):
    posts = history(120)
    moment = posts[80].published_at
    slots(write_csv(tmp_path / "a.csv", posts), moment.isoformat(), tmp_path / "a_out.csv")
    spoiled = [corrupt(p, i) if p.published_at > moment - DAY else p for i, p in enumerate(posts)]
    slots(write_csv(tmp_path / "b.csv", spoiled), moment.isoformat(), tmp_path / "b_out.csv")
    assert (tmp_path / "a_out.csv").read_text() == (tmp_path / "b_out.csv").read_text()


def test_every_feature_has_a_derivation():
    assert all(SPEC.values())
