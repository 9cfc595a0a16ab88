"""History coming in: a thousand posts at a time, each once however often it comes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, bindparam, select, update

from peruopt.post import State
from peruopt.restaurant import Network
from peruopt.results import PastPost
from storage.repositories.history import COUNTS
from storage.sql import insert
from storage.tables import table
from storage.tables.house import ChannelRow
from storage.tables.posts import PostRow, ResultRow

if TYPE_CHECKING:
    from sqlmodel import Session

Key = tuple[int, str]
TOLD = ("text", "media", "url", "published_at")
"""What a file says of a post, beside its counts."""
BATCH = 1000


def take_in(
    session: Session, restaurant_id: int, posts: Sequence[PastPost], seen_at: datetime
) -> tuple[int, int]:
    """Return (new, changed); what came before and is the same counts as neither.

    A post of our own keeps its words and learns its counts.  A count that is not told this time
    keeps its last known value.
    """
    session.flush()
    channels = _channels(session, restaurant_id, posts)
    # the last of several rows with one key wins
    incoming = {(channels[p.network, p.account], p.external_id): p for p in posts}
    new = changed = 0
    keys = list(incoming)
    for start in range(0, len(keys), BATCH):
        batch = {key: incoming[key] for key in keys[start : start + BATCH]}
        known = _known(session, batch)
        new += _add(session, restaurant_id, batch.keys() - known.keys(), batch, seen_at)
        changed += _change(session, restaurant_id, known, batch, seen_at)
    for row in session:
        if isinstance(row, PostRow):
            # it was changed behind the session's back
            session.refresh(row)
    return new, changed


def _channels(
    session: Session, restaurant_id: int, posts: Iterable[PastPost]
) -> dict[tuple[Network, str], int]:
    wanted = sorted({(post.network, post.account) for post in posts})
    if not wanted:
        return {}
    rows = [
        {"restaurant_id": restaurant_id, "network": n, "account": a, "publishes": False}
        for n, a in wanted
    ]
    session.execute(insert(session, ChannelRow).on_conflict_do_nothing(), rows)
    channel = table(ChannelRow).c
    found = session.execute(
        select(channel.network, channel.account, channel.id)
        .where(channel.restaurant_id == restaurant_id)
        .order_by(channel.id)
        # one import a channel at a time; posts may meanwhile go out through it
        .with_for_update(key_share=True)
    )
    return {(network, account): number for network, account, number in found}


def _known(session: Session, batch: dict[Key, PastPost]) -> dict[Key, Row[Any]]:
    post = table(PostRow).c
    wanted = select(
        post.id,
        post.channel_id,
        post.external_id,
        post.imported,
        post.counted_at,
        *(post[name] for name in (*TOLD, *COUNTS)),
    )
    found: dict[Key, Row[Any]] = {}
    # channel by channel: SQLite reads the whole table for `(a, b) IN (…)`
    for channel in {channel for channel, _ in batch}:
        keys = [external for on, external in batch if on == channel]
        rows = session.execute(
            wanted.where(post.channel_id == channel, post.external_id.in_(keys))
        )
        found |= {(channel, row.external_id): row for row in rows}
    return found


def _add(
    session: Session,
    restaurant_id: int,
    keys: Iterable[Key],
    batch: dict[Key, PastPost],
    seen_at: datetime,
) -> int:
    wanted = set(keys)
    # in the order of the file, so that ids follow it
    rows = [
        _row(restaurant_id, key, past, seen_at) for key, past in batch.items() if key in wanted
    ]
    if not rows:
        return 0
    made = session.execute(
        insert(session, PostRow)
        .on_conflict_do_nothing()
        .returning(table(PostRow).c.id, table(PostRow).c.channel_id, table(PostRow).c.external_id),
        rows,
    )
    ids = {(channel, external): number for number, channel, external in made}
    _record(
        session,
        restaurant_id,
        seen_at,
        {number: _counts(batch[key]) for key, number in ids.items()},
    )
    return len(ids)


def _row(restaurant_id: int, key: Key, past: PastPost, seen_at: datetime) -> dict[str, object]:
    return {
        "restaurant_id": restaurant_id,
        "channel_id": key[0],
        "external_id": key[1],
        "network": past.network,
        "state": State.PUBLISHED,
        "imported": True,
        "alt": "",
        "reason": "",
        "counted_at": seen_at,
        **{name: getattr(past, name) for name in TOLD},
        **_counts(past),
    }


def _counts(past: PastPost) -> dict[str, int | None]:
    return {name: getattr(past.metrics, name) for name in COUNTS}


def _change(
    session: Session,
    restaurant_id: int,
    known: dict[Key, Row[Any]],
    batch: dict[Key, PastPost],
    seen_at: datetime,
) -> int:
    changes: list[dict[str, object]] = []
    recorded: dict[int, dict[str, int | None]] = {}
    for key, row in known.items():
        past = batch[key]
        before = {name: getattr(row, name) for name in (*TOLD, *COUNTS)}
        after = dict(before)
        if row.imported:
            after |= {name: getattr(past, name) for name in TOLD}
            after["url"] = past.url or row.url
        counts = {name: told for name, told in _counts(past).items() if told is not None}
        newer = row.counted_at is None or row.counted_at <= seen_at
        if newer:
            after |= counts
        if after == before:
            continue
        if any(after[name] != before[name] for name in COUNTS):
            recorded[row.id] = _counts(past)
        counted = seen_at if newer and counts else row.counted_at
        changes.append({"key": row.id, "counted_at": counted, **after})
    if changes:
        post = table(PostRow)
        session.execute(
            update(post)
            .where(post.c.id == bindparam("key"))
            .values({name: bindparam(name) for name in ("counted_at", *TOLD, *COUNTS)}),
            changes,
        )
    _record(session, restaurant_id, seen_at, recorded)
    return len(changes)


def _record(
    session: Session,
    restaurant_id: int,
    at: datetime,
    counts: dict[int, dict[str, int | None]],
) -> None:
    rows = [
        {"restaurant_id": restaurant_id, "post_id": number, "at": at, **told}
        for number, told in counts.items()
        if any(value is not None for value in told.values())
    ]
    if rows:
        fresh = insert(session, ResultRow)
        session.execute(
            fresh.on_conflict_do_update(
                index_elements=["post_id", "at"],
                set_={name: fresh.excluded[name] for name in COUNTS},
            ),
            rows,
        )
