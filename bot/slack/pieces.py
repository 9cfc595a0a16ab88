"""Texts cut to measure, the way Slack counts letters at its strictest."""

from __future__ import annotations

from collections.abc import Iterator

CUT = "…"


def size(text: str) -> int:
    """Return the length in UTF-16 units: an emoji outside the first plane counts twice."""
    return len(text.encode("utf-16-le")) // 2


def head(text: str, most: int) -> str:
    """Return as much of the beginning as fits."""
    if size(text) <= most:
        return text
    kept = text.encode("utf-16-le")[: 2 * most]
    return kept.decode("utf-16-le", "ignore")


def shortened(text: str, most: int) -> str:
    """Return the text, its end replaced by `…` where it does not fit."""
    return text if size(text) <= most else head(text, most - 1).rstrip() + CUT


def pieces(text: str, most: int) -> Iterator[str]:
    """Yield the text in parts that fit, cut at a line's end, else between words, else anywhere."""
    while size(text) > most:
        part = head(text, most)
        for mark in ("\n", " "):
            at = part.rfind(mark)
            if at > len(part) // 2:
                part = part[: at + 1]
                break
        yield part
        text = text[len(part) :]
    if text:
        yield text
