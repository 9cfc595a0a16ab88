"""What went out through the outbox, for the page to show as a network would."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from peruopt.chat.message import Address
from peruopt.ports import Services
from peruopt.publishers.outbox import OutboxPublisher, Sent
from peruopt.restaurant import Network

NEWEST = 60
PAGE = Address("web", "local")
"""Where the page stands, which is one conversation."""
NEVER = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Shown:
    """`bot.web.outbox.SentPost`."""

    network: str
    account: str
    at: datetime
    text: str
    picture: bytes | None
    alt: str


@dataclass(frozen=True, slots=True)
class Showcase:
    """Reads the outboxes of every network."""

    services: Services
    outboxes: Mapping[Network, OutboxPublisher]

    def sent(self) -> list[Shown]:
        """Return the newest posts, newest first; those of a demo only while one is in it."""
        names = self._houses()
        out = [sent for outbox in self.outboxes.values() for sent in outbox.sent()]
        out = [sent for sent in out if sent.restaurant_id in names]
        out.sort(key=lambda sent: sent.due_at or NEVER, reverse=True)
        return [self._shown(sent, names) for sent in out[:NEWEST]]

    def _houses(self) -> dict[int | None, str]:
        directory = self.services.directory
        houses = {house.id: house for house in directory.restaurants()}
        number = directory.chosen(PAGE.platform, PAGE.chat, PAGE.chat)
        here = houses.get(number or max(houses, key=lambda i: i or 0, default=None))
        if here is not None and here.demo:
            return {here.id: here.name}
        return {number: house.name for number, house in houses.items() if not house.demo}

    def _shown(self, sent: Sent, names: Mapping[int | None, str]) -> Shown:
        return Shown(
            network=sent.network,
            account=names.get(sent.restaurant_id, ""),
            at=sent.due_at or NEVER,
            text=sent.text,
            picture=sent.picture.read_bytes() if sent.picture else None,
            alt=sent.alt,
        )
