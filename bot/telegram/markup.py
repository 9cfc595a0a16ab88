"""Title, quote and text as Telegram's HTML, cut into messages at line borders."""

from __future__ import annotations

import html
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.telegram.limits import clean, head, units

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@dataclass(frozen=True, slots=True)
class Block:
    """Words in one style: the name of a tag that Telegram knows, or none."""

    words: str
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Chunk:
    """What goes into one message."""

    html: str
    size: int
    """Units after the markup is read, which is what the limits are about."""


@dataclass(frozen=True, slots=True)
class Script:
    """Plain words, and which stretches of them are styled."""

    words: str
    styles: tuple[tuple[int, int, str], ...]

    @classmethod
    def of(cls, blocks: Sequence[Block]) -> Script:
        """Put blocks under each other; a quote stands apart by itself."""
        words, styles, before = "", [], ""
        for block in blocks:
            said = clean(block.words).strip()
            if not said:
                continue
            if words:
                words += "\n" if "blockquote" in (block.tag, before) else "\n\n"
            if block.tag:
                styles.append((len(words), len(words) + len(said), block.tag))
            words, before = words + said, block.tag
        return cls(words, tuple(styles))

    @property
    def size(self) -> int:
        """Units of all of it."""
        return units(self.words)

    def chunks(self, most: int) -> list[Chunk]:
        """Return it in as few messages as it takes."""
        return [self._chunk(start, end) for start, end in self._cuts(most)]

    def _cuts(self, most: int) -> Iterator[tuple[int, int]]:
        start = 0
        while start < len(self.words):
            rest = self.words[start : start + most]
            end = start + head(rest, most)
            if end < len(self.words):
                end = start + _border(self.words[start:end])
            yield start, end
            start = end
            while start < len(self.words) and self.words[start].isspace():
                start += 1

    def _chunk(self, start: int, end: int) -> Chunk:
        parts, at = [], start
        for begins, ends, tag in self.styles:
            low, high = max(begins, start), min(ends, end)
            if low >= high:
                continue
            parts.append(_escaped(self.words[at:low]))
            parts.append(f"<{tag}>{_escaped(self.words[low:high])}</{tag}>")
            at = high
        parts.append(_escaped(self.words[at:end]))
        return Chunk("".join(parts), units(self.words[start:end]))


def _border(words: str) -> int:
    """Return where to cut: after the last line, else the last word, unless that is far back."""
    for sign in ("\n", " "):
        found = words.rfind(sign)
        if found > len(words) // 2:
            return found
    return len(words)


def _escaped(words: str) -> str:
    return html.escape(words, quote=False)
