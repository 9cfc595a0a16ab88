"""A session that looks at every change on its way to the database."""

from __future__ import annotations

from sqlalchemy import event
from sqlmodel import Session

from peruopt.post import Post
from peruopt.restaurant import Restaurant
from storage.tables.house import RestaurantRow


class Writing(Session):
    """The session of a transaction that may write."""


@event.listens_for(Writing, "before_flush")
def _look(session: Session, *_: object) -> None:
    for row in session.dirty:
        if isinstance(row, RestaurantRow):
            # rows do not validate, the domain type does
            Restaurant.model_validate(row.model_dump(warnings=False))
        elif isinstance(row, Post):
            from storage.twins import adopt_twin  # the tables of posts are built by now

            adopt_twin(session, row)
