"""Trends asked for once a day, told in our own words, weighed for each house, kept."""

from __future__ import annotations

import asyncio
import logging
import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from peruopt.ports import Services, TrendSource
from peruopt.store import UnitOfWork
from peruopt.trends.cleaning import address, line
from peruopt.trends.own_posts import NAME as OWN
from peruopt.trends.own_posts import WINDOW, OwnPosts
from peruopt.trends.refused import Refused
from peruopt.trends.relevance import meanings, served
from peruopt.trends.trend import Trend

log = logging.getLogger(__name__)
EVERY = timedelta(hours=20)
USUAL = timedelta(days=14)
"""How far back a topic's usual day is looked for."""
LEAST_DAYS = 3
FRESH = timedelta(days=5)
LASTS = {"Google": timedelta(days=2), "X": timedelta(days=2), OWN: timedelta(days=14)}
MOST_PAGES = 5
_RECENT = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """What came of asking a source."""

    source: str
    trends: tuple[Trend, ...]
    outcome: str = "ok"


async def refresh(
    services: Services,
    sources: Sequence[TrendSource],
    now: datetime,
    *,
    page: Callable[[str], TrendSource] | None = None,
) -> int:
    """Ask everybody, for every house whose day it is; return how many houses that were.

    `page` makes a source of an address that a house named; without it no page is read.
    """
    houses = await asyncio.to_thread(services.directory.restaurants)
    due = [
        (house.id, await asyncio.to_thread(_pages, services, house.id))
        for house in houses
        if house.id is not None and await asyncio.to_thread(_due, services, house.id, now)
    ]
    if not due:
        return 0
    asked = [await ask(source, now) for source in sources]
    for house_id, pages in due:
        named = [await ask(page(url), now) for url in pages] if page else []
        own = await ask(await asyncio.to_thread(_own, services, house_id, now), now)
        await asyncio.to_thread(_keep, services, house_id, [*asked, *named, own], now)
    return len(due)


async def ask(source: TrendSource, now: datetime) -> Asked:
    """Ask one source; whatever goes wrong there stays there, and is said."""
    try:
        return Asked(source.name, tuple(await source.trends(now)))
    except Refused as refused:
        return Asked(source.name, (), refused.reason)
    except Exception:  # one source's trouble must not keep the others' trends away
        log.exception("trends of %s", source.name)
        return Asked(source.name, (), "broken")


def _due(services: Services, house_id: int, now: datetime) -> bool:
    with services.work(house_id) as w:
        last = [each.checked_at for each in w.trends.watched() if each.source == OWN]
    return not last or last[0] is None or now - last[0] >= EVERY


def _pages(services: Services, house_id: int) -> list[str]:
    with services.work(house_id) as w:
        return [each.source for each in w.trends.watched() if each.page][:MOST_PAGES]


def _own(services: Services, house_id: int, now: datetime) -> OwnPosts:
    with services.work(house_id) as w:
        return OwnPosts(w.posts.history(since=now - WINDOW))


def _keep(services: Services, house_id: int, asked: Iterable[Asked], now: datetime) -> None:
    with services.work(house_id) as w:
        ours, today = on_the_menu(w), now.astimezone(w.restaurant.zone).date()
        since = today - USUAL
        usual, days = w.trends.usual(since, today), w.trends.days(since, today)
        counts: dict[str, int] = defaultdict(int)
        kept: list[Trend] = []
        for each in asked:
            w.trends.checked(each.source, now, each.outcome)
            if each.source == OWN:
                kept += [replace(t, expires_at=now + LASTS[OWN]) for t in each.trends]
                continue
            for trend in understood(each, ours):
                counts[trend.topic] += trend.mentions
                kept.append(trend)
        w.trends.counted(today, counts)
        w.trends.put([_paced(t, counts, usual, days) if t.source != OWN else t for t in kept])


def on_the_menu(w: UnitOfWork) -> frozenset[str]:
    """Return the dishes (keys) and kinds of food that the house serves, as far as it told."""
    texts = [item.name for item in w.items.all()]
    texts += [post.text for post in w.posts.history(newest=_RECENT)]
    return served(texts)


def understood(asked: Asked, ours: frozenset[str]) -> list[Trend]:
    """Tell headlines in our own words; what is not about food is dropped."""
    found: dict[str, Trend] = {}
    for raw in asked.trends:
        for meaning in meanings(raw.topic):
            before = found.get(meaning.topic)
            mine = (meaning.dish or meaning.topic) in ours
            loud = round(raw.weight)
            found[meaning.topic] = (
                replace(before, mentions=before.mentions + loud)
                if before
                else Trend(
                    source=asked.source,
                    topic=meaning.topic,
                    seen_at=raw.seen_at,
                    url=address(raw.url),
                    weight=meaning.relevance(mine),
                    dish=meaning.dish,
                    title=line(raw.topic),
                    ours=mine,
                    mentions=loud,
                    expires_at=raw.seen_at + LASTS.get(asked.source, FRESH),
                )
            )
    return list(found.values())


def _paced(trend: Trend, counts: dict[str, int], usual: dict[str, int], days: int) -> Trend:
    """Weigh relevance by how much is said, and by how much more than on a usual day."""
    often = usual.get(trend.topic, 0) / days if days else 0.0
    pace = (counts[trend.topic] + 1) / (often + 1) if days >= LEAST_DAYS else 1.0
    loud = 1 + math.log1p(trend.mentions)
    return replace(trend, pace=pace, weight=trend.weight * loud * math.sqrt(min(pace, 4.0)))


def merged(trends: Iterable[Trend], now: datetime) -> list[Trend]:
    """Return what is alive, each topic once with its mentions summed, weightiest first."""
    found: dict[str, Trend] = {}
    for trend in sorted(trends, key=lambda each: -each.weight):
        if not trend.alive(now) or trend.source == OWN:
            continue
        first = found.get(trend.topic)
        found[trend.topic] = (
            replace(
                first,
                mentions=first.mentions + trend.mentions,
                source=f"{first.source}, {trend.source}",
                weight=first.weight + trend.weight / 2,
            )
            if first
            else trend
        )
    return sorted(found.values(), key=lambda each: -each.weight)


def fitting(w: UnitOfWork, idea: str, now: datetime) -> tuple[str, ...]:
    """Return what is said of the dish of `idea` around now, for whoever writes about it.

    Names and counts of ours only: no word of a headline goes into a brief.
    """
    wanted = {meaning.dish for meaning in meanings(idea) if meaning.dish}
    if not wanted:
        return ()
    found = merged(w.trends.fresh(now - FRESH, 50), now)
    return tuple(
        f"{trend.topic} (menciones esta semana: {trend.mentions})"
        for trend in found
        if trend.dish in wanted
    )[:3]
