"""Which messages a card is made of, where one id does not say it all.  Kept over restarts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from bot.telegram.changing import Part
from bot.telegram.rendering import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

MOST = 5_000
"""Cards remembered; an older one is changed as if it were a single message."""


class Cards:
    """By chat and by the card's first id, which stays its name when its messages change."""

    def __init__(self, path: Path, most: int = MOST) -> None:
        self._path, self._most = path, most
        self._parts: dict[tuple[int, int], tuple[Part, ...]] = {}
        self._names: dict[tuple[int, int], int] = {}
        self._lines = 0
        if path.exists():
            for line in path.read_text("utf-8").splitlines():
                self._read(line)
        self._tidy()

    def parts(self, chat: int, card: int) -> tuple[Part, ...]:
        """Return what the card is made of."""
        return self._parts.get((chat, card)) or (Part(card),)

    def named(self, chat: int, message: int) -> int:
        """Return the card that a message belongs to."""
        return self._names.get((chat, message), message)

    def put(self, chat: int, card: int, parts: Sequence[Part]) -> None:
        """Remember what the card is made of now."""
        if tuple(parts) == self.parts(chat, card):
            return
        self._keep(chat, card, tuple(parts))
        with self._path.open("a", encoding="utf-8") as file:
            file.write(_line(chat, card, parts))
        self._lines += 1
        self._tidy()

    def _keep(self, chat: int, card: int, parts: tuple[Part, ...]) -> None:
        for part in self._parts.pop((chat, card), ()):
            self._names.pop((chat, part.id), None)
        self._parts[chat, card] = parts
        self._names.update({(chat, part.id): card for part in parts})

    def _read(self, line: str) -> None:
        try:
            chat, card, parts = json.loads(line)
            known = tuple(Part(int(i), Kind(k), str(d)) for i, k, d in parts)
            self._keep(int(chat), int(card), known)
        except (ValueError, TypeError):
            return  # the last line of a process that was killed while it wrote
        self._lines += 1

    def _tidy(self) -> None:
        while len(self._parts) > self._most:
            self._keep(*next(iter(self._parts)), ())
            self._parts.popitem()
        if self._lines > 2 * self._most:
            lines = (_line(chat, card, parts) for (chat, card), parts in self._parts.items())
            fresh = self._path.with_suffix(".new")
            fresh.write_text("".join(lines), "utf-8")
            fresh.replace(self._path)
            self._lines = len(self._parts)


def _line(chat: int, card: int, parts: Sequence[Part]) -> str:
    return json.dumps([chat, card, [[p.id, p.kind.value, p.digest] for p in parts]]) + "\n"
