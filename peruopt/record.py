"""What is kept: the base of domain objects and of the tables that hold them."""

from __future__ import annotations

from typing import Self

from sqlmodel import SQLModel


class Record(SQLModel):
    """Checked by a schema that is built at its first use, so that start-up stays quick."""

    model_config = {"defer_build": True}

    @classmethod
    def copy_of(cls, row: Self) -> Self:
        """Return a row as plain data, to be read after its transaction has ended."""
        return cls.model_validate(row.model_dump())
