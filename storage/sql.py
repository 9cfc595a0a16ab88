"""`INSERT … ON CONFLICT`, which both databases have and SQLAlchemy spells twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.dialects import sqlite

from storage.tables import table

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql
    from sqlmodel import Session, SQLModel


def insert(session: Session, row: type[SQLModel]) -> sqlite.Insert | postgresql.Insert:
    """Return an insert that takes `on_conflict_do_nothing` and `…_do_update`."""
    if session.get_bind().dialect.name == "sqlite":
        return sqlite.insert(table(row))
    from sqlalchemy.dialects import postgresql  # a tenth of start-up, for those who use it

    return postgresql.insert(table(row))
