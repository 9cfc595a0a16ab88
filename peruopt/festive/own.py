"""The restaurant's own days, and where they are kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class OwnDay:
    """An anniversary, a weekly offer: its name as the house said it, and its rule."""

    name: str
    rule: str
    """A line that `rules.Rule` reads."""
    id: int = 0


class OwnDays(Protocol):
    """The days that a restaurant added."""

    def all(self) -> list[OwnDay]:
        """Return them in the order in which they came."""

    def add(self, day: OwnDay, at: datetime) -> OwnDay:
        """Keep the day; one already kept with that name and rule is returned as it is."""

    def remove(self, day_id: int) -> OwnDay:
        """Take the day off the list and return it; raise UserError if there is none."""
