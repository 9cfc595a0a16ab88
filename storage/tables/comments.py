"""The table of what guests write."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field

from peruopt.record import Record
from storage.types import UtcDateTime


class CommentRow(Record, table=True):
    """A comment under a post."""

    __tablename__ = "comments"
    __table_args__ = (Index("ix_comments_at", "restaurant_id", "at"),)

    restaurant_id: int = Field(foreign_key="restaurants.id", primary_key=True)
    external_id: str = Field(primary_key=True)
    post: str
    text: str
    at: datetime = Field(sa_type=UtcDateTime)
