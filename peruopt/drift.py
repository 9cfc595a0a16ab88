"""Whether what was learned still holds: the account's level, and how often forecasts are right."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from math import exp, expm1, log1p, sqrt
from statistics import fmean, median, variance

from peruopt.hits import UNLIKELY, Hits, chance_of_so_few
from peruopt.recommending import Drift
from peruopt.results import PastPost
from peruopt.summary import MATURE, told

RECENT, BEFORE, FEWEST_BEFORE = 15, 90, 30
"""Posts that may show something new, and those that they are held against."""
FAR = log1p(0.5)
"""A level has moved when posts earn half as much again, or a third less."""
SURE = 4.0
"""Standard errors; neighbouring posts are alike, so two would cry wolf."""
CURRENT = timedelta(days=45)
"""What happened longer ago is history, and no news."""
AGAIN = timedelta(days=30)
"""The same is not said twice within this time."""
JUDGED, FEWEST_JUDGED = 30, 12


def look(posts: Sequence[PastPost], hits: Hits, now: datetime) -> list[Drift]:
    """Return what no longer holds; `posts` are the newest few hundred of all accounts."""
    by_account = defaultdict[str, list[PastPost]](list)
    for post in sorted(posts, key=lambda p: p.published_at):
        if told(post.metrics) and now - post.published_at >= MATURE:
            by_account[f"{post.network}:{post.account}"].append(post)
    found = [_level(account, mine, now) for account, mine in sorted(by_account.items())]
    return [drift for drift in (*found, _coverage(hits, now)) if drift]


def _level(account: str, posts: Sequence[PastPost], now: datetime) -> Drift | None:
    new, old = posts[-RECENT:], posts[:-RECENT][-BEFORE:]
    if len(new) < RECENT or len(old) < FEWEST_BEFORE or now - new[-1].published_at > CURRENT:
        return None
    logs = [[log1p(p.metrics.interactions) for p in group] for group in (old, new)]
    gap = fmean(logs[1]) - fmean(logs[0])
    error = sqrt(sum(variance(group) / len(group) for group in logs))
    if abs(gap) < FAR or abs(gap) < SURE * error:
        return None
    was, is_now = (expm1(median(group)) for group in logs)
    return Drift("level", now, account, round(was, 1), round(is_now, 1), len(new))


def _coverage(hits: Hits, now: datetime) -> Drift | None:
    recent = [r for r in hits.judged if now - r.post.published_at <= CURRENT][-JUDGED:]
    inside = sum(r.verdict == "hit" for r in recent)
    if len(recent) < FEWEST_JUDGED or chance_of_so_few(inside, len(recent)) > UNLIKELY / 5:
        return None
    return Drift("coverage", now, "", 0.9, round(inside / len(recent), 3), len(recent))


def news(found: Sequence[Drift], known: Sequence[Drift]) -> list[Drift]:
    """Return what has not been said lately; a level that turns is news again."""
    said = {(d.kind, d.account, d.now > d.was) for d in known}
    return [d for d in found if (d.kind, d.account, d.now > d.was) not in said]


def key(drift: Drift) -> str:
    """Return the name of its sentence: level_up, level_down, coverage."""
    if drift.kind == "level":
        return "level_up" if drift.now > drift.was else "level_down"
    return drift.kind


def ratio(drift: Drift) -> float:
    """Return how much it moved: 0.5 is half as much again."""
    return exp(log1p(drift.now) - log1p(drift.was)) - 1
