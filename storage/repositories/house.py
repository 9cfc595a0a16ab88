"""A restaurant's channels."""

from __future__ import annotations

from sqlmodel import Session, col, select

from peruopt.errors import UserError
from peruopt.restaurant import Channel, Network
from storage.sql import insert
from storage.tables.house import ChannelRow


class Channels:
    """`peruopt.store.Channels`."""

    def __init__(self, session: Session, restaurant_id: int) -> None:
        self._session, self._restaurant = session, restaurant_id

    def all(self) -> list[Channel]:
        """Return the accounts in the order in which they were added."""
        wanted = select(ChannelRow).where(ChannelRow.restaurant_id == self._restaurant)
        found = self._session.exec(wanted.order_by(col(ChannelRow.id))).all()
        return list(found)

    def get(self, channel_id: int) -> Channel:
        """Return the channel; raise UserError if the restaurant has no such one."""
        found = self._session.get(ChannelRow, channel_id)
        if found is None or found.restaurant_id != self._restaurant:
            raise UserError("storage.no_channel", id=channel_id)
        return found

    def find(self, network: Network, account: str) -> Channel | None:
        """Return the channel of that account, if it is known."""
        return self._session.exec(
            select(ChannelRow).where(
                ChannelRow.restaurant_id == self._restaurant,
                ChannelRow.network == network,
                ChannelRow.account == account,
            )
        ).first()

    def add(self, channel: Channel) -> Channel:
        """Keep the channel; one already known by its history begins to publish if this does."""
        told = channel.model_dump(exclude={"id", "restaurant_id"})
        self._session.execute(
            insert(self._session, ChannelRow)
            .values(**told, restaurant_id=self._restaurant)
            .on_conflict_do_nothing()
        )
        kept = self.find(channel.network, channel.account)
        assert kept is not None
        kept.publishes = kept.publishes or channel.publishes
        self._session.flush()
        return kept
