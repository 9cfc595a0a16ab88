"""Tries to publish, and the notes a publisher keeps between its steps."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import text, update
from sqlmodel import Session, col, select

from peruopt.errors import AlreadyDecided
from peruopt.names import Names
from peruopt.post import State
from storage.repositories.posts import Posts
from storage.sql import insert
from storage.tables.posts import AttemptRow, NoteRow


class Attempts:
    """`peruopt.store.Attempts`."""

    def __init__(self, session: Session, restaurant_id: int) -> None:
        self._session, self._restaurant = session, restaurant_id
        self._posts = Posts(session, restaurant_id)

    def begin(self, post_id: int, at: datetime) -> int:
        """Open an attempt and return its id; raise AlreadyDecided while another one is live."""
        post = self._posts.get(post_id)
        opened = (
            insert(self._session, AttemptRow)
            .values(restaurant_id=self._restaurant, post_id=post_id, began_at=at, outcome="")
            .on_conflict_do_nothing(
                index_elements=["post_id"], index_where=text("ended_at IS NULL")
            )
            .returning(col(AttemptRow.id))
        )
        attempt_id = self._session.execute(opened).scalar()
        if attempt_id is None:
            raise AlreadyDecided(
                "error.already", state=State.PUBLISHING, by=Names.of(post.approved_by)
            )
        return int(attempt_id)

    def end(self, attempt_id: int, at: datetime, outcome: str) -> None:
        """Close a live attempt; one that has ended stays as it was."""
        self._session.execute(
            update(AttemptRow)
            .where(
                col(AttemptRow.id) == attempt_id,
                col(AttemptRow.restaurant_id) == self._restaurant,
                col(AttemptRow.ended_at).is_(None),
            )
            .values(ended_at=at, outcome=outcome)
        )

    def live(self, post_id: int) -> int | None:
        """Return the attempt under way, if any."""
        return self._session.exec(
            select(AttemptRow.id).where(
                AttemptRow.restaurant_id == self._restaurant,
                AttemptRow.post_id == post_id,
                col(AttemptRow.ended_at).is_(None),
            )
        ).first()

    def note(self, post_id: int, key: str) -> str | None:
        """Return a publisher's note on the post."""
        return self._session.exec(
            select(NoteRow.value).where(
                NoteRow.restaurant_id == self._restaurant,
                NoteRow.post_id == post_id,
                NoteRow.key == key,
            )
        ).first()

    def put_note(self, post_id: int, key: str, value: str) -> None:
        """Keep a note, in place of the one under the same key."""
        self._posts.get(post_id)
        fresh = insert(self._session, NoteRow).values(
            restaurant_id=self._restaurant, post_id=post_id, key=key, value=value
        )
        self._session.execute(
            fresh.on_conflict_do_update(
                index_elements=["post_id", "key"], set_={"value": fresh.excluded.value}
            )
        )
