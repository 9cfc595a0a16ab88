"""Long histories for benchmarks: the demo's posts, repeated over four years."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

ACCOUNT = "La Caleta"
NOW = datetime(2026, 11, 23, 15, tzinfo=UTC)


def long_history(size: int, now: datetime = NOW) -> list:
    """Return `size` posts, oldest first, as many a day as it needs to fit four years."""
    from peruopt.demo.history import history

    sample = [p for p in history(now) if p.network == "facebook"]
    step = min(timedelta(days=4 * 365) / size, timedelta(hours=17))
    return [
        replace(
            sample[i % len(sample)],
            account=ACCOUNT,
            external_id=f"p{i}",
            published_at=now - timedelta(days=1) - (size - i) * step,
        )
        for i in range(size)
    ]


def fill(talk, house_id: int, size: int, now: datetime = NOW) -> None:
    """Take `size` posts in, a thousand at a time."""
    past = long_history(size, now)
    with talk.app.services.work(house_id) as w:
        for channel in w.channels.all():
            channel.account, channel.publishes = ACCOUNT, channel.network == "facebook"
    for start in range(0, size, 1000):
        with talk.app.services.work(house_id) as w:
            w.posts.upsert(past[start : start + 1000], now)
