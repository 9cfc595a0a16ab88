"""A day worth a post: what it is called, when it falls, what to serve, and how sure we are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from peruopt.rules.letters import capital_first

_ARTICLE = re.compile(r"(?:el|la|los|las|the) ")


class Kind(StrEnum):
    """What sort of day."""

    FOOD = "food"
    FEAST = "feast"
    HOLIDAY = "holiday"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Occasion:
    """One coming of one day."""

    key: str
    kind: Kind
    said: dict[str, str]
    """Its name by tongue (`es`, `en`), as it follows “para” and “for”."""
    starts: date
    ends: date
    dishes: tuple[str, ...] = ()
    """Keys of the dish knowledge base, the first suggested first."""
    idea: str = ""
    """What to post about where no dish of the knowledge base fits."""
    only: bool = False
    """A draft may name it only beside its dishes."""
    lead: int = 7
    """Days before it at which a post should be prepared."""
    holiday: bool = False
    """A public holiday."""
    verified: bool = True
    weekly: bool = False
    """It comes every week or month, and needs no announcing as a feast does."""

    def name(self, locale: str) -> str:
        """Return its name as a title: `Día del Ceviche`."""
        said = self.said["es" if locale.startswith("es") else "en"]
        bare = said[match.end() :] if (match := _ARTICLE.match(said)) else said
        return capital_first(bare)
