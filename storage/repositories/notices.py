"""What a restaurant's chats must still be told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, or_, update
from sqlmodel import Session, col, select

from peruopt.chat.message import Address
from peruopt.hearing import is_quiet, kind_of
from peruopt.store import Notice
from storage.repositories.people import Rooms
from storage.tables.house import ChatRow, PersonRow, RestaurantRow
from storage.tables.notices import NoticeRow

if TYPE_CHECKING:
    from sqlmodel.sql.expression import SelectOfScalar

LATELY = timedelta(days=2)
"""What was given up longer ago is old news when its chat opens again."""


class Notices:
    """`peruopt.store.Notices`."""

    def __init__(self, session: Session, restaurant_id: int) -> None:
        self._session, self._restaurant = session, restaurant_id

    def add(
        self,
        key: str,
        values: Mapping[str, str],
        about: str = "",
        to: Sequence[Address] | None = None,
    ) -> None:
        """Tell every chat that hears the house, or those in `to`; `key` is a sentence.

        Where there is no chat yet, the first that is bound is told.
        """
        rooms = {room.at: room for room in Rooms(self._session, self._restaurant).all()}
        hearing = [at for at, room in rooms.items() if room.hears]
        if to is None:
            places = hearing or ([] if rooms else [Address("", "")])
        else:
            places = list(dict.fromkeys(to))
        kind = kind_of(key)
        self._session.add_all(
            NoticeRow(
                restaurant_id=self._restaurant,
                platform=at.platform,
                chat=at.chat,
                key=key,
                words=dict(values),
                about=about,
            )
            for at in places
            if at not in rooms or kind not in rooms[at].muted
        )

    def waiting(self, now: datetime) -> list[Notice]:
        """Return what may be told now, oldest first; quiet chats are left in peace."""
        zone = self._session.exec(
            select(RestaurantRow.timezone).where(RestaurantRow.id == self._restaurant)
        ).one()
        hour = now.astimezone(ZoneInfo(zone)).time()
        quiet = {
            room.at
            for room in Rooms(self._session, self._restaurant).all()
            if is_quiet(room, hour)
        }
        wanted = (
            select(NoticeRow)
            .where(
                NoticeRow.restaurant_id == self._restaurant,
                col(NoticeRow.told_at).is_(None),
                col(NoticeRow.given_up_at).is_(None),
                NoticeRow.platform != "",
                or_(col(NoticeRow.retry_at).is_(None), col(NoticeRow.retry_at) <= now),
            )
            .order_by(col(NoticeRow.id))
        )
        return [n for n in self._read(wanted) if n.to not in quiet]

    def stuck(self, count: int) -> list[Notice]:
        """Return what was tried in vain and is still to be told, newest first."""
        wanted = (
            select(NoticeRow)
            .where(
                NoticeRow.restaurant_id == self._restaurant,
                col(NoticeRow.told_at).is_(None),
                NoticeRow.tries > 0,
            )
            .order_by(col(NoticeRow.id).desc())
            .limit(count)
        )
        return self._read(wanted)

    def _read(self, wanted: SelectOfScalar[NoticeRow]) -> list[Notice]:
        house = self._restaurant
        locale = self._session.exec(
            select(RestaurantRow.locale).where(RestaurantRow.id == house)
        ).one()
        theirs = select(ChatRow.platform, ChatRow.chat, PersonRow.locale).where(
            ChatRow.restaurant_id == house,
            PersonRow.restaurant_id == house,
            PersonRow.platform == ChatRow.platform,
            PersonRow.handle == ChatRow.handle,
        )
        spoken = {Address(p, chat): said for p, chat, said in self._session.exec(theirs)}
        return [
            Notice(
                id=row.id or 0,
                to=Address(row.platform, row.chat),
                key=row.key,
                values=row.words,
                about=row.about,
                locale=spoken.get(Address(row.platform, row.chat), locale),
                tries=row.tries,
                given_up=row.given_up_at is not None,
            )
            for row in self._session.exec(wanted)
        ]

    def told(self, notice_id: int, at: datetime) -> None:
        """Note that the chat has been told: it is open, so what was given up lately may go."""
        self._change(notice_id, told_at=at)
        here = select(NoticeRow.platform, NoticeRow.chat).where(
            NoticeRow.id == notice_id, NoticeRow.restaurant_id == self._restaurant
        )
        for platform, chat in self._session.exec(here).all():
            given_up = self._given_up(Address(platform, chat))
            self._session.execute(
                update(NoticeRow)
                .where(*given_up, col(NoticeRow.given_up_at) > at - LATELY)
                .values(given_up_at=None, tries=0, retry_at=None)
            )

    def failed(self, notice_id: int, retry_at: datetime) -> None:
        """Note a try in vain, and when to try again."""
        self._change(notice_id, tries=NoticeRow.tries + 1, retry_at=retry_at)

    def give_up(self, notice_id: int, at: datetime) -> None:
        """Try no more; it is kept to be seen."""
        self._change(notice_id, tries=NoticeRow.tries + 1, given_up_at=at)

    def gave_up_on(self, chat: Address) -> bool:
        """Whether something for this chat has been given up and it has not opened since."""
        found = self._session.exec(select(NoticeRow.id).where(*self._given_up(chat)).limit(1))
        return found.first() is not None

    def _given_up(self, chat: Address) -> tuple[ColumnElement[bool], ...]:
        return (
            col(NoticeRow.restaurant_id) == self._restaurant,
            col(NoticeRow.platform) == chat.platform,
            col(NoticeRow.chat) == chat.chat,
            col(NoticeRow.told_at).is_(None),
            col(NoticeRow.given_up_at).is_not(None),
        )

    def _change(self, notice_id: int, **values: object) -> None:
        self._session.execute(
            update(NoticeRow)
            .where(
                col(NoticeRow.id) == notice_id,
                col(NoticeRow.restaurant_id) == self._restaurant,
            )
            .values(**values)
        )
