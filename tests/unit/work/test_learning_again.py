"""When a restaurant's model is trained, on what, and where the outcome goes."""

from __future__ import annotations

import os
import socket
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


def test_what_another_process_learns_is_waited_for_and_then_all_is_read(
    world, house, lessons, monkeypatch
):
    monkeypatch.setattr("peruopt.work.training.LOOKED", 0.0)
    house.published(START - HOUR, text="Causa")
    with world.work(house.id) as w:
        theirs = w.courses.begin(START, 1)
        w.courses.take(theirs.id, f"{socket.gethostname()}:{os.getppid()}")
    steps = []

    def step(share: float, note: str) -> None:
        steps.append(note)
        if len(steps) == 2:  # it ends; it has not seen what came meanwhile
            house.published(START - HOUR / 2, text="Chicha")
            with world.work(house.id) as w:
                w.courses.end(theirs.id, START, Outcome.DONE)
                w.models.add(Trained(b"theirs", {}, serves=True), START)

    ours = run_training(world.work, house.id, START, step)
    assert steps == ["training.waiting"] * 2 + ["done"]
    assert lessons == [(["Causa", "Chicha"], "America/Lima", START, b"theirs")]
    with world.work(house.id) as w:
        newest, before = w.courses.recent(9)
        assert w.models.serving().id == ours
    assert (newest.run, before.id, newest.outcome) == (ours, theirs.id, Outcome.DONE)


def test_a_process_that_never_ends_is_not_waited_for_for_ever(world, house, lessons, monkeypatch):
    monkeypatch.setattr("peruopt.work.training.PATIENCE", -1.0)
    house.published(START - HOUR, text="Causa")
    with world.work(house.id) as w:
        w.courses.take(w.courses.begin(START, 1).id, f"{socket.gethostname()}:{os.getppid()}")
    assert run_training(world.work, house.id, START, lambda *_: None)
    assert len(lessons) == 1


def test_of_two_that_do_the_same_one_is_kept(world, house, lessons, monkeypatch):
    house.published(START - HOUR, text="Causa")

    def faster(trained, before, held_out):
        with world.work(house.id) as w:
            w.courses.end(w.courses.open().id, START, Outcome.DONE)
            w.models.add(Trained(b"theirs", {}, serves=True), START)
        return trained

    monkeypatch.setattr("peruopt.learn.duel.challenged", faster)
    assert run_training(world.work, house.id, START, lambda *_: None) is None
    with world.work(house.id) as w:
        assert [run.model for run in (w.models.serving(),)] == [b"theirs"]
        assert len(w.models.recent(9)) == 1


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
