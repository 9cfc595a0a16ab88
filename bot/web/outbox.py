"""What went out through the outbox, as the page lists it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from peruopt.publishers.outbox import OutboxPublisher

MOST = 60


@dataclass(frozen=True, slots=True)
class SentPost:
    """One post as its network would show it."""

    network: str
    account: str
    at: datetime
    text: str
    picture: Path | None = None
    alt: str = ""


def gather(
    publishers: Iterable[OutboxPublisher],
    account: Callable[[int, int], str],
    restaurant_id: int | None = None,
) -> list[SentPost]:
    """Return what is in the outboxes; `account(restaurant, post)` says under which name."""
    return [
        SentPost(
            sent.network.value,
            account(sent.restaurant_id, sent.post_id),
            sent.due_at,
            sent.text,
            sent.picture,
            sent.alt,
        )
        for publisher in publishers
        for sent in publisher.sent()
        if sent.due_at and restaurant_id in (None, sent.restaurant_id)
    ]


def newest(posts: Sequence[SentPost]) -> list[SentPost]:
    """Return the last posts, newest first."""
    return sorted(posts, key=lambda post: post.at, reverse=True)[:MOST]
