"""Trainings on record: one open at a time, each ended once; bytes let go of; what was noticed."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import text

from peruopt.courses import Outcome
from peruopt.recommending import Drift, Trained

MINUTE = timedelta(minutes=1)


def test_one_is_open_and_ends_once(database, house, clock):
    with database.work(house) as w:
        assert w.courses.open() is None
        first = w.courses.begin(clock.now(), 700, who="Rosa", first=True)
        assert w.courses.begin(clock.now(), 800) == first
        w.courses.take(first.id, "house:12")
    with database.work(house) as w:
        assert w.courses.open().runner == "house:12"
        later = clock.now() + MINUTE
        assert w.courses.end(first.id, later, Outcome.DONE, seconds=58.5)
        w.courses.ran(first.id, 3)
        assert not w.courses.end(first.id, later, Outcome.CANCELLED, who="Luis")
        assert w.courses.open() is None
        second = w.courses.begin(later, 701)
    with database.work(house) as w:
        ended = w.courses.get(first.id)
        assert (ended.outcome, ended.seconds, ended.run) == (Outcome.DONE, 58.5, 3)
        assert (ended.who, ended.ended_at, ended.first) == ("Rosa", later, True)
        assert [c.id for c in w.courses.recent(9)] == [second.id, first.id]


def test_a_restart_is_counted_and_frees_the_runner(database, house, clock):
    with database.work(house) as w:
        course = w.courses.begin(clock.now(), 5)
        w.courses.take(course.id, "house:12")
        w.courses.again(course.id)
    with database.work(house) as w:
        again = w.courses.open()
    assert (again.runner, again.restarts) == ("", 1)


def test_of_two_processes_one_takes_it(database, house, clock):
    with database.work(house) as w:
        course = w.courses.begin(clock.now(), 5)
        assert w.courses.take(course.id, "house:12", before=course.runner)
        assert not w.courses.take(course.id, "house:13", before=course.runner)
    with database.work(house) as w:
        assert w.courses.open().runner == "house:12"
        assert w.courses.take(course.id, "house:13", before="house:12")


def test_another_house_sees_none_of_it(database, house, other, clock):
    with database.work(house) as w:
        course = w.courses.begin(clock.now(), 5)
        w.models.drifted(Drift("level", clock.now(), "facebook:x", 10, 40, 15))
        run = w.models.add(Trained(b"x", {}, serves=True, held_out={"ids": ["1"]}), clock.now())
    with database.work(other) as w:
        assert w.courses.open() is w.courses.get(course.id) is None
        assert w.courses.recent(9) == w.models.recent(9) == []
        assert w.models.drifts(clock.now() - MINUTE) == []
        assert w.models.held_out(run) == {}
        w.courses.take(course.id, "theirs")
        w.courses.again(course.id)
        assert not w.courses.end(course.id, clock.now(), Outcome.FAILED)
    with database.work(house) as w:
        assert w.courses.open() == course


def test_what_was_noticed_is_told_newest_first(database, house, clock):
    old = Drift("coverage", clock.now() - 9 * MINUTE, now=0.6, was=0.9, posts=20)
    new = Drift("level", clock.now(), "facebook:x", 10, 40, 15)
    with database.work(house) as w:
        w.models.drifted(old)
        w.models.drifted(new)
    with database.work(house) as w:
        assert w.models.drifts(clock.now() - MINUTE) == [new]
        assert w.models.drifts(clock.now() - 9 * MINUTE) == [new, old]


def test_bytes_of_models_that_will_never_serve_are_let_go(database, house, clock):
    with database.work(house) as w:
        for n in range(6):
            w.models.add(
                Trained(b"m%d" % n, {"n": n}, serves=n != 4, held_out={"n": n}), clock.now()
            )
    with database.engine.connect() as connection:
        kept = connection.execute(text("SELECT weights FROM models ORDER BY id")).scalars()
        assert [bytes(w) for w in kept] == [b"", b"", b"m2", b"m3", b"", b"m5"]
    with database.work(house) as w:
        assert [run.card["n"] for run in w.models.recent(9)] == [5, 4, 3, 2, 1, 0]
        assert w.models.serving().model == b"m5"
        assert w.models.held_out(6) == {"n": 5}
        assert w.models.held_out(5) == {}
