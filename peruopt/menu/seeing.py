"""A menu on a photo: whoever can see it copies its lines, and we read those."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from peruopt.errors import PeruoptError
from peruopt.menu.item import Item
from peruopt.menu.lines import read_lines

MOST_LINES, LONGEST_LINE = 200, 300


class UnseenError(PeruoptError):
    """The photo was not read.  `note` is the key of the sentence that says why."""

    def __init__(self, note: str) -> None:
        super().__init__(note)
        self.note = note


@runtime_checkable
class MenuEye(Protocol):
    """A writer that may be able to see."""

    @property
    def sees(self) -> bool:
        """Whether its model reads pictures."""

    async def menu_lines(self, picture: bytes) -> list[str]:
        """Return the lines of the menu on a JPEG or PNG as printed; raise UnseenError."""


def dishes_in(lines: list[str]) -> list[Item]:
    """Return the dishes of copied lines; what was read off a photo is data like any other."""
    kept = (" ".join(line.split())[:LONGEST_LINE] for line in lines[:MOST_LINES])
    return read_lines("\n".join(line for line in kept if line))
