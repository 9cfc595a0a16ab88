"""Table of the days that a restaurant added to the calendar."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from peruopt.record import Record
from storage.types import UtcDateTime


class OwnDayRow(Record, table=True):
    """A day that the restaurant added to the calendar."""

    __tablename__ = "own_days"
    __table_args__ = (
        UniqueConstraint("restaurant_id", "name", "rule", name="uq_own_days_name"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(default=None, primary_key=True)
    restaurant_id: int = Field(foreign_key="restaurants.id")
    name: str
    rule: str = Field(max_length=32)
    at: datetime = Field(sa_type=UtcDateTime)
