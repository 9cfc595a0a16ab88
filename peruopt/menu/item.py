"""A dish on the house's menu, and the menu as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from peruopt.chat.intent import plain


@dataclass(frozen=True, slots=True)
class Item:
    """One dish, as the house sells it."""

    name: str
    price: int | None = None
    """In céntimos of a sol; None where nobody told us."""
    section: str = ""
    ingredients: str = ""
    allergens: str = ""
    season: str = ""
    available: bool = True
    away_until: datetime | None = None
    """When it comes back by itself; None while unavailable is until somebody says so."""
    id: int | None = None

    @property
    def key(self) -> str:
        """What makes it the same dish: its name, however it is typed."""
        return folded(self.name)

    def served(self, now: datetime) -> bool:
        """Whether it can be promised at `now`."""
        return self.available or (self.away_until is not None and self.away_until <= now)


def folded(name: str) -> str:
    """Return a dish's name as it is compared: plain letters, single spaces."""
    return " ".join("".join(c if c.isalnum() else " " for c in plain(name)).split())


def soles(price: int) -> str:
    """Return `S/ 38` or `S/ 38.50`."""
    whole, rest = divmod(price, 100)
    return f"S/ {whole:,}" + (f".{rest:02d}" if rest else "")


class Items(Protocol):
    """The menu on record."""

    def all(self) -> list[Item]:
        """Return every dish in the order of the menu."""

    def put(self, items: Sequence[Item]) -> tuple[int, int]:
        """Add dishes, or change those with the same key; return (new, changed)."""

    def remove(self, keys: Iterable[str]) -> int:
        """Take dishes off the menu; return how many there were."""
