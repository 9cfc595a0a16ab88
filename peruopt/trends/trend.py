"""A topic people talk about, where it is read, and where it is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Trend:
    """A topic people talk about.

    A source reports a headline or a search as `topic`.  What is kept has a topic in our own
    words, a dish or a kind of food, and the headline as `title`, to be shown and nothing else.
    """

    source: str
    topic: str
    seen_at: datetime
    url: str = ""
    weight: float = 1.0
    """From a source: how often or how much.  Once kept: how much it matters to this house."""
    dish: str = ""
    """Key of the dish knowledge base."""
    title: str = ""
    ours: bool = False
    """Whether the house serves it."""
    mentions: int = 1
    pace: float = 1.0
    """Mentions against a usual day."""
    expires_at: datetime | None = None

    def alive(self, now: datetime) -> bool:
        """Whether it is still worth a post."""
        return self.expires_at is None or self.expires_at > now


@dataclass(frozen=True, slots=True)
class Watched:
    """A source as a restaurant knows it: what came of asking it last."""

    source: str
    """Its name; the address of a page that the house named."""
    page: bool = False
    checked_at: datetime | None = None
    outcome: str = ""
    """`ok`, or the end of the key of a sentence: `trends.outcome_<…>`."""


class Trends(Protocol):
    """What is talked about around the restaurant."""

    def put(self, trends: Sequence[Trend]) -> None:
        """Keep them; a topic that its source reports again is brought up to date."""

    def fresh(self, since: datetime, count: int) -> list[Trend]:
        """Return those seen since, weightiest first."""

    def counted(self, day: date, mentions: Mapping[str, int]) -> None:
        """Note how often each topic was mentioned that day; a second count replaces the first."""

    def usual(self, since: date, until: date) -> dict[str, int]:
        """Return each topic's mentions from `since` until before `until`, summed."""

    def days(self, since: date, until: date) -> int:
        """Return on how many days between the two anything was counted."""

    def watched(self) -> list[Watched]:
        """Return the sources known, pages among them, by name."""

    def watch(self, page: str) -> None:
        """Read this page, too."""

    def unwatch(self, page: str) -> None:
        """Read it no more."""

    def checked(self, source: str, at: datetime, outcome: str) -> None:
        """Note what came of asking a source."""
