"""Looking whether what was learned still holds, and saying once when it does not."""

from __future__ import annotations

from datetime import datetime

from peruopt.drift import AGAIN, key, look, news, ratio
from peruopt.hits import Hits, measure, outcomes
from peruopt.post import State
from peruopt.recommending import Drift
from peruopt.store import UnitOfWork, Work

NEWEST = 500
"""Posts that are looked at, of all accounts."""


def hits(w: UnitOfWork, now: datetime) -> Hits:
    """Return our forecasts held against their results."""
    out = w.posts.in_states(State.PUBLISHED, limit=NEWEST, latest=True)
    ours = {post.id: post.model_copy() for post in out}
    begun = min((p.published_at for p in out if p.published_at), default=now)
    past = w.posts.history(since=begun, until=now) if out else []
    return measure(outcomes(past, ours, now))


def holds(w: UnitOfWork, now: datetime) -> list[Drift]:
    """Return what no longer holds; nothing before anything was learned."""
    if w.models.newest() is None:
        return []
    return look(w.posts.history(until=now, newest=NEWEST), hits(w, now), now)


def tell_drifts(work: Work, restaurant_id: int, now: datetime) -> int:
    """Leave a notice of what no longer holds, each once; return how many."""
    with work(restaurant_id) as w:
        fresh = news(holds(w, now), w.models.drifts(now - AGAIN))
        for drift in fresh:
            w.models.drifted(drift)
            w.notices.add(f"drift.{key(drift)}", _values(drift))
        return len(fresh)


def _values(drift: Drift) -> dict[str, str]:
    network, _, account = drift.account.partition(":")
    if drift.kind != "level":
        return {"inside": str(round(drift.now * drift.posts)), "posts": str(drift.posts)}
    return {
        "network": f"network.{network}",
        "account": f" · {account}" if account else "",
        "was": f"{drift.was:,.0f}",
        "now": f"{drift.now:,.0f}",
        "posts": str(drift.posts),
        "lift": f"{abs(ratio(drift)):.0%}".replace("%", " %"),
    }
