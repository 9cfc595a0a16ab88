"""What is talked about around a restaurant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from datetime import date, datetime

from sqlalchemy import ColumnElement, delete, func
from sqlmodel import Session, col, select

from peruopt.trends.trend import Trend, Watched
from storage.sql import insert
from storage.tables.learning import TrendDayRow, TrendRow, TrendSourceRow

_KEY = ("source", "topic")
_FIELDS = tuple(field.name for field in fields(Trend))


class Trends:
    """`peruopt.trends.trend.Trends`."""

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
                index_elements=["restaurant_id", *_KEY],
                set_={name: fresh.excluded[name] for name in _FIELDS if name not in _KEY},
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
            Trend(**{name: getattr(row, name) for name in _FIELDS})
            for row in self._session.exec(wanted)
        ]

    def counted(self, day: date, mentions: Mapping[str, int]) -> None:
        """Note how often each topic was mentioned that day; a second count replaces the first."""
        for topic, count in mentions.items():
            fresh = insert(self._session, TrendDayRow).values(
                restaurant_id=self._restaurant, topic=topic, day=day.isoformat(), mentions=count
            )
            self._session.execute(
                fresh.on_conflict_do_update(
                    index_elements=["restaurant_id", "topic", "day"],
                    set_={"mentions": fresh.excluded["mentions"]},
                )
            )

    def usual(self, since: date, until: date) -> dict[str, int]:
        """Return each topic's mentions from `since` until before `until`, summed."""
        wanted = (
            select(TrendDayRow.topic, func.sum(col(TrendDayRow.mentions)))
            .where(*self._between(since, until))
            .group_by(TrendDayRow.topic)
        )
        return {topic: int(count) for topic, count in self._session.exec(wanted)}

    def days(self, since: date, until: date) -> int:
        """Return on how many days between the two anything was counted."""
        wanted = select(func.count(func.distinct(TrendDayRow.day)))
        return self._session.exec(wanted.where(*self._between(since, until))).one()

    def watched(self) -> list[Watched]:
        """Return the sources known, pages among them, by name."""
        mine = TrendSourceRow.restaurant_id == self._restaurant
        wanted = select(TrendSourceRow).where(mine).order_by(TrendSourceRow.source)
        return [
            Watched(row.source, row.page, row.checked_at, row.outcome)
            for row in self._session.exec(wanted)
        ]

    def watch(self, page: str) -> None:
        """Read this page, too."""
        row = TrendSourceRow(restaurant_id=self._restaurant, source=page, page=True)
        self._session.merge(row)

    def unwatch(self, page: str) -> None:
        """Read it no more."""
        for row in (TrendSourceRow, TrendRow):
            self._session.execute(
                delete(row).where(
                    col(row.restaurant_id) == self._restaurant, col(row.source) == page
                )
            )

    def checked(self, source: str, at: datetime, outcome: str) -> None:
        """Note what came of asking a source."""
        row = self._session.get(TrendSourceRow, (self._restaurant, source))
        row = row or TrendSourceRow(restaurant_id=self._restaurant, source=source)
        row.checked_at, row.outcome = at, outcome
        self._session.add(row)

    def _between(self, since: date, until: date) -> tuple[ColumnElement[bool], ...]:
        day = col(TrendDayRow.day)
        mine = col(TrendDayRow.restaurant_id) == self._restaurant
        return mine, day >= since.isoformat(), day < until.isoformat()
