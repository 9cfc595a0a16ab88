"""What a training under way is about to learn: posts that the model in service never read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from peruopt.chat.words import Words
from peruopt.courses import Outcome, minutes
from peruopt.store import UnitOfWork
from peruopt.work.training import LONGEST, MEASURED, alive

NEWEST = 60
"""Trainings among which the one that serves is looked for."""


@dataclass(frozen=True, slots=True)
class Unseen:
    """What is shown rests on the model of `until`, which knows nothing of these posts."""

    posts: int
    until: datetime
    low: int
    high: int
    """Minutes that the training takes."""

    def said(self, words: Words, now: datetime) -> str:
        """Say that it is still learning, and how long what is shown holds."""
        long = "one" if self.low == self.high else "several"
        told = {"at": words.dated(self.until, now), "low": self.low, "high": self.high}
        return f"{words('unseen.learning', n=self.posts)} {words(f'unseen.holds_{long}', **told)}"


def unseen(w: UnitOfWork, now: datetime) -> Unseen | None:
    """Return what is being learned that the model in service has not read, if anything is."""
    course = w.courses.open()
    if course is None or now - course.began_at > LONGEST:
        return None
    if course.runner and not alive(course, now):
        return None
    serving = next((run for run in w.models.recent(NEWEST) if run.serves), None)
    if serving is None:
        return None
    recent = w.courses.recent(NEWEST)
    learned = next((one.posts for one in recent if one.run == serving.id), None)
    new = w.posts.count() - learned if learned is not None else 0
    if new <= 0:
        return None
    done = [one for one in recent if one.outcome is Outcome.DONE]
    return Unseen(new, serving.made_at, *minutes(course.posts, done[:MEASURED]))
