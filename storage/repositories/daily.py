"""The day book: digests made, each once, and who did what when."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, select

from peruopt.store import Entry
from storage.sql import insert
from storage.tables.daily import DigestRow, EntryRow


class Digests:
    """`peruopt.store.Digests`."""

    def __init__(self, session: Session, restaurant_id: int) -> None:
        self._session, self._restaurant = session, restaurant_id

    def claim(self, day: str, at: datetime) -> bool:
        """Return True for the first caller of that local day (YYYY-MM-DD)."""
        claimed = self._session.scalar(
            insert(self._session, DigestRow)
            .values(restaurant_id=self._restaurant, day=day, at=at)
            .on_conflict_do_nothing()
            .returning(col(DigestRow.day))
        )
        return claimed is not None


class Audit:
    """`peruopt.store.Audit`."""

    def __init__(self, session: Session, restaurant_id: int) -> None:
        self._session, self._restaurant = session, restaurant_id

    def add(self, entry: Entry) -> None:
        """Write a line."""
        self._session.add(
            EntryRow(
                restaurant_id=self._restaurant,
                at=entry.at,
                who=entry.who,
                what=entry.what,
                about=entry.about,
                detail=entry.detail,
            )
        )

    def newest(self, count: int) -> list[Entry]:
        """Return the newest lines, newest first."""
        wanted = (
            select(EntryRow)
            .where(EntryRow.restaurant_id == self._restaurant)
            .order_by(col(EntryRow.id).desc())
            .limit(count)
        )
        return [
            Entry(row.at, row.who, row.what, row.about, row.detail)
            for row in self._session.exec(wanted)
        ]
