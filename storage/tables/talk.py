"""Tables of the talk: conversations that wait, and inbound ids."""

from datetime import datetime

from sqlmodel import Field

from peruopt.record import Record
from storage.types import UtcDateTime


class ConversationRow(Record, table=True):
    """A command that waits for a person's next words in a chat."""

    __tablename__ = "conversations"

    person_id: int = Field(foreign_key="people.id", primary_key=True)
    platform: str = Field(max_length=32, primary_key=True)
    chat: str = Field(primary_key=True)
    restaurant_id: int = Field(foreign_key="restaurants.id")
    action: str
    """A JSON list of its name and words."""
    until: datetime = Field(sa_type=UtcDateTime)


class InboxRow(Record, table=True):
    """An inbound message already handled."""

    __tablename__ = "inbox"

    platform: str = Field(max_length=32, primary_key=True)
    message_id: str = Field(primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime, index=True)
