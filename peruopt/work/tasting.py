"""Which dishes people like most, from the house's own posts: read, and held to the usual."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import log
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from peruopt.menu.item import Item
from peruopt.reasons import Trait, traits
from peruopt.restaurant import Network
from peruopt.results import PastPost
from peruopt.store import UnitOfWork
from peruopt.summary import Usual

if TYPE_CHECKING:
    from peruopt.learn.liking import Liking

MOST = 2000
"""Newest posts read: tastes of years ago are not today's, and nobody waits for them."""


GLANCE = 60
"""Newest posts that tell whether there is anything to ask about."""


@dataclass(frozen=True, slots=True)
class Tasted:
    """What was found."""

    read: int
    """Posts that could be judged."""
    named: int
    """Those of them that name a dish."""
    cut: bool
    """Whether older posts were left out."""
    liking: Liking


def read(w: UnitOfWork, network: Network | None) -> tuple[list[PastPost], list[Item]]:
    """Return the newest posts and the menu."""
    return w.posts.history(network=network, newest=MOST), w.items.all()


def compares_dishes(posts: Sequence[PastPost]) -> bool:
    """Whether the newest posts name dishes that can be compared."""
    from peruopt.menu.spotting import Spotter

    spotter = Spotter(())
    return len({spotter.first(post.text) for post in posts[-GLANCE:]} - {None}) > 1


def tasted(
    posts: list[PastPost],
    items: list[Item],
    zone: ZoneInfo,
    now: datetime,
    since: datetime | None = None,
) -> Tasted:
    """Return how dishes do in the posts since a moment, or in all; takes a moment itself."""
    from peruopt.learn.liking import Told, liking
    from peruopt.menu.spotting import Spotter

    known, spotter, of = Usual(posts), Spotter(items), traits(zone)
    told: list[Told] = []
    for post in posts:
        if since and post.published_at < since:
            continue
        ratio = known.judge(post, now).ratio
        if ratio is None:
            continue
        around = [f"{trait}:{value}" for trait, value in of(post) if trait is not Trait.HASHTAG]
        around.append(f"account:{post.network}:{post.account}")
        told.append(Told(log(ratio), spotter.first(post.text), tuple(around)))
    named = sum(post.dish is not None for post in told)
    return Tasted(len(told), named, len(posts) == MOST, liking(told))
