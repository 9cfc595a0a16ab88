"""A comment under a post, and where comments are kept; who wrote it is not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Comment:
    """What somebody wrote under a post."""

    external_id: str
    text: str
    at: datetime
    post: str = ""
    """The post's id on its network, or its address; empty where the file does not say."""


class Comments(Protocol):
    """The comments on record."""

    def add(self, comments: Sequence[Comment]) -> int:
        """Keep them, each once by its id; return how many were new."""

    def between(self, since: datetime, until: datetime, newest: int = 5000) -> list[Comment]:
        """Return those of a time, oldest first; of more than `newest` the newest."""

    def latest(self) -> datetime | None:
        """Return when the newest was written."""
