"""What went out through the outbox, as the page lists it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

MOST = 60


class SentPost(Protocol):
    """One post as its network would show it."""

    @property
    def network(self) -> str: ...
    @property
    def account(self) -> str: ...
    @property
    def at(self) -> datetime: ...
    @property
    def text(self) -> str: ...
    @property
    def picture(self) -> bytes | None: ...
    @property
    def alt(self) -> str: ...


def newest(posts: Sequence[SentPost]) -> list[SentPost]:
    """Return the last posts, newest first."""
    return sorted(posts, key=lambda post: post.at, reverse=True)[:MOST]
