"""The posts that led up to a moment: what says what was usual from then on."""

from __future__ import annotations

from datetime import datetime

from peruopt.restaurant import Network
from peruopt.results import PastPost
from peruopt.store import UnitOfWork
from peruopt.summary import MATURE, USUAL_POSTS


def leading(w: UnitOfWork, start: datetime, network: Network | None = None) -> list[PastPost]:
    """Return each account's posts before `start` that its usual rests on, oldest first.

    By account, so that one that posts twice a month has as long a memory as one that posts daily.
    """
    ripe = start - MATURE
    found: list[PastPost] = []
    for channel in w.channels.all():
        if network in (None, channel.network):
            found += w.posts.history(channel_id=channel.id, until=ripe, newest=USUAL_POSTS)
    found += w.posts.history(network=network, since=ripe, until=start)
    return sorted(found, key=lambda post: post.published_at)
