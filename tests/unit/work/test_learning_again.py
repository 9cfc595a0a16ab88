"""When a restaurant's model is trained, on what, and where the outcome goes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.retraining import retrain_nightly
from peruopt.courses import Outcome
from peruopt.recommending import Trained
from peruopt.work.training import run_training, stop
from tests.conftest import START

HOUR = timedelta(hours=1)


@pytest.fixture
def lessons(monkeypatch) -> list[tuple]:
    """What the trainer was given, in place of a minute of training."""
    given = []

    def train(posts, timezone, *, now, seed, progress, previous, embedder):
        assert embedder is None
        given.append(([post.text for post in posts], timezone, now, previous))
        progress(1.0, "done")
        return Trained(b"weights %d" % len(given), {"rows": len(posts)}, serves=True)

    monkeypatch.setattr("peruopt.learn.train.train", train)
    return given


def test_a_training_reads_all_and_is_kept_with_its_card(world, house, lessons):
    house.published(START - HOUR, text="Causa")
    steps = []
    for _ in range(2):
        run_training(world.work, house.id, START, lambda *step: steps.append(step))
    assert lessons == [
        (["Causa"], "America/Lima", START, None),
        (["Causa"], "America/Lima", START, b"weights 1"),
    ]
    assert steps == [(1.0, "done")] * 2
    with world.work(house.id) as w:
        serving = w.models.serving()
    assert (serving.model, serving.card, serving.made_at) == (b"weights 2", {"rows": 1}, START)


def test_what_is_cancelled_meanwhile_is_not_kept(world, house, lessons, monkeypatch):
    house.published(START - HOUR, text="Causa")
    seen = []

    def told(share: float, note: str) -> None:
        seen.append(note)
        assert stop(world.work, house.id, START, "Rosa")

    assert run_training(world.work, house.id, START, told) is None
    with world.work(house.id) as w:
        (course,) = w.courses.recent(9)
        assert w.models.newest() is None
    assert (course.outcome, course.who, seen) == (Outcome.CANCELLED, "Rosa", ["done"])
    # a training looks now and then whether it is still wanted
    monkeypatch.setattr("peruopt.work.training.LOOKED", -1.0)
    steps = []

    def step(share: float, note: str) -> None:
        steps.append(note)

    with world.work(house.id) as w:
        running = w.courses.begin(START, 1)

    def train(posts, timezone, *, now, seed, progress, previous, embedder):
        assert embedder is None
        stop(world.work, house.id, START, "Rosa")
        progress(0.5, "trying")
        raise AssertionError("it went on")

    monkeypatch.setattr("peruopt.learn.train.train", train)
    assert run_training(world.work, house.id, START, step) is None
    assert steps == []
    with world.work(house.id) as w:
        assert w.courses.get(running.id).outcome is Outcome.CANCELLED


def test_what_breaks_is_written_down(world, house, lessons, monkeypatch):
    house.published(START - HOUR)

    def train(*args, **kwargs):
        raise MemoryError

    monkeypatch.setattr("peruopt.learn.train.train", train)
    with pytest.raises(MemoryError):
        run_training(world.work, house.id, START, lambda *_: None)
    with world.work(house.id) as w:
        assert w.courses.recent(1)[0].outcome is Outcome.FAILED


def test_the_model_in_service_is_challenged_on_what_it_was_tried_on(
    world, house, lessons, monkeypatch
):
    house.published(START - HOUR)
    held = []

    def challenged(trained, before, held_out):
        held.append((before and before.model, held_out))
        return replace(trained, held_out={"keys": [len(held)]})

    monkeypatch.setattr("peruopt.learn.duel.challenged", challenged)
    for _ in range(2):
        run_training(world.work, house.id, START, lambda *_: None)
    assert held == [(None, {}), (b"weights 1", {"keys": [1]})]


def test_without_a_history_there_is_nothing_to_learn(world, house, lessons):
    assert run_training(world.work, house.id, START, lambda *_: None) is None
    assert lessons == []


async def test_each_night_once_and_only_at_night(world, house, clock):
    house.published(START - HOUR)
    trained = world.trainer.started
    for _ in range(48):
        clock.tick(HOUR / 2)
        before = len(trained)
        await retrain_nightly(world)
        if len(trained) > before:
            with world.work(house.id) as w:
                w.models.add(Trained(b"", {}, serves=False), clock.now())
                assert clock.now().astimezone(w.restaurant.zone).hour == 4
    assert trained == [house.id]


async def test_a_house_without_posts_sleeps(world, house, clock):
    clock.tick(18 * HOUR)
    assert clock.now().hour == 9  # four in Lima
    await retrain_nightly(world)
    assert world.trainer.started == []
