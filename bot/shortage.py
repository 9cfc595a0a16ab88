"""A full disk, as the log tells it: once when it begins, once when it is over."""

from __future__ import annotations

import logging

from peruopt.fullness import disk_is_full

log = logging.getLogger(__name__)


class Shortage:
    """What could not be done for want of room, by name, until it can be done again."""

    def __init__(self) -> None:
        self._short: set[str] = set()

    def stopped(self, name: str, error: BaseException) -> bool:
        """Whether it was want of room that stopped it; said for the first of a spell."""
        if not disk_is_full(error):
            return False
        if not self._short:
            log.error("the disk is full: what cannot be saved is tried again; make room")
        self._short.add(name)
        return True

    def done(self, name: str) -> None:
        """Note that it was done; when all that was stopped has been, the spell is over."""
        if name in self._short:
            self._short.remove(name)
            if not self._short:
                # a warning, so that whoever read of the beginning reads of the end
                log.warning("the disk has room again: what waited for it is done")
