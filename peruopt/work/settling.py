"""Found a restaurant: its owner, its first channels, the chat that hears its notices."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from peruopt.chat.message import Address
from peruopt.restaurant import Channel, Network, Person, Restaurant, Role
from peruopt.store import Directory, Seat, Work
from peruopt.work.mornings import due

FIRST = (Network.FACEBOOK, Network.INSTAGRAM)
NAMELESS = ("Mi restaurante", "My restaurant")
"""What stands for a name until one is told."""
HERE = Address("console", "local")


def settle(
    work: Work,
    directory: Directory,
    house: Restaurant,
    owner: Person,
    chat: Address,
    now: datetime,
) -> Seat:
    """Open `house` for `owner`, ready to draft; an import later gives its channels their names."""
    seat = directory.open(house, owner)
    assert seat.restaurant.id is not None
    with work(seat.restaurant.id) as w:
        for network in FIRST:
            w.channels.add(
                Channel(
                    restaurant_id=seat.restaurant.id, network=network, account="", publishes=True
                )
            )
        if day := due(seat.restaurant, now):
            w.digests.claim(day, now)  # a house that opens at noon has no morning to report
    directory.bind(seat.restaurant.id, replace(chat, message=None))
    if directory.chosen(owner.platform, owner.handle, chat.chat) is not None:
        directory.choose(owner.platform, owner.handle, chat.chat, seat.restaurant.id)
    return seat


def newcomer(locale: str, timezone: str) -> Restaurant:
    """Return a restaurant that has not told its name yet."""
    name = NAMELESS[0] if locale.startswith("es") else NAMELESS[1]
    return Restaurant(name=name, locale=locale, timezone=timezone)


def name_of(house: Restaurant) -> str:
    """Return the name that the restaurant has told; what stands in for one is none to publish."""
    return "" if house.name.strip() in NAMELESS else house.name


def owner_here(locale: str) -> Person:
    """Return whoever sits at this machine's terminal."""
    return Person(
        restaurant_id=0,
        platform=HERE.platform,
        handle=HERE.chat,
        name="",
        role=Role.OWNER,
        locale=locale,
    )
