"""Posts of one restaurant: those on their way, and the door to history."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, nulls_last, or_
from sqlmodel import Session, col, select

from peruopt.errors import UserError
from peruopt.post import Post, State
from peruopt.restaurant import Network
from peruopt.results import PastPost
from storage.repositories.history import read_history, unseen_by
from storage.repositories.intake import take_in
from storage.tables.posts import PostRow


class Posts:
    """`peruopt.store.Posts`."""

    def __init__(self, session: Session, restaurant_id: int) -> None:
        self._session, self._restaurant = session, restaurant_id

    def get(self, post_id: int) -> Post:
        """Return the post, locked until the transaction ends; raise UserError if there is none."""
        wanted = (
            select(PostRow)
            .where(PostRow.restaurant_id == self._restaurant, PostRow.id == post_id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        post = self._session.exec(wanted).one_or_none()
        if post is None:
            raise UserError("error.no_post", id=post_id)
        return post

    def add(self, post: Post) -> Post:
        row = PostRow(**post.model_dump(exclude={"restaurant_id"}), restaurant_id=self._restaurant)
        self._session.add(row)
        self._session.flush()
        return row

    def of_draft(self, draft_id: int) -> list[Post]:
        """Return the draft's posts, locked, in order of id."""
        wanted = (
            select(PostRow)
            .where(PostRow.restaurant_id == self._restaurant, PostRow.draft_id == draft_id)
            .order_by(col(PostRow.id))
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        found = self._session.exec(wanted).all()
        return list(found)

    def in_states(self, *states: State, limit: int = 100, latest: bool = False) -> list[Post]:
        """Return our own posts in any of `states`, earliest due first; `latest` turns it."""
        due, number = col(PostRow.due_at), col(PostRow.id)
        wanted = (
            select(PostRow)
            .where(
                PostRow.restaurant_id == self._restaurant,
                col(PostRow.imported).is_(False),
                col(PostRow.state).in_(states),
            )
            .limit(limit)
        )
        if latest:
            wanted = wanted.order_by(nulls_last(due.desc()), number.desc())
        else:
            wanted = wanted.order_by(nulls_last(due), number)
        found = self._session.exec(wanted).all()
        return list(found)

    def going_out(self, since: datetime, until: datetime) -> list[Post]:
        """Return what is scheduled or being published between the two."""
        wanted = (
            select(PostRow)
            .where(
                PostRow.restaurant_id == self._restaurant,
                col(PostRow.imported).is_(False),
                col(PostRow.state).in_((State.SCHEDULED, State.PUBLISHING)),
                col(PostRow.due_at) >= since,
                col(PostRow.due_at) < until,
            )
            .order_by(col(PostRow.due_at), col(PostRow.id))
        )
        found = self._session.exec(wanted).all()
        return list(found)

    def upsert(self, posts: Sequence[PastPost], seen_at: datetime) -> tuple[int, int]:
        """Take in a batch of history; return (new, updated).

        The key is (channel, external id).  Channels are made as they come.
        """
        return take_in(self._session, self._restaurant, posts, seen_at)

    def history(
        self,
        *,
        channel_id: int | None = None,
        network: Network | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        newest: int | None = None,
        unseen: bool = False,
    ) -> list[PastPost]:
        """Return what `peruopt.store.Posts.history` promises."""
        self._session.flush()
        return read_history(
            self._session,
            self._restaurant,
            channel_id=channel_id,
            network=network,
            since=since,
            until=until,
            newest=newest,
            unseen=unseen,
        )

    def count(self, before: datetime | None = None) -> int:
        """Return what `peruopt.store.Posts.count` promises."""
        every = (
            select(func.count())
            .select_from(PostRow)
            .where(PostRow.restaurant_id == self._restaurant, PostRow.state == State.PUBLISHED)
        )
        if before is not None:  # what we published ourselves bears no date of coming in
            came = col(PostRow.counted_at)
            every = every.where(or_(came.is_(None), came < before))
        # taken off rather than left out: the address of every imported post is never read
        ours = every.where(col(PostRow.imported).is_(False))
        hidden = unseen_by(self._session, self._restaurant)
        found = self._session.exec(every).one()
        return found if hidden is None else found - self._session.exec(ours.where(hidden)).one()
