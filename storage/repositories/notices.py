"""What a restaurant's chats must still be told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import or_, update
from sqlmodel import Session, col, select

from peruopt.chat.message import Address
from peruopt.store import Notice
from storage.tables import ChatRow, NoticeRow, RestaurantRow


class Notices:
    """`peruopt.store.Notices`."""

    def __init__(self, session: Session, restaurant_id: int) -> None:
        self._session, self._restaurant = session, restaurant_id

    def add(self, key: str, values: Mapping[str, str], about: str = "") -> None:
        """Tell every chat of the restaurant; without one, tell the first that is bound."""
        chats = self._session.exec(
            select(ChatRow.platform, ChatRow.chat)
            .where(ChatRow.restaurant_id == self._restaurant)
            .order_by(col(ChatRow.id))
        ).all()
        self._session.add_all(
            NoticeRow(
                restaurant_id=self._restaurant,
                platform=platform,
                chat=chat,
                key=key,
                words=dict(values),
                about=about,
            )
            for platform, chat in chats or [("", "")]
        )

    def waiting(self, now: datetime) -> list[Notice]:
        """Return what may be told now, oldest first."""
        locale = self._session.exec(
            select(RestaurantRow.locale).where(RestaurantRow.id == self._restaurant)
        ).one()
        wanted = (
            select(NoticeRow)
            .where(
                NoticeRow.restaurant_id == self._restaurant,
                col(NoticeRow.told_at).is_(None),
                NoticeRow.platform != "",
                or_(col(NoticeRow.retry_at).is_(None), col(NoticeRow.retry_at) <= now),
            )
            .order_by(col(NoticeRow.id))
        )
        return [
            Notice(
                id=row.id or 0,
                to=Address(row.platform, row.chat),
                key=row.key,
                values=row.words,
                about=row.about,
                locale=locale,
                tries=row.tries,
            )
            for row in self._session.exec(wanted)
        ]

    def told(self, notice_id: int, at: datetime) -> None:
        """Note that the chat has been told."""
        self._change(notice_id, told_at=at)

    def failed(self, notice_id: int, retry_at: datetime) -> None:
        """Note a try in vain, and when to try again."""
        self._change(notice_id, tries=NoticeRow.tries + 1, retry_at=retry_at)

    def _change(self, notice_id: int, **values: object) -> None:
        self._session.execute(
            update(NoticeRow)
            .where(
                col(NoticeRow.id) == notice_id,
                col(NoticeRow.restaurant_id) == self._restaurant,
            )
            .values(**values)
        )
