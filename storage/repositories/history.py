"""Published posts with their newest counts, read straight into what learning and cards use."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, not_, select

from peruopt.post import State
from peruopt.restaurant import Network
from peruopt.results import Metrics, PastPost
from peruopt.seen import BOX
from storage.tables import table
from storage.tables.house import ChannelRow, RestaurantRow
from storage.tables.posts import PostRow

if TYPE_CHECKING:
    from sqlmodel import Session

COUNTS = ("likes", "comments", "shares", "saves", "clicks", "reach", "views")


def read_history(
    session: Session,
    restaurant_id: int,
    *,
    channel_id: int | None,
    network: Network | None,
    since: datetime | None,
    until: datetime | None,
    newest: int | None,
    unseen: bool,
) -> list[PastPost]:
    """Return what `peruopt.store.Posts.history` promises."""
    post = table(PostRow).c
    wanted = select(
        post.channel_id,
        post.id,
        post.external_id,
        post.network,
        post.published_at,
        post.text,
        post.media,
        post.url,
        *(post[name] for name in COUNTS),
    ).where(
        post.restaurant_id == restaurant_id,
        post.published_at.is_not(None),
        post.state == State.PUBLISHED,
    )
    hidden = None if unseen else unseen_by(session, restaurant_id)
    if hidden is not None:
        wanted = wanted.where(not_(hidden))
    if channel_id is not None:
        wanted = wanted.where(post.channel_id == channel_id)
    if network is not None:
        wanted = wanted.where(post.network == network)
    if since is not None:
        wanted = wanted.where(post.published_at >= since)
    if until is not None:
        wanted = wanted.where(post.published_at < until)
    if newest is not None:
        wanted = wanted.order_by(post.published_at.desc(), post.id.desc()).limit(newest)
    else:
        wanted = wanted.order_by(post.published_at, post.id)
    accounts = _accounts(session, restaurant_id)
    found = [
        PastPost(
            network=on,
            account=accounts[channel],
            external_id=external or f"post:{number}",
            published_at=at,
            text=words,
            media=media,
            metrics=Metrics(*counts),
            url=url,
            id=number,
        )
        for channel, number, external, on, at, words, media, url, *counts in session.execute(
            wanted
        )
    ]
    return found[::-1] if newest is not None else found


def unseen_by(session: Session, restaurant_id: int) -> ColumnElement[bool] | None:
    """Return what tells `peruopt.seen.seen` of rows apart; None where everything was seen."""
    house = session.get(RestaurantRow, restaurant_id)
    return None if house and house.demo else table(PostRow).c.url.startswith(BOX)


def _accounts(session: Session, restaurant_id: int) -> dict[int, str]:
    channel = table(ChannelRow).c
    rows = session.execute(
        select(channel.id, channel.account).where(channel.restaurant_id == restaurant_id)
    )
    return {row.id: row.account for row in rows}
