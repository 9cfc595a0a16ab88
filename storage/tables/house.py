"""Tables of the house: restaurants, their people, the chats that are told, their channels."""

from datetime import datetime, time

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlmodel import Field

from peruopt.credential import Way
from peruopt.record import Record
from peruopt.restaurant import Channel, Network, Person, Policy, Restaurant, Role
from storage.types import UtcDateTime, choice


class RestaurantRow(Restaurant, table=True):
    """A restaurant on record."""

    __tablename__ = "restaurants"

    id: int | None = Field(default=None, primary_key=True)
    approval: Policy = Field(default=Policy.ANY, sa_type=choice(Policy))


class PersonRow(Person, table=True):
    """A person and their role in one restaurant; the same handle may sit in several."""

    __tablename__ = "people"
    __table_args__ = (
        UniqueConstraint("restaurant_id", "platform", "handle", name="uq_people_handle"),
    )

    id: int | None = Field(default=None, primary_key=True)
    restaurant_id: int = Field(foreign_key="restaurants.id")
    platform: str = Field(max_length=32)
    handle: str = Field(index=True)
    role: Role = Field(default=Role.VIEWER, sa_type=choice(Role))


class ChatRow(Record, table=True):
    """A chat of the restaurant, and what it wants to hear."""

    __tablename__ = "chats"
    __table_args__ = (
        UniqueConstraint("restaurant_id", "platform", "chat", name="uq_chats_chat"),
        Index("ix_chats_place", "platform", "chat"),
    )

    id: int | None = Field(default=None, primary_key=True)
    restaurant_id: int = Field(foreign_key="restaurants.id")
    platform: str = Field(max_length=32)
    chat: str
    hears: bool = True
    shared: bool = False
    handle: str = ""
    quiet_from: time | None = None
    quiet_until: time | None = None
    muted: list[str] = Field(default_factory=list, sa_type=JSON)


class ChoiceRow(Record, table=True):
    """For which restaurant a person speaks in a chat."""

    __tablename__ = "choices"

    platform: str = Field(max_length=32, primary_key=True)
    handle: str = Field(primary_key=True)
    chat: str = Field(primary_key=True)
    restaurant_id: int = Field(foreign_key="restaurants.id")


class CodeRow(Record, table=True):
    """A one-time code, by its digest: who reads the database learns no code."""

    __tablename__ = "codes"

    digest: str = Field(max_length=64, primary_key=True)
    restaurant_id: int | None = Field(default=None, foreign_key="restaurants.id")
    role: Role = Field(sa_type=choice(Role))
    platform: str = Field(max_length=32)
    made_at: datetime = Field(sa_type=UtcDateTime, index=True)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    by: str = ""
    human: int | None = None
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class KnockRow(Record, table=True):
    """A try to use a code."""

    __tablename__ = "knocks"
    __table_args__ = (Index("ix_knocks_handle", "platform", "handle", "at"),)

    id: int | None = Field(default=None, primary_key=True)
    platform: str = Field(max_length=32)
    handle: str
    at: datetime = Field(sa_type=UtcDateTime, index=True)


class ChannelRow(Channel, table=True):
    """An account on a network."""

    __tablename__ = "channels"
    __table_args__ = (
        UniqueConstraint("restaurant_id", "network", "account", name="uq_channels_account"),
    )

    id: int | None = Field(default=None, primary_key=True)
    restaurant_id: int = Field(foreign_key="restaurants.id")
    network: Network = Field(sa_type=choice(Network))


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
