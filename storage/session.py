"""A session that looks at every change on its way to the database."""

from __future__ import annotations

from sqlalchemy import event, inspect
from sqlmodel import Session

from peruopt.restaurant import Restaurant
from storage.tables import PostRow, RestaurantRow
from storage.twins import adopt_twin


class Writing(Session):
    """The session of a transaction that may write."""


@event.listens_for(Writing, "before_flush")
def _look(session: Session, *_: object) -> None:
    for row in session.dirty:
        if isinstance(row, RestaurantRow):
            # rows do not validate, the domain type does
            Restaurant.model_validate(row.model_dump(warnings=False))
        elif isinstance(row, PostRow) and _has_learnt_its_name(row):
            adopt_twin(session, row)


def _has_learnt_its_name(row: PostRow) -> bool:
    """Whether a post of ours now knows what the network calls it."""
    if row.imported or not row.external_id:
        return False
    return bool(inspect(row).attrs.external_id.history.has_changes())
