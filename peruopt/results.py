"""What posts earned: metrics in one vocabulary, and past posts as learning reads them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from peruopt.restaurant import Network


class Media(StrEnum):
    """What a post shows."""

    TEXT = "text"
    PHOTO = "photo"
    ALBUM = "album"
    VIDEO = "video"
    REEL = "reel"
    STORY = "story"
    LINK = "link"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Metrics:
    """Counts at one moment; None is what the network does not tell, never zero."""

    likes: int | None = None
    comments: int | None = None
    shares: int | None = None
    saves: int | None = None
    clicks: int | None = None
    reach: int | None = None
    views: int | None = None

    @property
    def interactions(self) -> int:
        """Likes + comments + shares, the measure that every network has."""
        return (self.likes or 0) + (self.comments or 0) + (self.shares or 0)

    @property
    def engagement_rate(self) -> float | None:
        """Interactions per view (or per person reached, where views are not told)."""
        seen = self.views or self.reach
        return self.interactions / seen if seen else None


@dataclass(frozen=True, slots=True)
class PastPost:
    """A post that went out, and its newest counts."""

    network: Network
    account: str
    external_id: str
    published_at: datetime
    """Aware, UTC."""
    text: str
    media: Media
    metrics: Metrics
    url: str = ""
    id: int | None = None
