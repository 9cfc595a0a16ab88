"""People in front of a fake network: what a post has earned grows with its age."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from peruopt.demo.audience import final, grown
from peruopt.restaurant import Network
from peruopt.results import Media, Metrics

if TYPE_CHECKING:
    from tests.networks.server import Copy


@dataclass(frozen=True, slots=True)
class Earned:
    """What a network tells of one post; None is not told."""

    likes: int = 12
    comments: int = 3
    shares: int = 0
    reach: int | None = None


Audience = Callable[["Copy", datetime], Earned]


def quiet(_copy: Copy, _now: datetime) -> Earned:
    """The same for every post, at every age."""
    return Earned()


def crowd(copy: Copy, now: datetime) -> Earned:
    """As a restaurant's followers react: by the hour, the dish and chance, most of it at once."""
    media = Media.PHOTO if copy.picture else Media.TEXT
    whole = final(Network.FACEBOOK, copy.at, copy.text, media, f"{copy.at:%Y%m%d%H%M}")
    return earned(grown(whole, Network.FACEBOOK, now - copy.at))


def earned(metrics: Metrics) -> Earned:
    return Earned(
        metrics.likes or 0, metrics.comments or 0, metrics.shares or 0, metrics.reach or 0
    )
