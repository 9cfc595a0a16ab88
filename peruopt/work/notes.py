"""A publisher's memo, kept with the post's attempts, so that it survives a crash."""

from __future__ import annotations

from dataclasses import dataclass

from peruopt.store import Work


@dataclass(frozen=True, slots=True)
class Notes:
    """Each reading and each writing is a short transaction of its own."""

    work: Work
    restaurant_id: int
    post_id: int

    def get(self, key: str) -> str | None:
        with self.work(self.restaurant_id) as w:
            return w.attempts.note(self.post_id, key)

    def put(self, key: str, value: str) -> None:
        with self.work(self.restaurant_id) as w:
            w.attempts.put_note(self.post_id, key, value)
