"""The days that a restaurant added to the calendar."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, select

from peruopt.errors import UserError
from peruopt.festive.own import OwnDay
from storage.sql import insert
from storage.tables.days import OwnDayRow


class OwnDays:
    """`peruopt.store.OwnDays`."""

    def __init__(self, session: Session, restaurant_id: int) -> None:
        self._session, self._restaurant = session, restaurant_id

    def all(self) -> list[OwnDay]:
        """Return them in the order in which they came."""
        wanted = select(OwnDayRow).where(OwnDayRow.restaurant_id == self._restaurant)
        return [_told(row) for row in self._session.exec(wanted.order_by(col(OwnDayRow.id)))]

    def add(self, day: OwnDay, at: datetime) -> OwnDay:
        """Keep the day; one already kept with that name and rule is returned as it is."""
        self._session.execute(
            insert(self._session, OwnDayRow)
            .values(restaurant_id=self._restaurant, name=day.name, rule=day.rule, at=at)
            .on_conflict_do_nothing()
        )
        same = select(OwnDayRow).where(
            OwnDayRow.restaurant_id == self._restaurant,
            OwnDayRow.name == day.name,
            OwnDayRow.rule == day.rule,
        )
        return _told(self._session.exec(same).one())

    def remove(self, day_id: int) -> OwnDay:
        """Take the day off the list and return it; raise UserError if there is none."""
        row = self._session.get(OwnDayRow, day_id)
        if row is None or row.restaurant_id != self._restaurant:
            raise UserError("occasions.no_such", id=day_id)
        told = _told(row)
        self._session.delete(row)
        return told


def _told(row: OwnDayRow) -> OwnDay:
    return OwnDay(row.name, row.rule, row.id or 0)
