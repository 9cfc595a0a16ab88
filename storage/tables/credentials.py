"""Table of what opens the channels."""

from datetime import datetime

from sqlmodel import Field

from peruopt.credential import Way
from peruopt.record import Record
from storage.types import UtcDateTime, choice


class CredentialRow(Record, table=True):
    """What opens a channel, sealed: who reads the database learns no token."""

    __tablename__ = "credentials"

    channel_id: int = Field(foreign_key="channels.id", primary_key=True)
    restaurant_id: int = Field(foreign_key="restaurants.id", index=True)
    way: Way = Field(sa_type=choice(Way))
    external_id: str = ""
    sealed: str = ""
    problem: str = ""
    expires_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    renew_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    warned: bool = False
    by: str = ""
    at: datetime = Field(sa_type=UtcDateTime)
