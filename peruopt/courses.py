"""A training on record, from asked for to ended: how far, how long, what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from math import ceil
from statistics import median
from typing import Protocol


class Outcome(StrEnum):
    """What became of a training."""

    OPEN = "open"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    NOTHING = "nothing"
    """There were no posts to learn from."""


@dataclass(frozen=True, slots=True)
class Course:
    """A training on record."""

    id: int
    began_at: datetime
    posts: int
    outcome: Outcome = Outcome.OPEN
    who: str = ""
    """Who asked for it, or stopped it; empty where nobody did."""
    first: bool = False
    """Whether nothing had been learned before it."""
    runner: str = ""
    """`host:pid` of the process that does it; empty while it waits for its turn."""
    restarts: int = 0
    """How often it began again because the program was started anew."""
    ended_at: datetime | None = None
    seconds: float | None = None
    """How long it took, from start to end, by the machine's own clock."""
    run: int | None = None
    """The model that came of it."""


class Courses(Protocol):
    """Trainings on record; at most one of a restaurant is open."""

    def open(self) -> Course | None:
        """Return the one that has not ended."""

    def get(self, course_id: int) -> Course | None: ...
    def begin(self, at: datetime, posts: int, *, who: str = "", first: bool = False) -> Course:
        """Return the open one, or write down a new one."""

    def take(self, course_id: int, runner: str, *, before: str | None = None) -> bool:
        """Note which process does it; False where it is not `before`'s any more."""

    def again(self, course_id: int) -> None:
        """Note that it begins again after a restart."""

    def end(
        self,
        course_id: int,
        at: datetime,
        outcome: Outcome,
        *,
        who: str = "",
        seconds: float | None = None,
    ) -> bool:
        """Write down how it ended; False where it had ended before."""

    def ran(self, course_id: int, run: int) -> None:
        """Note which model came of it."""

    def recent(self, count: int) -> list[Course]:
        """Return the newest, newest first."""


STEPS = ("reading", "trying", "testing", "settling", "hours", "judging")
"""What a training does, in order."""
_NOTES = {
    "training.reading": 1,
    "cleaning": 1,
    "trying": 2,
    "settling": 4,
    "hours": 6,
    "done": 6,
}
"""Step by what the learning calls it; `settling` before 0.6 still belongs to the test."""
_ENDS = (0.03, 0.38, 0.6, 0.85, 0.9)


def step(share: float, note: str) -> int:
    """Return which of the steps, from 1, a training is at."""
    by_share = 1 + sum(share >= end for end in _ENDS)
    told = _NOTES.get(note)
    if told is None or (told == 4 and share < _ENDS[2]):
        return by_share
    return max(told, by_share) if told >= 4 else told


def lasts(posts: int, before: Sequence[Course]) -> tuple[float, float]:
    """Return between how many seconds and how many a training of `posts` takes.

    By what earlier ones took here, each scaled to this many posts; else by what they take on two
    cores, with nothing else to do and with much.
    """
    took = [_plain(posts) * c.seconds / _plain(c.posts) for c in before if c.seconds and c.posts]
    return (0.6 * median(took), 1.8 * max(took)) if took else (_plain(posts), BUSY * _plain(posts))


def minutes(posts: int, before: Sequence[Course]) -> tuple[int, int]:
    """Return the same in whole minutes, one at least."""
    low, high = lasts(posts, before)
    return max(1, round(low / 60)), max(1, ceil(high / 60))


BUSY = 4.0
"""So many times longer it takes beside others: 731 posts took 10 to 32 s, 3,500 took 18 to 32."""


def _plain(posts: int) -> float:
    return 7.0 + 0.003 * posts
