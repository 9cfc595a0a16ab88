"""`peruopt train`: learn now, told in this terminal; the child of a running peruopt, too."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Sequence

from bot.cli.saying import words
from bot.meaning import embedder
from bot.setup import read
from bot.ticking import Clock
from bot.training import ProcessTrainer, train_here
from peruopt.chat.words import Words
from peruopt.courses import STEPS, Outcome, step
from peruopt.ports import Stage, Training
from peruopt.restaurant import Restaurant
from peruopt.trainingcard import bar, expected, took
from peruopt.work.training import Asked, alive, begin, stop
from storage.database import Database, open_database

PULSE = 0.5
"""Seconds between two looks at how far it is."""


def arguments(_name: str, parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--restaurant", type=int, help="its number; without it, every one")
    parser.add_argument(
        "--lines", action="store_true", help="train in this process; a line of JSON for each step"
    )


def run(args: argparse.Namespace) -> int:
    """Train; Ctrl-C cancels, and what was learned before stays in service."""
    settings, spoken = read(), words()
    database = open_database(settings.url, data_dir=settings.data_dir)
    try:
        known = {house.id: house for house in database.directory.restaurants()}
        if args.restaurant is not None and args.restaurant not in known:
            told = ", ".join(str(number) for number in known)
            print(spoken("training.terminal_unknown", n=str(args.restaurant), known=told),
                  file=sys.stderr)  # fmt: skip
            return 1
        houses = list(known.values()) if args.restaurant is None else [known[args.restaurant]]
        clock = Clock(settings.data_dir / "clock")
        if args.lines:
            for house in houses:
                train_here(database.work, house.id or 0, clock.now(), embedder(settings))
            return 0
        env = {"PERUOPT_DATA_DIR": str(settings.data_dir), "PERUOPT_DATABASE_URL": settings.url}
        return asyncio.run(_train(database, clock, houses, ProcessTrainer(env=env), spoken))
    finally:
        database.close()


async def _train(
    database: Database,
    clock: Clock,
    houses: Sequence[Restaurant],
    trainer: ProcessTrainer,
    spoken: Words,
) -> int:
    failed = trained = 0
    for house in houses:
        assert house.id is not None
        asked = begin(database.work, house.id, clock.now())
        if asked is None:
            continue
        trained += 1
        if asked.already and alive(asked.course, clock.now()):
            print(spoken("training.terminal_already", name=house.name))
            failed += 1
            continue
        try:
            await _one(database, house, asked, trainer, spoken)
        except asyncio.CancelledError:
            stop(database.work, house.id, clock.now(), "")
            print(f"\n{spoken('training.terminal_cancelled')}")
            raise
        finally:
            await trainer.close()
        failed += not _ended(database, house.id, asked.course.id, spoken)
    if not trained:
        print(spoken("training.terminal_none"))
    return 1 if failed else 0


async def _one(
    database: Database, house: Restaurant, asked: Asked, trainer: ProcessTrainer, spoken: Words
) -> None:
    assert house.id is not None
    print(spoken("training.terminal", name=house.name, n=asked.course.posts))
    with database.work(house.id) as w:
        done = [c for c in w.courses.recent(20) if c.outcome is Outcome.DONE]
    print(expected(asked.course.posts, done, spoken), flush=True)
    trainer.start(house.id)
    before = ""
    while (now := await trainer.wait(house.id, PULSE)).stage is Stage.RUNNING:
        before = _say(now, before, spoken)
    if sys.stdout.isatty():
        print()


def _say(now: Training, before: str, spoken: Words) -> str:
    """Tell a terminal each moment in one line, and a file each step once."""
    at = step(now.share, now.note)
    what = spoken(f"training.step_{STEPS[at - 1]}")
    line = spoken("training.step", at=at, of=len(STEPS), what=what)
    if sys.stdout.isatty():
        line = f"{bar(now.share, spoken)}  {line}"
        if line != before:
            print(f"\r\x1b[K{line}", end="", flush=True)
    elif line != before:
        print(line, flush=True)
    return line


def _ended(database: Database, restaurant_id: int, course_id: int, spoken: Words) -> bool:
    """Say what came of it; return whether it came to an end."""
    with database.work(restaurant_id) as w:
        course = w.courses.get(course_id)
        run = next((r for r in w.models.recent(5) if course and r.id == course.run), None)
        serving = w.models.serving() is not None
    if course is None or run is None:
        print(spoken("training.failed"))
        return False
    lasted = took(course.seconds or 1, spoken)
    print(spoken("training.done", n=course.posts, took=lasted))
    lost = "lost" if serving else "lost_to_usual"
    print(spoken(f"training.{'serves' if run.serves else lost}"))
    return True
