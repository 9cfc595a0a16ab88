"""What is talked about around a restaurant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from sqlmodel import Session, col, select

from peruopt.store import Trend
from storage.sql import insert
from storage.tables import TrendRow


class Trends:
    """`peruopt.store.Trends`."""

    def __init__(self, session: Session, restaurant_id: int) -> None:
        self._session, self._restaurant = session, restaurant_id

    def put(self, trends: Sequence[Trend]) -> None:
        """Keep them; a topic that its source reports again is brought up to date."""
        rows = [{**asdict(trend), "restaurant_id": self._restaurant} for trend in trends]
        if not rows:
            return
        fresh = insert(self._session, TrendRow)
        self._session.execute(
            fresh.on_conflict_do_update(
                index_elements=["restaurant_id", "source", "topic"],
                set_={name: fresh.excluded[name] for name in ("seen_at", "url", "weight")},
            ),
            rows,
        )

    def fresh(self, since: datetime, count: int) -> list[Trend]:
        """Return those seen since, weightiest first."""
        wanted = (
            select(TrendRow)
            .where(TrendRow.restaurant_id == self._restaurant, TrendRow.seen_at >= since)
            .order_by(col(TrendRow.weight).desc(), col(TrendRow.id))
            .limit(count)
        )
        return [
            Trend(row.source, row.topic, row.seen_at, row.url, row.weight)
            for row in self._session.exec(wanted)
        ]
