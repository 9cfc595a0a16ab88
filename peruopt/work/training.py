"""Learning from a restaurant's whole history: asked for, done, measured, kept or not, told."""

from __future__ import annotations

import asyncio
import os
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from peruopt.chat.message import Reply
from peruopt.chat.words import Words
from peruopt.courses import Course, Outcome
from peruopt.ports import Services, Stage, Training
from peruopt.recommending import Trained
from peruopt.restaurant import Restaurant
from peruopt.store import Entry, UnitOfWork, Work
from peruopt.trainingcard import card

if TYPE_CHECKING:
    from peruopt.learn.embedding import Embedder

Progress = Callable[[float, str], None]
"""Called with the share done and the key or name of the step."""
LONGEST = timedelta(hours=2)
"""A training that another machine began longer ago than this is not believed to go on."""
LOOKED = 2.0
"""Seconds between two looks at whether it has been cancelled."""
PATIENCE = 600.0
"""Seconds that another process's training is waited for; then it is done here, too."""
MEASURED = 5
"""Trainings by whose length the next one's is foretold."""


class Stopped(Exception):
    """Somebody cancelled it."""


def runner() -> str:
    """Return the name of this process, as it is kept with a training."""
    return f"{socket.gethostname()}:{os.getpid()}"


def alive(course: Course, now: datetime) -> bool:
    """Whether the process that does the training is still there, as far as we can see."""
    host, _, number = course.runner.rpartition(":")
    if not number.isdecimal() or now - course.began_at > LONGEST:
        return False
    if host != socket.gethostname():
        return True
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


@dataclass(frozen=True, slots=True)
class Asked:
    """A training that was asked for."""

    course: Course
    already: bool
    """Whether it was under way before."""


def begin(work: Work, restaurant_id: int, now: datetime, who: str = "") -> Asked | None:
    """Write down that a training is wanted; None where there is nothing to learn from."""
    with work(restaurant_id) as w:
        if running := w.courses.open():
            return Asked(running, already=True)
        posts = w.posts.count()
        if not posts:
            return None
        return Asked(_begin(w, now, posts, who), already=False)


def _begin(w: UnitOfWork, now: datetime, posts: int, who: str = "") -> Course:
    return w.courses.begin(now, posts, who=who, first=w.models.newest() is None)


def stop(work: Work, restaurant_id: int, now: datetime, who: str) -> Course | None:
    """Write down that the open training was cancelled; None where there is none.

    Whatever process does it sees that before it keeps anything.
    """
    with work(restaurant_id) as w:
        running = w.courses.open()
        if running is None or not w.courses.end(running.id, now, Outcome.CANCELLED, who=who):
            return None
        w.audit.add(Entry(now, who, "training.cancelled", f"training:{running.id}"))
        return running


def run_training(
    work: Work,
    restaurant_id: int,
    now: datetime,
    progress: Progress,
    embedder: Embedder | None = None,
) -> int | None:
    """Train on all published posts; return the run's number, None where nothing came of it.

    Takes a minute of processor time, so it runs in a process of its own; the transactions
    around it are short.
    """
    course = _taken(work, restaurant_id, now, progress)
    if course is None:
        return None
    began, outcome = time.monotonic(), Outcome.FAILED
    try:
        heeding = _heeding(work, restaurant_id, course, progress)
        trained = _learned(work, restaurant_id, now, heeding, embedder)
        if trained is None:
            outcome = Outcome.NOTHING
            return None
        return _kept(work, restaurant_id, now, course, trained, time.monotonic() - began)
    except Stopped:
        return None
    finally:
        with work(restaurant_id) as w:  # nothing is changed where it has ended already
            w.courses.end(course.id, now, outcome)


def _taken(work: Work, restaurant_id: int, now: datetime, progress: Progress) -> Course | None:
    """Make the open training ours, or a new one; None where there is nothing to learn from.

    What another process is at is waited for: it may have begun before the newest posts came.
    """
    patience = time.monotonic() + PATIENCE
    while True:
        with work(restaurant_id) as w:
            course, count = w.courses.open(), w.posts.count()
            if course is None and not count:
                return None
            course = course or _begin(w, now, count)
            others = course.runner != runner() and alive(course, now)
            free = not others or time.monotonic() > patience
            if free and w.courses.take(course.id, runner(), before=course.runner):
                return course
        progress(0.0, "training.waiting")
        time.sleep(LOOKED)


def _learned(
    work: Work, restaurant_id: int, now: datetime, tell: Progress, embedder: Embedder | None
) -> Trained | None:
    with work(restaurant_id) as w:
        posts, timezone, before = w.posts.history(), w.restaurant.timezone, w.models.serving()
        held_out = w.models.held_out(before.id) if before else {}
    if not posts:
        return None
    from peruopt.learn.duel import challenged
    from peruopt.learn.train import train

    previous = before.model if before else None
    trained = train(
        posts, timezone, now=now, seed=0, progress=tell, previous=previous, embedder=embedder
    )
    return challenged(trained, before, held_out)


def _kept(
    work: Work, restaurant_id: int, now: datetime, course: Course, trained: Trained, took: float
) -> int | None:
    """Keep what was learned, unless the training was cancelled in its last moment."""
    with work(restaurant_id) as w:
        if not w.courses.end(course.id, now, Outcome.DONE, seconds=took):
            return None
        run = w.models.add(trained, now)
        w.courses.ran(course.id, run)
        return run


def _heeding(work: Work, restaurant_id: int, course: Course, progress: Progress) -> Progress:
    """Return what tells progress and stops where the training was cancelled meanwhile."""
    looked = time.monotonic()

    def heed(share: float, note: str) -> None:
        nonlocal looked
        if time.monotonic() - looked > LOOKED:
            looked = time.monotonic()
            with work(restaurant_id) as w:
                known = w.courses.get(course.id)
            if known is not None and known.outcome is not Outcome.OPEN:
                raise Stopped
        progress(share, note)

    return heed


async def shown(
    services: Services, house: Restaurant, words: Words, course_id: int
) -> Reply | None:
    """Return the card of a training as it is now."""
    assert house.id is not None
    training = await services.trainer.wait(house.id, 0.0)
    return await asyncio.to_thread(_card, services, house.id, course_id, training, words)


async def learn(services: Services, house: Restaurant, words: Words) -> Reply | None:
    """Begin to learn; it takes a while, and the card that shows how far it is is returned."""
    assert house.id is not None
    asked = await asyncio.to_thread(begin, services.work, house.id, services.now())
    services.trainer.start(house.id)
    if asked is None or asked.already:
        return None
    return await shown(services, house, words, asked.course.id)


def _card(
    services: Services, restaurant_id: int, course_id: int, training: Training, words: Words
) -> Reply | None:
    now = services.now()
    with services.work(restaurant_id) as w:
        course = w.courses.get(course_id)
        if course is None:
            return None
        done = [c for c in w.courses.recent(4 * MEASURED) if c.outcome is Outcome.DONE]
        run = next((r for r in w.models.recent(20) if r.id == course.run), None)
        serving = w.models.serving() is not None
    if course.outcome is Outcome.OPEN and training.stage is not Stage.RUNNING:
        here = alive(course, now)
        training = Training(Stage.RUNNING, 0.0, "training.elsewhere") if here else training
        if not here and course.runner:
            course = replace(course, outcome=Outcome.FAILED)
    return card(course, training, words, before=done[:MEASURED], run=run, serving=serving)
