"""Learning from a restaurant's whole history: read it, train, keep what came of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from peruopt.store import Work

Progress = Callable[[float, str], None]
"""Called with the share done and the key or name of the step."""


def run_training(work: Work, restaurant_id: int, now: datetime, progress: Progress) -> int | None:
    """Train on all published posts; return the run's number, None where there are none.

    Takes a minute of processor time, so it runs in a process of its own; the two transactions
    around it are short.
    """
    with work(restaurant_id) as w:
        posts, timezone, before = w.posts.history(), w.restaurant.timezone, w.models.serving()
    if not posts:
        return None
    from peruopt.learn.train import train

    previous = before.model if before else None
    trained = train(posts, timezone, now=now, seed=0, progress=progress, previous=previous)
    with work(restaurant_id) as w:
        return w.models.add(trained, now)
