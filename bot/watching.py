"""What a door refused before anybody spoke: forged, stale, tampered with; written into the log."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from peruopt.ports import Services
from peruopt.restaurant import Person
from peruopt.store import Entry
from peruopt.work.joining import watching

log = logging.getLogger(__name__)
AGAIN = timedelta(hours=1)
MOST = 60
"""Lines of the log that may be filled in an hour: whoever forges must not flood it, too."""
Refused = Callable[[str, str], Awaitable[None]]
"""What was refused (`forged.webhook`), and who tried, as far as the door knows."""


async def unwatched(_what: str, _who: str) -> None:
    """Nobody keeps a log."""


@dataclass(slots=True)
class Watch:
    """One for all doors.  The same from the same is written down once an hour."""

    services: Services
    written: OrderedDict[tuple[str, str, str], datetime] = field(default_factory=OrderedDict)

    def at(self, platform: str) -> Refused:
        """Return what a door tells."""

        async def refused(what: str, who: str) -> None:
            now = self.services.now()
            if not self._room((platform, what, who), now):
                return
            try:
                await asyncio.to_thread(self._write, platform, what, who, now)
            except Exception:  # the door stays open, whatever becomes of the log
                log.exception("a refusal could not be written down")

        return refused

    def _room(self, key: tuple[str, str, str], now: datetime) -> bool:
        while self.written and now - next(iter(self.written.values())) >= AGAIN:
            self.written.popitem(last=False)
        if key in self.written or len(self.written) >= MOST:
            return False
        self.written[key] = now
        return True

    def _write(self, platform: str, what: str, who: str, now: datetime) -> None:
        somebody = Person(restaurant_id=0, platform=platform, handle=who, name="")
        number = watching(self.services.directory, somebody)
        if number is None:
            return
        about = f"{platform}:{who}"[:80]
        with self.services.work(number) as w:
            w.audit.add(Entry(now, who[:80] or platform, what, about))
