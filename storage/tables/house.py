"""Tables of the house: restaurants, their people, the chats that are told, their channels."""

from __future__ import annotations

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from peruopt.restaurant import Channel, Network, Person, Restaurant, Role
from storage.types import choice


class RestaurantRow(Restaurant, table=True):
    """A restaurant on record."""

    __tablename__ = "restaurants"

    id: int | None = Field(default=None, primary_key=True)


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


class ChatRow(SQLModel, table=True):
    """A chat that hears the restaurant's notices."""

    __tablename__ = "chats"
    __table_args__ = (UniqueConstraint("restaurant_id", "platform", "chat", name="uq_chats_chat"),)

    id: int | None = Field(default=None, primary_key=True)
    restaurant_id: int = Field(foreign_key="restaurants.id")
    platform: str = Field(max_length=32)
    chat: str


class ChannelRow(Channel, table=True):
    """An account on a network."""

    __tablename__ = "channels"
    __table_args__ = (
        UniqueConstraint("restaurant_id", "network", "account", name="uq_channels_account"),
    )

    id: int | None = Field(default=None, primary_key=True)
    restaurant_id: int = Field(foreign_key="restaurants.id")
    network: Network = Field(sa_type=choice(Network))
