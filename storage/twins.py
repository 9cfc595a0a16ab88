"""A post of ours that a history file had already brought in becomes one with it.

It happens to a post whose receipt was lost: it is found on the network later, by which time an
import may hold it under the same external id.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, inspect, select, update

from peruopt.post import Post
from storage.repositories.history import COUNTS
from storage.tables import table
from storage.tables.posts import PostRow, ResultRow

if TYPE_CHECKING:
    from sqlmodel import Session


def adopt_twin(session: Session, row: Post) -> None:
    """Take over the counts of an imported post whose external id this one now has; remove it."""
    if not isinstance(row, PostRow) or not _has_learnt_its_name(row):
        return
    posts, results = table(PostRow), table(ResultRow)
    twin: Any = (
        session.connection()
        .execute(
            select(posts.c.id, posts.c.counted_at, *(posts.c[name] for name in COUNTS)).where(
                posts.c.channel_id == row.channel_id,
                posts.c.external_id == row.external_id,
                posts.c.imported.is_(True),
                posts.c.id != row.id,
            )
        )
        .first()
    )
    if twin is None:
        return
    held = select(results.c.at).where(results.c.post_id == row.id)
    run = session.connection().execute
    run(delete(results).where(results.c.post_id == twin.id, results.c.at.in_(held)))
    run(update(results).where(results.c.post_id == twin.id).values(post_id=row.id))
    run(delete(posts).where(posts.c.id == twin.id))
    for name in COUNTS:
        if getattr(row, name) is None:
            setattr(row, name, getattr(twin, name))
    row.counted_at = row.counted_at or twin.counted_at


def _has_learnt_its_name(row: PostRow) -> bool:
    """Whether a post of ours now knows what the network calls it."""
    if row.imported or not row.external_id:
        return False
    return bool(inspect(row).attrs.external_id.history.has_changes())
