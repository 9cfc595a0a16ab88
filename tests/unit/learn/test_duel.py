"""Champion and challenger: both measured on the same posts, and only a model that holds serves."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from peruopt.learn import duel
from peruopt.learn.train import train
from peruopt.recommending import ModelRun, Trained
from tests.unit.learn.histories import NOW, history

DAY = 86_400


@pytest.fixture(autouse=True)
def _readable(monkeypatch):
    """Models of these tests are bytes that say nothing; reading them is tried elsewhere."""
    monkeypatch.setattr(duel, "_usable", lambda before, _find: before.model != b"cut")


def forecasts(noise: float, many: int = 120, shift: float = 0.0, first: int = 0) -> dict:
    rng = np.random.default_rng(3)
    truth = rng.normal(0, 1, many)
    off = np.random.default_rng(int(noise * 1000)).normal(0, noise, many)
    return {
        "keys": [f"facebook:muelle:{first + i}" for i in range(many)],
        "at": [DAY * i for i in range(many)],
        "usual": [4.0 + shift] * many,
        "truth": (truth - shift).tolist(),
        "mean": (truth + off - shift).tolist(),
    }


def made(noise: float, **rest: object) -> Trained:
    held = forecasts(noise, **rest)
    card = {"learns": True, "verdict": "won", "serves": True, "held_out": held, "fresh": {}}
    return Trained(b"new", card, serves=True)


CHAMPION = ModelRun(1, NOW, {}, serves=True, model=b"old")


def test_a_worse_model_stays_out_with_both_figures_on_its_card():
    judged = duel.challenged(made(1.2), CHAMPION, forecasts(0.4))
    assert not judged.serves
    assert judged.card["verdict"] == "lost_to_previous"
    told = judged.card["duel"]
    assert told["posts"] == 120
    assert told["old"] > 0.7 > told["new"]
    assert told["gain"] == pytest.approx(told["new"] - told["old"], abs=1e-3)
    assert told["low"] < told["gain"] < told["high"] < 0
    assert told["against"] == NOW.isoformat()


def test_a_better_model_goes_in_and_a_tie_goes_to_whoever_read_more():
    assert duel.challenged(made(0.4), CHAMPION, forecasts(1.2)).card["verdict"] == "won_duel"
    tie = duel.challenged(made(0.4), CHAMPION, forecasts(0.4))
    assert (tie.serves, tie.card["verdict"]) == (True, "tied")
    assert tie.card["duel"]["new"] == tie.card["duel"]["old"]


def test_what_is_usual_may_be_revised_between_the_two():
    later = duel.challenged(made(0.4), CHAMPION, forecasts(0.4, shift=1.5))
    assert later.card["duel"]["gain"] == pytest.approx(0, abs=1e-3)


def test_too_few_posts_in_common_decide_nothing():
    judged = duel.challenged(made(1.2), CHAMPION, forecasts(0.4, first=110))
    assert (judged.serves, judged.card["verdict"]) == (True, "won")
    assert judged.card["duel"]["posts"] == 10


def test_posts_newer_than_the_champion_count_too():
    new = made(1.2)
    new.card["fresh"] = forecasts(0.4)
    assert not duel.challenged(new, CHAMPION, {}).serves


@pytest.mark.parametrize("before", [None, replace(CHAMPION, model=b"cut")])
def test_where_no_model_serves_the_usual_is_all_there_is_to_beat(before):
    judged = duel.challenged(made(1.2), before, forecasts(0.4))
    assert judged.serves
    assert "duel" not in judged.card
    lost = replace(made(0.1), serves=False)
    assert not duel.challenged(lost, CHAMPION, forecasts(1.2)).serves


@pytest.mark.parametrize("odd", [{}, {"keys": 3}, {"keys": [], "at": None}])
def test_what_is_kept_may_be_of_another_version(odd):
    assert duel.challenged(made(0.4), CHAMPION, odd).serves


def test_a_training_leaves_what_the_next_one_is_held_to():
    first = duel.challenged(train(history(260), "America/Lima", now=NOW), None, {})
    assert {"held_out", "fresh"}.isdisjoint(first.card)
    assert len(first.held_out["keys"]) == 39
    serving = ModelRun(1, NOW, first.card, serves=True, model=first.model)
    again = train(history(260), "America/Lima", now=NOW, previous=first.model)
    second = duel.challenged(again, serving, first.held_out)
    assert second.card["duel"]["posts"] == 39
    assert (second.serves, second.card["verdict"]) == (True, "tied")
    card = first.card
    assert [level for level, _ in card["calibration"]["levels"]] == [0.5, 0.6, 0.7, 0.8, 0.9, 0.95]
    shares = [share for _, share in card["calibration"]["levels"]]
    assert shares == sorted(shares)
    assert sum(block["posts"] for block in card["over_time"]) == 39
    assert sum(group[-1] for group in card["calibration"]["bins"]) == 39
