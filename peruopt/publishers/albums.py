"""How many pictures each network shows in one post, and what each of them is called.

Sources: Instagram's content publishing guide (ten items in a carousel), Telegram's sendMediaGroup
(two to ten), X's API v2 (four media in a post); for Facebook what its own page composes without
folding.
"""

from __future__ import annotations

from types import MappingProxyType

from peruopt.errors import Rejected
from peruopt.post import Post
from peruopt.restaurant import Network

MOST = MappingProxyType(
    {Network.INSTAGRAM: 10, Network.FACEBOOK: 10, Network.TELEGRAM: 10, Network.X: 4}
)
LARGEST = max(MOST.values())


def fitting(post: Post) -> tuple[str, ...]:
    """Return the keys of the post's pictures; raise Rejected where there are too many."""
    if len(post.album) > MOST.get(post.network, LARGEST):
        raise Rejected("networks.many_pictures")
    return post.album


def named(alt: str, index: int, count: int) -> str:
    """Return the description of one of several pictures."""
    return f"{alt} ({index + 1}/{count})" if alt and count > 1 else alt
