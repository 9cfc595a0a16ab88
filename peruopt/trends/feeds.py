"""RSS and Atom: the headlines of a feed, whatever is hidden in it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from importlib import resources
from typing import TYPE_CHECKING, Any

from peruopt.trends.cleaning import address, line
from peruopt.trends.refused import Refused
from peruopt.trends.trend import Trend

if TYPE_CHECKING:
    from peruopt.trends.fetching import Fetcher

MOST = 100
"""Entries read of one feed."""
OLDEST = timedelta(days=10)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed."""

    title: str
    url: str
    at: datetime | None
    traffic: str = ""
    """What Google says of searches: `2000+`."""


def entries(content: bytes) -> list[Entry]:
    """Return the entries of an RSS or Atom feed; raise Refused for what is no such thing."""
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        root = fromstring(content, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError, RecursionError) as error:
        raise Refused("broken") from error
    if _name(root) not in ("rss", "RDF", "feed"):
        raise Refused("broken")
    found: list[Entry] = []
    for item in _items(root):
        if len(found) == MOST:
            break
        told = {_name(child): child for child in reversed(list(item))}
        title = line(_text(told.get("title")))
        if title:
            when = _text(told.get("pubDate")) or _text(told.get("published"))
            when = when or _text(told.get("updated")) or _text(told.get("date"))
            traffic = line(_text(told.get("approx_traffic")), 12)
            found.append(Entry(title, _link(item, told), _moment(when), traffic))
    return found


@dataclass(frozen=True, slots=True)
class FeedSource:
    """One feed of the press."""

    fetcher: Fetcher
    name: str
    url: str

    async def trends(self, now: datetime) -> list[Trend]:
        """Return the headlines of the last days; raise Refused when there are none to be had."""
        from peruopt.trends.fetching import FEEDS

        page = await self.fetcher.get(self.url, FEEDS)
        return [
            Trend(self.name, entry.title, now, entry.url)
            for entry in entries(page.content)
            if entry.at is None or now - OLDEST <= entry.at <= now + timedelta(days=1)
        ]


def press(fetcher: Fetcher, urls: Sequence[str] = ()) -> list[FeedSource]:
    """Return the feeds set by the operator, else those of feeds.toml."""
    if urls:
        return [FeedSource(fetcher, line(url, 80), url) for url in urls]
    text = resources.files(__package__).joinpath("feeds.toml").read_text("utf-8")
    return [FeedSource(fetcher, row["name"], row["url"]) for row in tomllib.loads(text)["feed"]]


def _items(root: Any) -> Iterator[Any]:
    return (each for each in root.iter() if _name(each) in ("item", "entry"))


def _name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _text(element: Any) -> str:
    return "".join(element.itertext())[:4000] if element is not None else ""


def _link(item: Any, told: dict[str, Any]) -> str:
    for child in item:
        rel = child.get("rel", "alternate")
        if _name(child) == "link" and child.get("href") and rel == "alternate":
            return address(str(child.get("href")))
    return address(_text(told.get("link")))


def _moment(text: str) -> datetime | None:
    text = text.strip()
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        try:
            at = datetime.fromisoformat(text)
        except ValueError:
            return None
    try:
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    except (OverflowError, ValueError):
        return None
