"""Found a restaurant: its owner, its outbox channels, the chat that hears its notices."""

from __future__ import annotations

from dataclasses import replace

from peruopt.chat.message import Address
from peruopt.ports import Services
from peruopt.restaurant import Channel, Network, Person, Restaurant
from peruopt.store import Seat

FIRST = (Network.FACEBOOK, Network.INSTAGRAM)


def settle(services: Services, house: Restaurant, owner: Person, chat: Address) -> Seat:
    """Open `house` for `owner`, ready to draft; an import later gives its channels their names."""
    seat = services.directory.open(house, owner)
    assert seat.restaurant.id is not None
    with services.work(seat.restaurant.id) as w:
        for network in FIRST:
            if network in services.publishers:
                channel = Channel(restaurant_id=seat.restaurant.id, network=network, account="")
                channel.publishes = True
                w.channels.add(channel)
    services.directory.bind(seat.restaurant.id, replace(chat, message=None))
    return seat
