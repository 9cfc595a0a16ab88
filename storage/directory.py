"""The few questions that concern all restaurants."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete, select, update
from sqlmodel import col

from peruopt.chat.message import Address
from peruopt.post import Post
from peruopt.restaurant import Person, Restaurant
from peruopt.store import Seat
from storage.doorkeeping import Doorkeeping
from storage.sql import insert
from storage.tables.house import ChatRow, PersonRow, RestaurantRow
from storage.tables.notices import NoticeRow
from storage.tables.talk import InboxRow

if TYPE_CHECKING:
    from storage.agenda import Agenda

REMEMBERED, TIDY = timedelta(days=30), timedelta(hours=1)
"""How long an inbound id is kept (no platform redelivers after so long); how often old ones go."""

SEATS = (
    select(RestaurantRow, PersonRow)
    .join(PersonRow, col(PersonRow.restaurant_id) == col(RestaurantRow.id))
    .where(
        col(PersonRow.platform) == bindparam("platform"),
        col(PersonRow.handle) == bindparam("handle"),
    )
    .order_by(col(RestaurantRow.id))
)
"""Asked for every message, and so written once."""


class Restaurants(Doorkeeping):
    """`peruopt.store.Directory`."""

    _tidied: datetime | None = None

    def first_time(self, platform: str, message_id: str, at: datetime) -> bool:
        """Return True unless this inbound message has been seen before."""
        # in haste: whatever an answer changes is committed after it, and so takes it along
        with self._database.writing(hasty=True) as session:
            if self._tidied is None or at - self._tidied > TIDY:
                session.execute(delete(InboxRow).where(col(InboxRow.at) < at - REMEMBERED))
                self._tidied = at
            kept = session.scalar(
                insert(session, InboxRow)
                .values(platform=platform, message_id=message_id, at=at)
                .on_conflict_do_nothing()
                .returning(col(InboxRow.message_id))
            )
            return kept is not None

    def seats(self, platform: str, handle: str) -> list[Seat]:
        """Return every restaurant in which the person has a role, oldest first."""
        who = {"platform": platform, "handle": handle}
        with self._database.reading() as session:
            return [Seat(house, person) for house, person in session.execute(SEATS, who)]

    def open(self, restaurant: Restaurant, owner: Person) -> Seat:
        """Found a restaurant with its owner."""
        checked = Restaurant.model_validate(restaurant.model_dump())
        with self._database.writing() as session:
            house = RestaurantRow(**checked.model_dump(exclude={"id"}))
            session.add(house)
            session.flush()
            assert house.id is not None
            house.digest_at = checked.digest_at  # an insert takes None for "the default"
            told = owner.model_dump(exclude={"id", "restaurant_id"})
            person = PersonRow(**told, restaurant_id=house.id)
            session.add(person)
            session.flush()
            return Seat(house, person)

    def restaurants(self) -> list[Restaurant]:
        """Return all of them, oldest first."""
        with self._database.reading() as session:
            return list(session.scalars(select(RestaurantRow).order_by(col(RestaurantRow.id))))

    def bind(
        self, restaurant_id: int, chat: Address, *, handle: str = "", shared: bool = False
    ) -> None:
        """Note that notices of the restaurant go to this chat, too.

        A shared chat speaks for this restaurant alone from now on.
        """
        place = {"platform": chat.platform, "chat": chat.chat}
        known: dict[str, object] = {"hears": True, "shared": shared, "handle": handle}
        change = known if handle or shared else {"hears": True}
        with self._database.writing() as session:
            if shared:
                session.execute(
                    delete(ChatRow).where(
                        col(ChatRow.platform) == chat.platform,
                        col(ChatRow.chat) == chat.chat,
                        col(ChatRow.restaurant_id) != restaurant_id,
                    )
                )
            session.execute(
                insert(session, ChatRow)
                .values(restaurant_id=restaurant_id, **place, **known, muted=[])
                .on_conflict_do_update(
                    index_elements=["restaurant_id", "platform", "chat"], set_=change
                )
            )
            # what was to be said while nobody could hear
            session.execute(
                update(NoticeRow)
                .where(
                    col(NoticeRow.restaurant_id) == restaurant_id, col(NoticeRow.platform) == ""
                )
                .values(**place)
            )

    @property
    def _agenda(self) -> Agenda:
        from storage.agenda import Agenda  # with the tables of posts, which no first answer needs

        return Agenda(self._database)

    def runs(self, until: datetime) -> list[tuple[int, int, datetime]]:
        """Return (restaurant, post, moment) of every post whose `runs_at` is due by `until`."""
        return self._agenda.runs(until)

    def lane(self, post_id: int, now: datetime) -> int | None:
        """Return the channel of a post that is due by `now`; None for any other."""
        return self._agenda.lane(post_id, now)

    def next_run(self) -> datetime | None:
        """Return the earliest `runs_at` of all."""
        return self._agenda.next_run()

    def overdue(self, before: datetime) -> list[tuple[int, int]]:
        """Return (restaurant, post) of what was due by then and has been tried in vain so far."""
        return self._agenda.overdue(before)

    def uncertain(self) -> Iterable[tuple[int, int]]:
        """Return (restaurant, post) of every post that may or may not be out."""
        return self._agenda.uncertain()

    def measurable(self, since: datetime) -> list[tuple[int, Post, int]]:
        """Return (restaurant, post, snapshots so far) of our own posts published since."""
        return self._agenda.measurable(since)
