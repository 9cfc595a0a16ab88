"""What a publisher writes down about one post, above all that it is about to send.

The note `sending` is on disk before the one request that may make the post public, and the memo
refuses it to an attempt that has been given up.  So its absence proves that nothing was sent.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from peruopt.ports import Memo
from peruopt.post import Post

SENDING = "sending"
_BEGAN = "sent_at"  # written down by the use case when it claimed the post


@dataclass(frozen=True, slots=True)
class Ledger:
    """The notes on a post as it now reads: what was uploaded for another text is another's."""

    memo: Memo
    mark: str
    due_at: datetime | None

    @classmethod
    def of(cls, post: Post, memo: Memo) -> Ledger:
        """Open the notes on `post`."""
        told = "\n".join((post.network, " ".join(post.album), post.alt, post.text))
        return cls(memo, sha256(told.encode()).hexdigest()[:12], post.due_at)

    async def get(self, key: str) -> str:
        """Return a note, or nothing."""
        return await asyncio.to_thread(self.memo.get, f"{key}:{self.mark}") or ""

    async def put(self, key: str, value: str) -> None:
        """Keep a note across crashes."""
        await asyncio.to_thread(self.memo.put, f"{key}:{self.mark}", value)

    async def sending(self, now: datetime) -> None:
        """Say that the next request may make the post public."""
        await self.put(SENDING, now.isoformat())

    async def not_sent(self) -> None:
        """Say that it is proven not to have."""
        await self.put(SENDING, "")

    async def in_doubt(self) -> bool:
        """Whether some attempt may have made it public."""
        return bool(await self.get(SENDING))

    async def since(self) -> datetime | None:
        """Return the earliest moment at which it can have gone out, by our clock."""
        began: str | None = await self.get(SENDING)
        began = began or await asyncio.to_thread(self.memo.get, _BEGAN)
        return datetime.fromisoformat(began) if began else self.due_at
