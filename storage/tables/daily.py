"""Tables of the days: whose digest has been made, and the audit log."""

from datetime import datetime

from sqlmodel import Field

from peruopt.record import Record
from storage.types import UtcDateTime


class DigestRow(Record, table=True):
    """A local day whose digest has been made."""

    __tablename__ = "digests"

    restaurant_id: int = Field(foreign_key="restaurants.id", primary_key=True)
    day: str = Field(max_length=10, primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime)


class EntryRow(Record, table=True):
    """A line of the audit log."""

    __tablename__ = "audit"

    id: int | None = Field(default=None, primary_key=True)
    restaurant_id: int = Field(foreign_key="restaurants.id", index=True)
    at: datetime = Field(sa_type=UtcDateTime)
    who: str
    what: str
    about: str
    detail: str = ""
