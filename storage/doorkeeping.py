"""Who may come in: bound chats, chosen restaurants, one-time codes and the tries to use them."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete, func, select, update
from sqlmodel import col

from peruopt.chat.message import Action, Address
from peruopt.people import Code, Limits
from peruopt.restaurant import Person, Role
from storage.sql import insert
from storage.tables.entering import CodeRow, KnockRow
from storage.tables.house import ChatRow, ChoiceRow, PersonRow
from storage.tables.talk import ConversationRow

if TYPE_CHECKING:
    from storage.database import Database

AWAITED = select(col(ConversationRow.action)).where(
    col(ConversationRow.restaurant_id) == bindparam("house"),
    col(ConversationRow.person_id) == bindparam("person"),
    col(ConversationRow.platform) == bindparam("door"),
    col(ConversationRow.chat) == bindparam("chat"),
    col(ConversationRow.until) > bindparam("now"),
)
"""Asked for every message, and so written once."""
KEPT = timedelta(days=30)
"""How long a code that is of no use any more is still known as one."""


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

    def keep(self, code: Code) -> None:
        """Keep a code; a new claim takes the place of the door's earlier ones."""
        with self._database.writing() as session:
            session.execute(delete(CodeRow).where(col(CodeRow.made_at) < code.made_at - KEPT))
            if code.platform:
                session.execute(
                    delete(CodeRow).where(
                        col(CodeRow.platform) == code.platform, col(CodeRow.used_at).is_(None)
                    )
                )
            session.add(
                CodeRow(
                    digest=code.digest,
                    restaurant_id=code.restaurant_id,
                    role=code.role,
                    platform=code.platform,
                    made_at=code.made_at,
                    expires_at=code.expires_at,
                    by=code.by,
                    human=code.human,
                )
            )

    def codes(self, since: datetime) -> list[Code]:
        """Return the codes made since, used and expired ones included."""
        wanted = select(CodeRow).where(col(CodeRow.made_at) >= since)
        with self._database.reading() as session:
            return [
                Code(
                    row.digest,
                    row.restaurant_id,
                    row.role,
                    row.platform,
                    row.made_at,
                    row.expires_at,
                    row.by,
                    row.human,
                    row.used_at,
                )
                for row in session.scalars(wanted)
            ]

    def use(self, code: Code, at: datetime) -> bool:
        """Use a code up; False if that has happened already, or it has expired."""
        with self._database.writing() as session:
            used = session.scalar(
                update(CodeRow)
                .where(
                    col(CodeRow.digest) == code.digest,
                    col(CodeRow.used_at).is_(None),
                    col(CodeRow.expires_at) > at,
                )
                .values(used_at=at)
                .returning(col(CodeRow.digest))
            )
            return used is not None

    def knock(self, platform: str, handle: str, at: datetime, limits: Limits) -> datetime | None:
        """Count a try to use a code; return when to come back if there were too many."""
        mine = (col(KnockRow.platform) == platform, col(KnockRow.handle) == handle)
        with self._database.writing() as session:
            session.execute(delete(KnockRow).where(col(KnockRow.at) <= at - limits.within))
            for most, whose in ((limits.mine, mine), (limits.all, ())):
                count, oldest = session.execute(
                    select(func.count(), func.min(col(KnockRow.at))).where(
                        col(KnockRow.at) > at - limits.within, *whose
                    )
                ).one()
                if count >= most:
                    back: datetime = oldest + limits.within
                    return back
            session.add(KnockRow(platform=platform, handle=handle, at=at))
        return None

    def admit(self, platform: str, handle: str) -> None:
        """Forget a person's tries: one of them was right."""
        with self._database.writing() as session:
            session.execute(
                delete(KnockRow).where(
                    col(KnockRow.platform) == platform, col(KnockRow.handle) == handle
                )
            )
