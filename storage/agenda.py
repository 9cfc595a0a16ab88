"""The posts of all restaurants that something is to be done about: by whom, and when."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlmodel import col

from peruopt.post import Post, State
from storage.tables.posts import PostRow, ResultRow

if TYPE_CHECKING:
    from storage.database import Database

OURS = col(PostRow.imported).is_(False)
WAITS = and_(OURS, col(PostRow.state).in_((State.SCHEDULED, State.PUBLISHING)))


def runs_at() -> ColumnElement[datetime]:
    """`Post.runs_at`, in SQL."""
    return case(
        (
            col(PostRow.state) == State.SCHEDULED,
            func.coalesce(col(PostRow.retry_at), col(PostRow.due_at)),
        ),
        (col(PostRow.state) == State.PUBLISHING, col(PostRow.lease_until)),
    )


class Agenda:
    """Answers for the directory; each question is its own transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def runs(self, until: datetime) -> list[tuple[int, int, datetime]]:
        """Return (restaurant, post, moment) of every post whose `runs_at` is due by `until`."""
        moment = runs_at()
        wanted = (
            select(col(PostRow.restaurant_id), col(PostRow.id), moment)
            .where(WAITS, moment <= until)
            .order_by(moment, col(PostRow.id))
        )
        with self._database.reading() as session:
            return [(house, post, at) for house, post, at in session.execute(wanted)]

    def lane(self, post_id: int, now: datetime) -> int | None:
        """Return the channel of a post that is due by `now`; None for any other."""
        wanted = select(col(PostRow.channel_id)).where(
            col(PostRow.id) == post_id, WAITS, runs_at() <= now
        )
        with self._database.reading() as session:
            return session.scalar(wanted)

    def next_run(self) -> datetime | None:
        """Return the earliest `runs_at` of all."""
        with self._database.reading() as session:
            return session.scalar(select(func.min(runs_at())).where(WAITS))

    def overdue(self, before: datetime) -> list[tuple[int, int]]:
        """Return (restaurant, post) of what was due by then and has been tried in vain so far."""
        state = col(PostRow.state)
        again = and_(state == State.SCHEDULED, col(PostRow.retry_at).is_not(None))
        tried = or_(again, state.in_((State.PUBLISHING, State.UNCERTAIN)))
        wanted = (
            select(col(PostRow.restaurant_id), col(PostRow.id))
            .where(OURS, tried, col(PostRow.due_at) <= before)
            .order_by(col(PostRow.id))
        )
        with self._database.reading() as session:
            return [(house, post) for house, post in session.execute(wanted)]

    def uncertain(self) -> list[tuple[int, int]]:
        """Return (restaurant, post) of every post that may or may not be out."""
        wanted = (
            select(col(PostRow.restaurant_id), col(PostRow.id))
            .where(OURS, col(PostRow.state) == State.UNCERTAIN)
            .order_by(col(PostRow.id))
        )
        with self._database.reading() as session:
            return [(house, post) for house, post in session.execute(wanted)]

    def measurable(self, since: datetime) -> list[tuple[int, Post, int]]:
        """Return (restaurant, post, snapshots so far) of our own posts published since."""
        snapshots = (
            select(func.count())
            .where(col(ResultRow.post_id) == col(PostRow.id))
            .correlate(PostRow)
            .scalar_subquery()
        )
        wanted = (
            select(PostRow, snapshots)
            .where(
                OURS,
                col(PostRow.state) == State.PUBLISHED,
                col(PostRow.published_at) >= since,
            )
            .order_by(col(PostRow.published_at), col(PostRow.id))
        )
        with self._database.reading() as session:
            return [(post.restaurant_id, post, count) for post, count in session.execute(wanted)]
