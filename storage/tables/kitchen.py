"""Tables of what a house says and serves: its voice, its menu, its word against a rule."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field

from peruopt.record import Record
from storage.types import UtcDateTime


class VoiceRow(Record, table=True):
    """What the owner has said of the voice."""

    __tablename__ = "voices"

    restaurant_id: int = Field(foreign_key="restaurants.id", primary_key=True)
    card: dict[str, Any] = Field(sa_type=JSON)


class ItemRow(Record, table=True):
    """A dish of the menu."""

    __tablename__ = "items"
    __table_args__ = (UniqueConstraint("restaurant_id", "key", name="uq_items_key"),)

    id: int | None = Field(default=None, primary_key=True)
    restaurant_id: int = Field(foreign_key="restaurants.id")
    key: str
    name: str
    price: int | None = None
    section: str = ""
    ingredients: str = ""
    allergens: str = ""
    season: str = ""
    available: bool = True
    away_until: datetime | None = Field(default=None, sa_type=UtcDateTime)


class OverrulingRow(Record, table=True):
    """A person's word against a finding."""

    __tablename__ = "overrulings"

    draft_id: int = Field(foreign_key="drafts.id", primary_key=True)
    rule: str = Field(max_length=64, primary_key=True)
    found: str = Field(primary_key=True)
    restaurant_id: int = Field(foreign_key="restaurants.id")
    by: str
    at: datetime = Field(sa_type=UtcDateTime)
    reason: str
