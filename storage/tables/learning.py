"""Tables of learning: trainings with their cards, and what is talked about where."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlmodel import Field

from peruopt.record import Record
from storage.types import UtcDateTime


class ModelRow(Record, table=True):
    """A training: its card with the preprocessing report inside, its bytes and their hash."""

    __tablename__ = "models"
    __table_args__ = (Index("ix_models_serving", "restaurant_id", "serves", "id"),)

    id: int | None = Field(default=None, primary_key=True)
    restaurant_id: int = Field(foreign_key="restaurants.id")
    made_at: datetime = Field(sa_type=UtcDateTime)
    card: dict[str, Any] = Field(sa_type=JSON)
    serves: bool
    weights: bytes
    sha256: str = Field(max_length=64)
    held_out: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)


class TrendRow(Record, table=True):
    """A topic people talk about, as a source reported it."""

    __tablename__ = "trends"
    __table_args__ = (
        UniqueConstraint("restaurant_id", "source", "topic", name="uq_trends_topic"),
        Index("ix_trends_seen", "restaurant_id", "seen_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    restaurant_id: int = Field(foreign_key="restaurants.id")
    source: str
    topic: str
    url: str = ""
    weight: float = 1.0
    seen_at: datetime = Field(sa_type=UtcDateTime)
    dish: str = ""
    title: str = ""
    ours: bool = False
    mentions: int = 1
    pace: float = 1.0
    expires_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class TrendDayRow(Record, table=True):
    """How often a topic was mentioned on a day."""

    __tablename__ = "trend_days"

    restaurant_id: int = Field(foreign_key="restaurants.id", primary_key=True)
    topic: str = Field(primary_key=True)
    day: str = Field(max_length=10, primary_key=True)
    mentions: int


class TrendSourceRow(Record, table=True):
    """A source of trends, and what came of asking it."""

    __tablename__ = "trend_sources"

    restaurant_id: int = Field(foreign_key="restaurants.id", primary_key=True)
    source: str = Field(primary_key=True)
    page: bool = False
    checked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    outcome: str = ""
