"""Texts proposed in one restaurant."""

from __future__ import annotations

from sqlmodel import Session, col, select

from peruopt.errors import UserError
from peruopt.post import Draft
from storage.tables.posts import DraftRow


class Drafts:
    """`peruopt.store.Drafts`."""

    def __init__(self, session: Session, restaurant_id: int) -> None:
        self._session, self._restaurant = session, restaurant_id

    def get(self, draft_id: int) -> Draft:
        """Return the draft, locked until the transaction ends; raise UserError without one."""
        wanted = (
            select(DraftRow)
            .where(DraftRow.restaurant_id == self._restaurant, DraftRow.id == draft_id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        draft = self._session.exec(wanted).one_or_none()
        if draft is None:
            raise UserError("error.no_draft", id=draft_id)
        return draft

    def add(self, draft: Draft) -> Draft:
        told = draft.model_dump(exclude={"restaurant_id"})
        row = DraftRow(**told, restaurant_id=self._restaurant)
        self._session.add(row)
        self._session.flush()
        return row

    def recent(self, count: int) -> list[Draft]:
        """Return the newest drafts, newest first."""
        wanted = (
            select(DraftRow)
            .where(DraftRow.restaurant_id == self._restaurant)
            .order_by(col(DraftRow.id).desc())
            .limit(count)
        )
        found = self._session.exec(wanted).all()
        return list(found)
