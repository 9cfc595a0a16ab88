"""What was learned, whole as a page; whether it still holds, said once when it does not."""

from __future__ import annotations

from datetime import datetime

from peruopt.chat.words import Words
from peruopt.drift import AGAIN, key, look, news, ratio
from peruopt.hits import Hits, measure, outcomes
from peruopt.modelread import read
from peruopt.post import State
from peruopt.recommending import Drift
from peruopt.store import UnitOfWork, Work
from peruopt.work.knowing import damaged

NEWEST = 500
"""Posts that are looked at, of all accounts."""
PAST = 30
"""Earlier trainings on the page."""


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


def model_page(
    work: Work, restaurant_id: int, now: datetime, words: Words, back: str = ""
) -> bytes | None:
    """Return the whole model card as a page; None before anything was learned."""
    with work(restaurant_id) as w:
        runs, serving = w.models.recent(PAST), w.models.serving()
        house, found, lost = w.restaurant.name, holds(w, now), damaged(w)
    if not runs:
        return None
    from peruopt.modelpage import Shown, page

    shown = Shown(read(runs[0]), runs[0], serving, runs[::-1], found, lost)
    return page(shown, house, words, back)


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
