"""A publisher's memo, kept with the post's attempts, so that it survives a crash."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from peruopt.errors import Busy
from peruopt.store import Work


@dataclass(frozen=True, slots=True)
class Notes:
    """Each reading and each writing is a short transaction of its own.

    Those of an attempt end with it: one that was given up can write no more, so that what it has
    not written before, it has not done.
    """

    work: Work
    restaurant_id: int
    post_id: int
    now: Callable[[], datetime]
    attempt: int | None = None

    def get(self, key: str) -> str | None:
        with self.work(self.restaurant_id) as w:
            return w.attempts.note(self.post_id, key)

    def put(self, key: str, value: str) -> None:
        """Keep a note; raise Busy for an attempt that has been given up meanwhile."""
        with self.work(self.restaurant_id) as w:
            w.posts.get(self.post_id)  # locked: who gives the attempt up does it before or after
            if self.attempt is not None and w.attempts.live(self.post_id) != self.attempt:
                raise Busy(self.now())
            w.attempts.put_note(self.post_id, key, value)
