"""Pages that a restaurant named: their headings.

Found by one pass over the tags that matter, in time that grows with the page and no faster.  The
standard library's parser would read the same, but takes minutes over half a megabyte of unclosed
comments, and a page is whatever its owner sends.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from peruopt.trends.cleaning import line
from peruopt.trends.trend import Trend

if TYPE_CHECKING:
    from peruopt.trends.fetching import Fetcher

_HEADINGS = "title|h[1-4]"
_SKIPPED = "script|style|noscript|template|svg"
_TAG = re.compile(
    rf"<!--|<(?P<end>/?)(?P<name>{_HEADINGS}|{_SKIPPED})(?:[\s/][^<>]{{0,2000}})?>", re.I
)
MOST, LONGEST = 60, 2000
"""Headings of a page, and characters of one with its markup."""


def headings(content: bytes, charset: str) -> list[str]:
    """Return the headings of a page, each once."""
    try:
        text = content.decode(charset, "replace")
    except LookupError:
        text = content.decode("utf-8", "replace")
    found: dict[str, None] = {}
    for raw in _between(text):
        if title := line(raw):
            found.setdefault(title)
        if len(found) == MOST:
            break
    return list(found)


def _between(text: str) -> Iterator[str]:
    """Yield what stands in headings, up to their end or the next heading's beginning."""
    at, began = 0, -1
    while match := _TAG.search(text, at):
        at = match.end()
        name = (match["name"] or "").lower()
        if re.fullmatch(_HEADINGS, name):
            if began >= 0:
                yield text[began : min(match.start(), began + LONGEST)]
            began = -1 if match["end"] else at
        elif not match["end"]:
            closing = "-->" if not name else f"</{name}"
            at = _after(text, closing, at)
            if began >= 0:
                yield text[began : min(match.start(), began + LONGEST)]
                began = -1
    if began >= 0:
        yield text[began : began + LONGEST]


def _after(text: str, closing: str, at: int) -> int:
    """Return where `closing` ends; what is never closed hides the rest of the page."""
    found = re.compile(re.escape(closing), re.I).search(text, at)
    return found.end() if found else len(text)


@dataclass(frozen=True, slots=True)
class PageSource:
    """One page; its address is its name."""

    fetcher: Fetcher
    name: str

    async def trends(self, now: datetime) -> list[Trend]:
        """Return its headings; raise Refused when it cannot be read."""
        from peruopt.trends.fetching import PAGES

        page = await self.fetcher.get(self.name, PAGES)
        found = await asyncio.to_thread(headings, page.content, page.charset)
        return [Trend(self.name, text, now, self.name) for text in found]
