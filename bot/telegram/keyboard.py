"""Buttons under a message, in rows that a thumb can read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.telegram.limits import KEYS, LABEL, PER_ROW, clean, fit, units
from peruopt.chat.message import Button, Tone

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

WIDTH = 36  # units that a phone shows in one row, shared by its buttons


@dataclass(frozen=True, slots=True)
class Key:
    """A button as Telegram takes it."""

    label: str
    data: str
    tone: Tone = Tone.PLAIN


Keys = tuple[tuple[Key, ...], ...]


def keys(rows: Sequence[Sequence[Button]]) -> Keys:
    """Return the rows, broken where labels would not be readable or Telegram would refuse."""
    broken = [tuple(part) for row in rows for part in _broken([_key(b) for b in row])]
    kept: list[tuple[Key, ...]] = []
    for row in broken:
        if sum(map(len, kept)) + len(row) > KEYS:
            break
        kept.append(row)
    return tuple(kept)


def _key(button: Button) -> Key:
    label = " ".join(clean(button.label).split()) or button.action.typed
    return Key(fit(label, LABEL), button.action.pack(), button.tone)


def _broken(row: list[Key]) -> Iterator[list[Key]]:
    part: list[Key] = []
    for key in row:
        wider = [*part, key]
        longest = max(units(other.label) for other in wider)
        if part and (len(wider) > PER_ROW or longest > WIDTH // len(wider)):
            yield part
            wider = [key]
        part = wider
    if part:
        yield part
