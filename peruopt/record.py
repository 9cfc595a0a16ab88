"""What is kept: the base of domain objects and of the tables that hold them."""

from __future__ import annotations

from sqlmodel import SQLModel


class Record(SQLModel):
    """Checked by a schema that is built at its first use, so that start-up stays quick."""

    model_config = {"defer_build": True}
