"""Tables of coming in: one-time codes, and the tries to use them."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field

from peruopt.record import Record
from peruopt.restaurant import Role
from storage.types import UtcDateTime, choice


class CodeRow(Record, table=True):
    """A one-time code, by its digest: who reads the database learns no code."""

    __tablename__ = "codes"

    digest: str = Field(max_length=64, primary_key=True)
    restaurant_id: int | None = Field(default=None, foreign_key="restaurants.id")
    role: Role = Field(sa_type=choice(Role))
    platform: str = Field(max_length=32)
    made_at: datetime = Field(sa_type=UtcDateTime, index=True)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    by: str = ""
    human: int | None = None
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class KnockRow(Record, table=True):
    """A try to use a code."""

    __tablename__ = "knocks"
    __table_args__ = (Index("ix_knocks_handle", "platform", "handle", "at"),)

    id: int | None = Field(default=None, primary_key=True)
    platform: str = Field(max_length=32)
    handle: str
    at: datetime = Field(sa_type=UtcDateTime, index=True)
