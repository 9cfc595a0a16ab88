"""What guests write, each comment once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, func, select

from peruopt.comments.comment import Comment
from storage.sql import insert
from storage.tables.comments import CommentRow

BATCH = 500


class Comments:
    """`peruopt.comments.comment.Comments`."""

    def __init__(self, session: Session, restaurant_id: int) -> None:
        self._session, self._restaurant = session, restaurant_id

    def add(self, comments: Sequence[Comment]) -> int:
        """Keep them; return how many were new."""
        new = 0
        unique = list({each.external_id: each for each in comments}.values())
        for start in range(0, len(unique), BATCH):
            rows = [
                {
                    "restaurant_id": self._restaurant,
                    "external_id": each.external_id,
                    "post": each.post,
                    "text": each.text,
                    "at": each.at,
                }
                for each in unique[start : start + BATCH]
            ]
            made = self._session.execute(
                insert(self._session, CommentRow)
                .on_conflict_do_nothing()
                .returning(col(CommentRow.external_id)),
                rows,
            )
            new += len(made.all())
        return new

    def between(self, since: datetime, until: datetime, newest: int = 5000) -> list[Comment]:
        """Return those of a time, oldest first."""
        wanted = (
            select(CommentRow)
            .where(
                CommentRow.restaurant_id == self._restaurant,
                CommentRow.at >= since,
                CommentRow.at < until,
            )
            .order_by(col(CommentRow.at).desc(), col(CommentRow.external_id).desc())
            .limit(newest)
        )
        rows = list(self._session.exec(wanted))
        return [Comment(r.external_id, r.text, r.at, r.post) for r in reversed(rows)]

    def latest(self) -> datetime | None:
        """Return when the newest was written."""
        wanted = select(func.max(CommentRow.at)).where(
            CommentRow.restaurant_id == self._restaurant
        )
        return self._session.exec(wanted).one()
