"""The tables.  Domain types carry fields and rules; the rows add keys, types and indexes.

Each file is imported by whoever uses it: a table takes milliseconds to build, and the first
answer needs few of them.
"""

from __future__ import annotations

import pkgutil
from importlib import import_module
from typing import TYPE_CHECKING

from sqlmodel import SQLModel

if TYPE_CHECKING:
    from sqlalchemy import MetaData, Table


def table(row: type[SQLModel]) -> Table:
    """Return the table behind a row class, for statements on many rows at once."""
    return SQLModel.metadata.tables[str(row.__tablename__)]


def whole() -> MetaData:
    """Import every file of tables; return what they declare."""
    for file in pkgutil.iter_modules(__path__):
        import_module(f"{__name__}.{file.name}")
    return SQLModel.metadata
