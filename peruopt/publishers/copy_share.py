"""Networks that let no program in: the text ready to copy, a link to share, a person's own hand.

Nothing is sent.  At its hour the post becomes a question like any other whose fate only a person
knows: they get the text and answer with the same two buttons.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import quote

from peruopt.errors import ByHand
from peruopt.ports import Memo, Receipt
from peruopt.post import Post
from peruopt.restaurant import Network
from peruopt.results import Metrics

LONGEST = 1500
"""Characters of a link; with longer ones the notice would not fit into a chat message."""


def share_link(text: str) -> str:
    """Return a link that opens WhatsApp with the text, or nothing where it would be too long."""
    link = f"https://wa.me/?text={quote(text)}"
    return link if len(link) <= LONGEST else ""


class CopySharePublisher:
    """Hands the post to a person."""

    def __init__(self, network: Network) -> None:
        self.network = network

    async def publish(
        self,
        post: Post,
        picture: bytes | None,  # noqa: ARG002
        memo: Memo,  # noqa: ARG002
        more: Sequence[bytes] = (),  # noqa: ARG002
    ) -> Receipt:
        """Raise ByHand: what to copy, and where to."""
        raise ByHand(share_link(post.text))

    async def find(self, post: Post, memo: Memo) -> Receipt | None:  # noqa: ARG002
        """Nobody but the person knows."""
        return None

    async def unsent(self, post: Post, memo: Memo) -> bool:  # noqa: ARG002
        """Nobody but the person knows."""
        return False

    async def measure(self, post: Post, now: datetime) -> Metrics | None:  # noqa: ARG002
        """Nobody tells."""
        return None
