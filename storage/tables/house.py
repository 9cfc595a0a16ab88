"""Tables of the house: restaurants, their people, the chats that are told, their channels."""

from datetime import time

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlmodel import Field

from peruopt.record import Record
from peruopt.restaurant import Channel, Network, Person, Policy, Restaurant, Role
from storage.types import choice


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


class ChannelRow(Channel, table=True):
    """An account on a network."""

    __tablename__ = "channels"
    __table_args__ = (
        UniqueConstraint("restaurant_id", "network", "account", name="uq_channels_account"),
    )

    id: int | None = Field(default=None, primary_key=True)
    restaurant_id: int = Field(foreign_key="restaurants.id")
    network: Network = Field(sa_type=choice(Network))
