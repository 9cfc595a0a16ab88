"""Who may come in: bound chats, chosen restaurants, one-time codes and the tries to use them."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, func, select
from sqlmodel import col

from peruopt.chat.message import Action, Address
from peruopt.people import Code, Limits
from peruopt.restaurant import Person, Role
from storage.sql import insert
from storage.tables.house import ChatRow, ChoiceRow, PersonRow
from storage.tables.talk import ConversationRow

if TYPE_CHECKING:
    from storage.database import Database
    from storage.entering import Entering

AWAITED = select(col(ConversationRow.action)).where(
    col(ConversationRow.restaurant_id) == bindparam("house"),
    col(ConversationRow.person_id) == bindparam("person"),
    col(ConversationRow.platform) == bindparam("door"),
    col(ConversationRow.chat) == bindparam("chat"),
    col(ConversationRow.until) > bindparam("now"),
)
"""Asked for every message, and so written once."""


class Doorkeeping:
    """`peruopt.people.Doorkeeper`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def bound(self, chat: Address) -> int | None:
        """Return the restaurant that a shared chat speaks for."""
        with self._database.reading() as session:
            return session.scalar(
                select(col(ChatRow.restaurant_id)).where(
                    col(ChatRow.platform) == chat.platform,
                    col(ChatRow.chat) == chat.chat,
                    col(ChatRow.shared).is_(True),
                )
            )

    def several(self, chat: Address) -> bool:
        """Whether more than one restaurant talks in this chat."""
        wanted = select(func.count()).where(
            col(ChatRow.platform) == chat.platform, col(ChatRow.chat) == chat.chat
        )
        with self._database.reading() as session:
            return (session.scalar(wanted) or 0) > 1

    def choose(self, platform: str, handle: str, chat: str, restaurant_id: int) -> None:
        """Remember for which restaurant a person speaks in a chat."""
        with self._database.writing() as session:
            session.execute(
                insert(session, ChoiceRow)
                .values(platform=platform, handle=handle, chat=chat, restaurant_id=restaurant_id)
                .on_conflict_do_update(
                    index_elements=["platform", "handle", "chat"],
                    set_={"restaurant_id": restaurant_id},
                )
            )

    def chosen(self, platform: str, handle: str, chat: str) -> int | None:
        """Return what was chosen."""
        with self._database.reading() as session:
            return session.scalar(
                select(col(ChoiceRow.restaurant_id)).where(
                    col(ChoiceRow.platform) == platform,
                    col(ChoiceRow.handle) == handle,
                    col(ChoiceRow.chat) == chat,
                )
            )

    def awaited(self, who: Person, chat: Address, now: datetime) -> Action | None:
        """Return what a person's next words in a chat answer."""
        about = {"house": who.restaurant_id, "person": who.id, "now": now}
        with self._database.reading() as session:
            said = session.scalar(AWAITED, about | {"door": chat.platform, "chat": chat.chat})
        if said is None:
            return None
        name, *args = json.loads(said)
        return Action(name, tuple(args))

    def owned(self, platform: str) -> bool:
        """Whether any restaurant has an owner who comes in by this door."""
        wanted = select(col(PersonRow.id)).where(
            col(PersonRow.platform) == platform, col(PersonRow.role) == Role.OWNER
        )
        with self._database.reading() as session:
            return session.scalar(wanted.limit(1)) is not None

    @property
    def _entering(self) -> Entering:
        from storage.entering import Entering  # with tables that nobody who has a seat needs

        return Entering(self._database)

    def keep(self, code: Code) -> None:
        """Keep a code; a new claim takes the place of the door's earlier ones."""
        self._entering.keep(code)

    def codes(self, since: datetime) -> list[Code]:
        """Return the codes made since, used and expired ones included."""
        return self._entering.codes(since)

    def use(self, code: Code, at: datetime) -> bool:
        """Use a code up; False if that has happened already, or it has expired."""
        return self._entering.use(code, at)

    def knock(self, platform: str, handle: str, at: datetime, limits: Limits) -> datetime | None:
        """Count a try to use a code; return when to come back if there were too many."""
        return self._entering.knock(platform, handle, at, limits)

    def admit(self, platform: str, handle: str) -> None:
        """Forget a person's tries: one of them was right."""
        self._entering.admit(platform, handle)
