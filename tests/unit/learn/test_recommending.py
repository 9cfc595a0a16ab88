"""The recommender: sane with no posts, five absurd ones, thirty, and a trained model."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from peruopt.errors import UserError
from peruopt.learn.baselines import long_run_level
from peruopt.learn.cleaning import clean
from peruopt.learn.features import remember
from peruopt.learn.metrics import r2
from peruopt.learn.recommend import LearnedRecommender
from peruopt.learn.tables import from_posts
from peruopt.learn.train import train
from peruopt.recommending import Basis, Known, Proposal, Signal, SlotRules, Trained
from peruopt.restaurant import Network
from peruopt.results import Media, Metrics, PastPost
from tests.unit.learn.histories import NOW, history, noise

LIMA = ZoneInfo("America/Lima")
RECOMMENDER = LearnedRecommender()
DRAFT = Proposal("Hoy ceviche en la casa #ceviche", Media.PHOTO, NOW + timedelta(hours=5))


def known(posts: list[PastPost], model: bytes | None = None, zone: str = "America/Lima") -> Known:
    return Known(Network.FACEBOOK, "muelle", zone, posts, model)


@pytest.fixture(scope="module")
def trained() -> Trained:
    return train(history(260), "America/Lima", now=NOW)


def absurd() -> list[PastPost]:
    counts = [10**12, 0, 10**9, None, 3]
    return [
        replace(p, metrics=Metrics(likes=c), published_at=NOW - timedelta(minutes=i))
        for i, (p, c) in enumerate(zip(history(5), counts, strict=True))
    ]


@pytest.mark.parametrize(
    "posts", [[], absurd(), history(1), history(30)], ids=["0", "absurd", "1", "30"]
)
def test_a_short_history_answers_what_is_usual_and_says_so(posts: list[PastPost]):
    week = RECOMMENDER.week(known(posts))
    assert [(h.weekday, h.hour) for h in week] == [(d, h) for d in range(7) for h in range(24)]
    assert {h.signal for h in week} == {Signal.NONE}
    assert all(h.low < h.expected < h.high and abs(h.expected) < 0.3 for h in week)
    assert sum(h.posts for h in week) == len(posts)
    (forecast,) = RECOMMENDER.score(known(posts), [DRAFT])
    assert forecast.basis is Basis.PRIOR
    assert 0 <= forecast.low <= forecast.expected <= forecast.high
    assert forecast.expected == forecast.usual
    evening = max(week, key=lambda h: h.expected)
    assert 15 <= evening.hour <= 22


def test_training_on_nothing_and_on_little_still_leaves_a_model():
    for posts in ([], absurd(), history(30)):
        made = train(posts, "America/Lima", now=NOW)
        assert made.serves
        assert made.card["learns"] is False
        told = RECOMMENDER.score(known(posts, made.model), [DRAFT, DRAFT])
        assert [f.basis for f in told] == [Basis.PRIOR] * 2
        assert {h.signal for h in RECOMMENDER.week(known(posts, made.model))} == {Signal.NONE}


def test_a_trained_model_knows_the_better_dish(trained: Trained):
    posts = history(260)
    drafts = [
        replace(DRAFT, text=f"Hoy {dish} en la casa #{dish}") for dish in ("ceviche", "picarones")
    ]
    poor, rich = RECOMMENDER.score(known(posts[-200:], trained.model), drafts)
    assert poor.basis is rich.basis is Basis.MODEL
    assert rich.expected > 1.3 * poor.expected
    assert rich.low < rich.expected < rich.high
    assert 0.5 < rich.usual / poor.usual < 2
    assert all(0 <= i < 200 and 0 < share <= 1 for i, share in rich.leans_on)


def test_a_forecast_does_not_depend_on_its_company(trained: Trained):
    posts = history(260)
    later = replace(DRAFT, at=DRAFT.at + timedelta(days=3))
    alone = RECOMMENDER.score(known(posts, trained.model), [later])
    assert RECOMMENDER.score(known(posts, trained.model), [later, DRAFT])[0] == alone[0]


def test_training_again_gives_the_same_bytes(trained: Trained):
    assert train(history(260), "America/Lima", now=NOW).model == trained.model


def test_a_better_previous_model_is_only_judged_on_posts_new_to_both(trained: Trained):
    again = train(history(260), "America/Lima", now=NOW, previous=trained.model)
    assert again.serves  # it learned from these very posts, which proves nothing
    assert train(history(260), "America/Lima", now=NOW, previous=b"cut").serves


def test_posts_without_final_counts_are_not_learned_from():
    young = [replace(history(1)[0], external_id="young", published_at=NOW - timedelta(hours=20))]
    card = train([*history(60), *young], "America/Lima", now=NOW).card
    assert card["rows"] == 60
    assert card["preprocessing"]["too_young_or_future_dropped"] == 1


def test_the_card_tells_everything(trained: Trained):
    card = trained.card
    assert card["rows"] == 260
    assert card["accounts"] == {"facebook:muelle": 260}
    assert {"model", "trailing_median", "long_run_level", "raw_heat_map", "shrunk_heat_map",
            "random_forest", "gradient_boosting"} == set(card["metrics"])  # fmt: skip
    assert all(f["derivation"] for f in card["features"])
    assert card["preprocessing"]["rows_out"] == 260


def test_on_pure_noise_no_skill_is_claimed():
    card = train(noise(500), "America/Lima", now=NOW).card
    assert card["verdict"] in ("no_better_than_level", "lost_to_usual")


def test_who_knows_only_the_long_run_gains_on_the_usual_of_thirty_posts():
    past = remember(clean(from_posts(noise(5000), "America/Lima")))
    rows = past.learnable
    assert 0.03 < r2(past.lift[rows], long_run_level(past)[rows]) < 0.08  # theory: π/60 = .052


@pytest.mark.parametrize(
    "spoil",
    [
        lambda m: m[:-20],
        lambda m: b"",
        lambda m: m[:400] + b"x" + m[401:],
        lambda _: b"PK\x03\x04 not ours",
    ],
)
def test_a_cut_or_foreign_model_is_refused_in_a_sentence(trained: Trained, spoil):
    with pytest.raises(UserError) as refused:
        RECOMMENDER.week(known(history(40), spoil(trained.model)))
    assert refused.value.key == "learn.model_unusable"


@pytest.mark.parametrize(("opens", "closes"), [(9, 22), (18, 2), (0, 23), (13, 13)])
def test_slots_keep_their_distance_and_the_opening_hours(opens: int, closes: int):
    taken = [NOW + timedelta(hours=h) for h in (7, 31, 90)]
    rules = SlotRules(taken, timedelta(hours=3), opens, closes, explore_share=0.5, seed=3)
    slots = RECOMMENDER.slots(known(history(50)), NOW, 30, rules)
    assert slots
    every = sorted([*(s.starts_at for s in slots), *taken])
    assert all(b - a >= timedelta(hours=3) for a, b in pairwise(every))
    for slot in slots:
        hour = slot.starts_at.astimezone(LIMA).hour
        assert opens <= hour <= closes if opens <= closes else hour >= opens or hour <= closes
        assert NOW < slot.starts_at <= NOW + timedelta(days=7)
        assert 0 < slot.propensity <= 1
    assert [s.expected for s in slots] == sorted((s.expected for s in slots), reverse=True)


def test_propensities_are_the_chances_they_claim():
    picks = [
        RECOMMENDER.slots(
            known([]), NOW, 1, SlotRules(opens=9, closes=22, explore_share=0.4, seed=i)
        )[0]
        for i in range(300)
    ]
    best = max(picks, key=lambda s: s.expected)
    share = sum(p.starts_at == best.starts_at for p in picks) / len(picks)
    assert share == pytest.approx(best.propensity, abs=0.09)
    assert sum(p.explores for p in picks) / len(picks) == pytest.approx(0.4, abs=0.09)
    others = {p.propensity for p in picks if p.starts_at != best.starts_at}
    assert len(others) == 1
    assert others.pop() < 0.01


def test_without_exploring_the_choice_is_certain_and_the_same():
    rules = SlotRules(opens=9, closes=22)
    once, again = (RECOMMENDER.slots(known(history(50)), NOW, 5, rules) for _ in range(2))
    assert once == again
    assert {s.propensity for s in once} == {1.0}


@pytest.mark.parametrize(
    "day", [datetime(2024, 3, 9, tzinfo=UTC), datetime(2024, 11, 2, tzinfo=UTC)]
)
def test_no_hour_is_invented_or_doubled_when_clocks_change(day: datetime):
    zone = ZoneInfo("America/New_York")
    rules = SlotRules(spacing=timedelta(hours=1))
    slots = RECOMMENDER.slots(known([], zone="America/New_York"), day, 400, rules)
    walls = [s.starts_at.astimezone(zone).replace(tzinfo=None) for s in slots]
    assert len(set(walls)) == len(walls)
    assert not any((w.month, w.day, w.hour) == (3, 10, 2) for w in walls)
    every = sorted(s.starts_at for s in slots)
    assert all(b - a >= timedelta(hours=1) for a, b in pairwise(every))


def test_the_module_itself_is_light():
    import subprocess
    import sys

    heavy = ("torch", "numpy", "pandas", "sklearn", "scipy")
    code = "import sys, peruopt.learn.recommend as r; "
    code += f"print([m for m in {heavy} if m in sys.modules])"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
