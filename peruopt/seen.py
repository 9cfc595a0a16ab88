"""Which posts people saw: the trial outbox has nobody before it, save the demo's own audience."""

from __future__ import annotations

from peruopt.post import Post
from peruopt.restaurant import Restaurant
from peruopt.results import PastPost

BOX = "file:"
"""How the address of what lies in the outbox begins; a network gives no such address."""


def boxed(post: Post | PastPost) -> bool:
    """Whether it went into the outbox: there was no network, and nobody outside sees it."""
    return post.url.startswith(BOX)


def seen(post: Post | PastPost, house: Restaurant) -> bool:
    """Whether it had an audience, and so counts in whatever is told or learned of posts."""
    return house.demo or not boxed(post)
