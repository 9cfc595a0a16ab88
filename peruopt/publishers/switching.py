"""Where a post goes: through its channel's own network once connected, else into the outbox.

Which of the two an attempt used is noted on the post before it begins: what was sent to one
account is never looked for in another, nor thought unsent because another knows nothing of it.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from peruopt.errors import Unauthorized

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from peruopt.ports import Memo, Publisher, Receipt
    from peruopt.post import Post
    from peruopt.restaurant import Network
    from peruopt.results import Metrics

log = logging.getLogger(__name__)
THROUGH = "through"
OUTBOX = "outbox"


@dataclass(frozen=True, slots=True)
class Line:
    """A connected account: `name` says which."""

    name: str
    publisher: Publisher
    troubled: bool = False
    """Whether it is flagged as needing a person."""


class Lines(Protocol):
    """The connected accounts."""

    async def of(self, post: Post) -> Line | None:
        """Return the account of the post's channel; None where it was never connected."""

    async def renewed(self, post: Post) -> bool:
        """Whether a fresh token could be had after a refusal."""

    async def lapsed(self, post: Post, why: Unauthorized) -> None:
        """Note that the channel needs a person."""

    async def recovered(self, post: Post) -> None:
        """Note that the channel publishes again."""


class SwitchingPublisher:
    """`peruopt.ports.Publisher` of one network, whatever is connected."""

    def __init__(self, network: Network, outbox: Publisher, lines: Lines) -> None:
        self.network, self._outbox, self._lines = network, outbox, lines

    async def publish(
        self, post: Post, picture: bytes | None, memo: Memo, more: Sequence[bytes] = ()
    ) -> Receipt:
        """Send once, by the way that is open now."""
        line = await self._lines.of(post)
        if line is None and post.begun:  # the rest of a thread goes where its beginning is
            raise Unauthorized("redes.disconnected")
        await asyncio.to_thread(memo.put, THROUGH, line.name if line else OUTBOX)
        if line is None:
            return await self._outbox.publish(post, picture, memo, more)
        try:
            receipt = await line.publisher.publish(post, picture, memo, more)
        except Unauthorized as why:
            # refused, so not sent: with a fresh token the same request may be made again
            if str(why) == "networks.token" and await self._lines.renewed(post):
                return await line.publisher.publish(post, picture, memo, more)
            await self._lines.lapsed(post, why)
            raise
        if line.troubled:
            await self._recover(post)
        return receipt

    async def _recover(self, post: Post) -> None:
        try:
            await self._lines.recovered(post)
        except Exception:  # the post is out, and that is what counts
            log.exception("post %s: its channel keeps its flag", post.id)

    async def find(self, post: Post, memo: Memo) -> Receipt | None:
        """Look where the last attempt went."""
        publisher = await self._where(post, memo)
        return await publisher.find(post, memo) if publisher else None

    async def unsent(self, post: Post, memo: Memo) -> bool:
        """Whether it is proven; not where the account of the last attempt is no longer ours."""
        publisher = await self._where(post, memo)
        return await publisher.unsent(post, memo) if publisher else False

    async def measure(self, post: Post, now: datetime) -> Metrics | None:
        """Ask whoever holds the post."""
        if post.url.startswith("file:"):
            return await self._outbox.measure(post, now)
        line = await self._lines.of(post)
        return await line.publisher.measure(post, now) if line else None

    async def _where(self, post: Post, memo: Memo) -> Publisher | None:
        through = await asyncio.to_thread(memo.get, THROUGH)
        if through in (None, OUTBOX):
            return self._outbox
        line = await self._lines.of(post)
        return line.publisher if line and line.name == through else None
