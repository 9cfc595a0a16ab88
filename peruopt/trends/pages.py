"""Pages that a restaurant named: their headings, read with the standard library's parser.

`html.parser` is enough for headings, never fails on broken markup, and adds no dependency; what an
article extractor would add, running text, is not wanted here.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from peruopt.trends.cleaning import line
from peruopt.trends.trend import Trend

if TYPE_CHECKING:
    from peruopt.trends.fetching import Fetcher

_HEADINGS = frozenset({"title", "h1", "h2", "h3", "h4"})
_SKIPPED = frozenset({"script", "style", "noscript", "template", "svg"})
MOST = 60
LONGEST = 400


class _Headings(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._inside: str | None = None
        self._skipping = 0
        self._parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag in _SKIPPED:
            self._skipping += 1
        elif tag in _HEADINGS:
            self._close()
            self._inside = tag

    def handle_endtag(self, tag: str) -> None:
        if tag in _SKIPPED:
            self._skipping = max(0, self._skipping - 1)
        elif tag == self._inside:
            self._close()

    def handle_data(self, data: str) -> None:
        if self._inside and not self._skipping and sum(map(len, self._parts)) < LONGEST:
            self._parts.append(data[:LONGEST])

    def _close(self) -> None:
        text = line(" ".join(self._parts))
        if text and len(self.found) < MOST:
            self.found.append(text)
        self._inside, self._parts = None, []


def headings(content: bytes, charset: str) -> list[str]:
    """Return the headings of a page, each once."""
    try:
        text = content.decode(charset, "replace")
    except LookupError:
        text = content.decode("utf-8", "replace")
    parser = _Headings()
    parser.feed(text)
    parser.close()
    return list(dict.fromkeys(parser.found))


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
