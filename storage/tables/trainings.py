"""Tables around trainings: begun, done by whom, ended how; what no longer holds."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field

from peruopt.courses import Outcome
from peruopt.record import Record
from storage.types import UtcDateTime, choice


class CourseRow(Record, table=True):
    """A training on record."""

    __tablename__ = "courses"
    __table_args__ = (
        Index("ix_courses_outcome", "restaurant_id", "outcome"),
        # a number once shown on a card never means another training
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(default=None, primary_key=True)
    restaurant_id: int = Field(foreign_key="restaurants.id")
    began_at: datetime = Field(sa_type=UtcDateTime)
    posts: int
    outcome: Outcome = Field(default=Outcome.OPEN, sa_type=choice(Outcome))
    who: str = ""
    first: bool = False
    runner: str = ""
    restarts: int = 0
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    seconds: float | None = None
    run: int | None = None


class DriftRow(Record, table=True):
    """Something that is no longer what was learned."""

    __tablename__ = "drifts"
    __table_args__ = (Index("ix_drifts_at", "restaurant_id", "at"),)

    id: int | None = Field(default=None, primary_key=True)
    restaurant_id: int = Field(foreign_key="restaurants.id")
    kind: str
    at: datetime = Field(sa_type=UtcDateTime)
    account: str = ""
    was: float = 0.0
    now: float = 0.0
    posts: int = 0
