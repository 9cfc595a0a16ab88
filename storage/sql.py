"""`INSERT … ON CONFLICT`, which both databases have and SQLAlchemy spells twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.dialects import postgresql, sqlite

from storage.tables import table

if TYPE_CHECKING:
    from sqlmodel import Session, SQLModel


def insert(session: Session, row: type[SQLModel]) -> sqlite.Insert | postgresql.Insert:
    """Return an insert that takes `on_conflict_do_nothing` and `…_do_update`."""
    if session.get_bind().dialect.name == "sqlite":
        return sqlite.insert(table(row))
    return postgresql.insert(table(row))
