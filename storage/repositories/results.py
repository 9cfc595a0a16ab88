"""Engagement of a restaurant's posts over time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from peruopt.results import Metrics
from peruopt.store import Snapshot
from storage.repositories.history import COUNTS
from storage.repositories.posts import Posts
from storage.sql import insert
from storage.tables import table
from storage.tables.posts import PostRow, ResultRow


class Results:
    """`peruopt.store.Results`."""

    def __init__(self, session: Session, restaurant_id: int) -> None:
        self._session, self._restaurant = session, restaurant_id
        self._posts = Posts(session, restaurant_id)

    def add(self, post_id: int, at: datetime, metrics: Metrics) -> None:
        """Record the counts; the post carries a copy of the newest value of each."""
        post = self._posts.get(post_id)
        assert isinstance(post, PostRow)
        counts: dict[str, int | None] = asdict(metrics)
        fresh = insert(self._session, ResultRow).values(
            restaurant_id=self._restaurant, post_id=post_id, at=at, **counts
        )
        self._session.execute(
            fresh.on_conflict_do_update(
                index_elements=["post_id", "at"],
                set_={name: fresh.excluded[name] for name in COUNTS},
            )
        )
        newer = post.counted_at is None or post.counted_at <= at
        for name, told in counts.items():
            if told is not None and (newer or getattr(post, name) is None):
                setattr(post, name, told)
        if newer:
            post.counted_at = at

    def of(self, post_id: int) -> list[Snapshot]:
        """Return every snapshot of the post, oldest first."""
        wanted = (
            select(ResultRow)
            .where(ResultRow.restaurant_id == self._restaurant, ResultRow.post_id == post_id)
            .order_by(col(ResultRow.at))
        )
        return [
            Snapshot(row.at, Metrics(*(getattr(row, name) for name in COUNTS)))
            for row in self._session.exec(wanted)
        ]

    def of_many(self, post_ids: Sequence[int]) -> dict[int, list[Snapshot]]:
        """Return the snapshots of some hundreds of posts in one go, each post's oldest first."""
        row = table(ResultRow).c
        wanted = (
            select_columns(row.post_id, row.at, *(row[name] for name in COUNTS))
            .where(row.restaurant_id == self._restaurant, row.post_id.in_(post_ids))
            .order_by(row.post_id, row.at)
        )
        found: dict[int, list[Snapshot]] = {post_id: [] for post_id in post_ids}
        for post_id, at, *counts in self._session.execute(wanted):
            found[post_id].append(Snapshot(at, Metrics(*counts)))
        return found
