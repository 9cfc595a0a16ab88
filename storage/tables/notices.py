"""Table of what is to be told."""

from datetime import datetime

from sqlalchemy import JSON, Index
from sqlmodel import Field

from peruopt.record import Record
from storage.types import UtcDateTime


class NoticeRow(Record, table=True):
    """Something to tell a chat; without a chat it waits for the first one to be bound."""

    __tablename__ = "notices"
    __table_args__ = (Index("ix_notices_waiting", "restaurant_id", "told_at"),)

    id: int | None = Field(default=None, primary_key=True)
    restaurant_id: int = Field(foreign_key="restaurants.id")
    platform: str = Field(default="", max_length=32)
    chat: str = ""
    key: str
    words: dict[str, str] = Field(sa_type=JSON)
    about: str = ""
    tries: int = 0
    retry_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    told_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    given_up_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
