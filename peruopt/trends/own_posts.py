"""What works in the restaurant's own posts: dishes above the house's usual.  Asks no network."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import mean, median

from peruopt.results import PastPost
from peruopt.trends.relevance import meanings
from peruopt.trends.trend import Trend

NAME = "own"
LEAST = 3
"""Posts of a dish before anything is said of it."""
WINDOW = timedelta(days=120)
_MATURE = timedelta(hours=24)
_SHRINK = 4.0  # posts' worth of “as usual” that every dish starts with
_ABOVE = 1.15


@dataclass(frozen=True, slots=True)
class OwnPosts:
    """A house's history."""

    history: Sequence[PastPost]
    name: str = NAME

    async def trends(self, now: datetime) -> list[Trend]:
        """Return the dishes whose posts earn more than the house's usual, with how much more."""
        ripe = [p for p in self.history if now - WINDOW <= p.published_at <= now - _MATURE]
        by_account: dict[tuple[str, str], list[PastPost]] = defaultdict(list)
        for post in ripe:
            by_account[post.network, post.account].append(post)
        lifts: dict[str, list[float]] = defaultdict(list)
        dish: dict[str, str] = {}
        for posts in by_account.values():
            usual = median(math.log1p(post.metrics.interactions) for post in posts)
            for post in posts:
                for meaning in meanings(post.text):
                    lifts[meaning.topic].append(math.log1p(post.metrics.interactions) - usual)
                    dish[meaning.topic] = meaning.dish
        found = []
        for topic, seen in lifts.items():
            times = math.exp(mean(seen) * len(seen) / (len(seen) + _SHRINK))
            if len(seen) >= LEAST and times >= _ABOVE:
                found.append(
                    Trend(self.name, topic, now, weight=times, dish=dish[topic], ours=True,
                          mentions=len(seen), pace=times)
                )  # fmt: skip
        return sorted(found, key=lambda trend: -trend.weight)
