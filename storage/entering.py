"""Coming in with a one-time code, and the tries to."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select, update
from sqlmodel import col

from peruopt.people import Code, Limits
from storage.tables.entering import CodeRow, KnockRow

if TYPE_CHECKING:
    from storage.database import Database

KEPT = timedelta(days=30)
"""How long a code that is of no use any more is still known as one."""


class Entering:
    """Answers for those who keep the doors; each question is its own transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

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
