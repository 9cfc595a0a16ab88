"""Why a post may have done well or badly: what posts like it usually do, never more than that."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from math import exp, log1p
from statistics import median
from zoneinfo import ZoneInfo

from peruopt.results import Media, PastPost
from peruopt.summary import told

FEWEST = 5
"""Fewer posts alike say nothing."""
RARE = 3
"""The same for words alone: a house that nearly always shows a photo has few posts without."""
SHRINK = 8
"""So many posts' worth of doubt pulls every difference towards none."""
NOTABLE = 0.1
BLOCK = 3
"""Hours are read in blocks: 18 to 21 h."""
HASHTAG = re.compile(r"#(\w{3,40})")


class Trait(StrEnum):
    """What posts can have in common."""

    HOURS = "hours"
    WEEKDAY = "weekday"
    MEDIA = "media"
    HASHTAG = "hashtag"


@dataclass(frozen=True, slots=True)
class Reason:
    """A trait that a post shares with others, and how those do against the rest."""

    trait: Trait
    value: str
    lift: float
    """0.2 where they usually earn a fifth more; shrunk towards 0 while they are few."""
    posts: int


Traits = Callable[[PastPost], Iterable[tuple[Trait, str]]]


def traits(zone: ZoneInfo) -> Traits:
    """Return the function that names a post's traits, at local time."""

    def of(post: PastPost) -> Iterable[tuple[Trait, str]]:
        at = post.published_at.astimezone(zone)
        yield Trait.HOURS, str(at.hour // BLOCK * BLOCK)
        yield Trait.WEEKDAY, str(at.weekday())
        yield Trait.MEDIA, post.media.value
        for tag in sorted({t.lower() for t in HASHTAG.findall(post.text)}):
            yield Trait.HASHTAG, tag

    return of


def reasons(
    post: PastPost, base: Sequence[PastPost], zone: ZoneInfo, before: datetime, *, good: bool
) -> list[Reason]:
    """Return up to two traits of `post` that point the way it went, strongest first.

    `base` is read only as far as it is mature by `before` and the same account's, the post itself
    left out: a post cannot explain itself.
    """
    of = traits(zone)
    peers = [
        p
        for p in base
        if (p.network, p.account) == (post.network, post.account)
        and p.external_id != post.external_id
        and told(p.metrics)
        and p.published_at <= before
    ]
    if len(peers) < 2 * FEWEST:
        return []
    logs = [log1p(p.metrics.interactions) for p in peers]
    having = [set(of(p)) for p in peers]
    found = [
        reason
        for trait, value in of(post)
        if (reason := _reason(trait, value, having, logs)) and (reason.lift > 0) is good
    ]
    found.sort(key=lambda r: -abs(r.lift))
    # the format is what a person can change next time, so it is not left out for two hashtags
    told_first = [r for r in found if r.trait is Trait.MEDIA]
    return sorted([*told_first, *(r for r in found if r not in told_first)][:2],
                  key=lambda r: -abs(r.lift))  # fmt: skip


def _reason(
    trait: Trait, value: str, having: list[set[tuple[Trait, str]]], logs: list[float]
) -> Reason | None:
    alike = [x for x, have in zip(logs, having, strict=True) if (trait, value) in have]
    rest = [x for x, have in zip(logs, having, strict=True) if (trait, value) not in have]
    if len(alike) < (RARE if value == Media.TEXT else FEWEST) or len(rest) < FEWEST:
        return None
    gap = (median(alike) - median(rest)) * len(alike) / (len(alike) + SHRINK)
    lift = exp(gap) - 1
    return Reason(trait, value, lift, len(alike)) if abs(lift) >= NOTABLE else None
