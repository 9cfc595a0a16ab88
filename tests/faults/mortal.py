"""A process that can die: at a transaction, or when a network says so."""

from __future__ import annotations

from contextlib import contextmanager


class Killed(BaseException):
    """The process is gone.  Nothing in the house may catch this."""


class Mortal:
    """A database as one process sees it; dead, it can do nothing any more.

    `dies` is (transaction, moment) with moment `before`, `inside` or `after` its commit.
    """

    def __init__(self, database, dies: tuple[int, str] | None = None) -> None:
        self._database, self._dies, self.count, self.dead = database, dies, 0, False
        self.directory = database.directory

    def kill(self) -> None:
        self.dead = True

    @contextmanager
    def work(self, restaurant_id: int):
        self.count += 1
        number = self.count
        self._at(number, "before")
        with self._database.work(restaurant_id) as w:
            yield w
            self._at(number, "inside")
        self._at(number, "after")

    def _at(self, number: int, moment: str) -> None:
        if self._dies == (number, moment):
            self.dead = True
        if self.dead:
            raise Killed
