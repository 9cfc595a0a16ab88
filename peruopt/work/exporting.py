"""Everything a restaurant's posts left behind, as tables; read in pieces, so that nobody waits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from math import isnan
from zoneinfo import ZoneInfo

from peruopt.post import Post, State
from peruopt.results import Metrics, PastPost
from peruopt.spreadsheet import Cell, table
from peruopt.store import Work

PIECE = 5000
"""Posts read in one transaction: a few dozen milliseconds, in which writers wait."""
FEW = 500
OWN = 100_000
COUNTS = ("likes", "comments", "shares", "saves", "clicks", "reach", "views")
FORECAST = ("usual", "expected", "low", "high", "propensity")
KEY = ("network", "account", "external_id", "published_at")
POSTS = (*KEY, "media_type", "text", *COUNTS, "interactions", "engagement_rate", "url", *FORECAST)
RESULTS = (*KEY, "measured_at", *COUNTS, "interactions", "engagement_rate")


def read(work: Work, restaurant_id: int) -> list[PastPost]:
    """Return every published post, oldest first."""
    found: dict[int | None, PastPost] = {}
    until: datetime | None = None
    piece = PIECE
    while True:
        with work(restaurant_id) as w:
            posts = w.posts.history(until=until, newest=piece)
        fresh = {p.id: p for p in posts if p.id not in found}
        found |= fresh
        if len(posts) < piece:
            return sorted(found.values(), key=lambda p: (p.published_at, p.id or 0))
        # posts of one moment may lie on both sides of the cut; more than a piece of them at once
        # takes a larger piece
        until = posts[0].published_at + timedelta(microseconds=1)
        piece = piece if fresh else piece * 2


def own(work: Work, restaurant_id: int) -> dict[int | None, Post]:
    """Return the posts that went out through us, by id."""
    with work(restaurant_id) as w:
        return {p.id: p for p in w.posts.in_states(State.PUBLISHED, limit=OWN)}


def posts_csv(posts: Sequence[PastPost], ours: dict[int | None, Post], zone: ZoneInfo) -> bytes:
    """Return one row a post: its words, newest counts, and what was forecast for it."""
    return table(POSTS, (_post(p, ours.get(p.id), zone) for p in posts))


def _post(post: PastPost, mine: Post | None, zone: ZoneInfo) -> list[Cell]:
    forecast: list[Cell] = [getattr(mine, name) if mine else None for name in FORECAST]
    told = _counts(post.metrics)
    return [*_key(post, zone), post.media.value, post.text, *told, post.url, *forecast]


def _key(post: PastPost, zone: ZoneInfo) -> list[Cell]:
    at = post.published_at.astimezone(zone).isoformat(timespec="seconds")
    return [post.network.value, post.account, post.external_id, at]


def _counts(metrics: Metrics) -> list[Cell]:
    counts = asdict(metrics)
    known = any(counts[name] is not None for name in ("likes", "comments", "shares"))
    rate = metrics.engagement_rate if known else None
    return [
        *(counts[name] for name in COUNTS),
        metrics.interactions if known else None,
        None if rate is None else round(rate, 6),
    ]


def results_csv(
    work: Work, restaurant_id: int, posts: Sequence[PastPost], zone: ZoneInfo
) -> bytes:
    """Return one row a measurement: how each post's counts grew."""
    return table(RESULTS, _measured(work, restaurant_id, posts, zone))


def _measured(
    work: Work, restaurant_id: int, posts: Sequence[PastPost], zone: ZoneInfo
) -> Iterator[list[Cell]]:
    for start in range(0, len(posts), FEW):
        some = posts[start : start + FEW]
        with work(restaurant_id) as w:
            snapshots = w.results.of_many([post.id or 0 for post in some])
        for post in some:
            for snapshot in snapshots[post.id or 0]:
                at = snapshot.at.astimezone(zone).isoformat(timespec="seconds")
                yield [*_key(post, zone), at, *_counts(snapshot.metrics)]


def features_csv(posts: Iterable[PastPost], timezone: str) -> bytes | None:
    """Return what the model sees of each post, named as in its card; None without posts."""
    import numpy as np

    from peruopt.learn.cleaning import clean
    from peruopt.learn.features import look, remember
    from peruopt.learn.spec import SPEC
    from peruopt.learn.tables import from_posts

    known = list(posts)
    if not known:
        return None
    past = remember(clean(from_posts(known, timezone)))
    seen = look(past)
    by_key = {(p.network.value, p.account, p.external_id): p for p in known}
    head = (*KEY, "raw_text", "target", "usual_interactions", *SPEC)
    zone = ZoneInfo(timezone)

    def rows() -> Iterator[list[Cell]]:
        for i, external in enumerate(past.table.ids):
            network, account = past.table.names[int(past.table.code[i])]
            post = by_key[network, account, external]
            usual = float(past.usual[i])
            target = round(float(past.lift[i]), 6) if np.isfinite(usual) else None
            told = [round(float(np.expm1(usual)), 2) if np.isfinite(usual) else None]
            values = [_number(v) for v in seen.values[i].tolist()]
            yield [*_key(post, zone), post.text, target, *told, *values]

    return table(head, rows())


def _number(value: float) -> Cell:
    return None if isnan(value) else float(f"{value:.6g}")
