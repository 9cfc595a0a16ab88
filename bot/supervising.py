"""Doors kept open: one that falls opens again, later each time, and closes no other."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from bot.assistant import Assistant
from peruopt.chat.words import Words
from peruopt.errors import UserError
from peruopt.ports import Chat

log = logging.getLogger(__name__)
LONGEST_PAUSE = 60.0


@dataclass(slots=True)
class Doorkeeper:
    """Keeps some doors open, and gives up where none of them can be opened as it is set."""

    assistant: Assistant
    doors: Sequence[Chat]
    words: Callable[[], Words]
    """The language of whoever reads the log."""
    first_pause: float = 1.0
    shut: set[str] = field(default_factory=set)
    """Those that never opened, for a reason that a person must mend."""

    async def keep(self, door: Chat) -> None:
        """Open a door for ever.

        Raises the UserError of a door that cannot be opened as it is set, where no other is left.
        """
        pause, first, clock = self.first_pause, True, asyncio.get_running_loop().time
        while True:
            began, again = clock(), f"it opens again in {pause:.0f} s"
            try:
                await door.run(self.assistant.answer)
            except UserError as error:
                if first and self._was_last(door):
                    raise
                said = (await asyncio.to_thread(self.words)).error(error)
                log.error("the door %s: %s %s", door.platform, said, again)  # noqa: TRY400 - said
            except Exception:  # whatever it fell over, the door opens again
                log.exception("the door %s fell; %s", door.platform, again)
            first, lasted = False, timedelta(seconds=clock() - began)
            long = lasted > timedelta(minutes=5)
            pause = self.first_pause if long else min(pause * 2, LONGEST_PAUSE)
            await asyncio.sleep(pause)

    def _was_last(self, door: Chat) -> bool:
        """Whether this was the only door, or all others could not be opened either."""
        self.shut.add(door.platform)
        return self.shut >= {each.platform for each in self.doors}
