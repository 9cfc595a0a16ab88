"""Tables of the talk: conversations, inbound ids, cards, notices, digests, the audit log."""

from datetime import datetime

from sqlalchemy import JSON, Index, UniqueConstraint
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


class CardRow(Record, table=True):
    """Where a draft or post is shown."""

    __tablename__ = "cards"
    __table_args__ = (
        UniqueConstraint(
            "restaurant_id", "about", "platform", "chat", "message", name="uq_cards_place"
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    restaurant_id: int = Field(foreign_key="restaurants.id")
    about: str
    platform: str = Field(max_length=32)
    chat: str
    message: str = ""
    """Empty where the chat has no message ids: NULLs would count as different copies."""


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
