"""What is known of a thread while it is sent: its cut, what is out of it, and who saw it."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from peruopt.errors import Busy, Rejected, Uncertain
from peruopt.ports import Memo, Receipt
from peruopt.post import Post
from peruopt.progress import PROGRESS, SEEN, Progress, progress
from peruopt.publishers.ledger import Ledger
from peruopt.publishers.wire import later
from peruopt.rules.threads import cut

AT, CUT, ACCOUNT, SOUGHT = "at", "cut", "account", "sought"
PATIENCE = timedelta(minutes=10)
"""For so long X may not show what a person has seen."""
AGAIN = 90.0


@dataclass
class Thread:
    """The parts of a post, one or several, and the number of each that is out."""

    ledger: Ledger
    memo: Memo
    parts: list[str]
    ids: list[str] = field(default_factory=list)
    """Of the parts in order; empty where it is out and nobody knows its number, or not out."""
    seen: int = 0
    """How many a person has seen to be out."""

    @classmethod
    async def of(cls, post: Post, memo: Memo) -> Thread:
        """Read what is known; a thread that may have begun keeps the cut it began with."""
        ledger = Ledger.of(post, memo)
        parts = cut(post.text) if post.thread else [post.text]
        kept, doubt = await ledger.get(CUT), await ledger.in_doubt()
        if kept and ((doubt and post.thread) or await ledger.get("part0")):
            parts = json.loads(kept)
        seen = await asyncio.to_thread(memo.get, SEEN) if len(parts) > 1 else ""
        ids = [await ledger.get(f"part{index}") for index in range(len(parts))]
        return cls(ledger, memo, parts, ids, int(seen or 0))

    @property
    def out(self) -> int:
        """How many are out, from the first on."""
        missing = (i for i, number in enumerate(self.ids) if not number and i >= self.seen)
        return next(missing, len(self.parts))

    @property
    def whole(self) -> bool:
        """Whether all of it is out."""
        return self.out == len(self.parts)

    def receipt(self) -> Receipt:
        """Return the proof: its first message."""
        return receipt_of(self.ids[0])

    async def above(self, index: int, now: datetime) -> str | None:
        """Return the message that the next one answers.

        Raises Busy while X may still come to show the first, which a person has seen; Rejected
        when it has not for a while.
        """
        known = [number for number in self.ids[:index] if number]
        if known or index == 0:
            return known[-1] if known else None
        since = await self.ledger.get(SOUGHT)
        if not since:
            await self.ledger.put(SOUGHT, now.isoformat())
        if not since or now < datetime.fromisoformat(since) + PATIENCE:
            raise Busy(later(now, AGAIN))
        raise Rejected("networks.thread_lost")

    async def begin(self, account: str) -> None:
        """Keep the cut; raise Rejected for what began on another account."""
        if len(self.parts) == 1:
            return
        if self.out and await self.ledger.get(ACCOUNT) not in ("", account):
            raise Rejected("networks.thread_elsewhere")
        await self.ledger.put(CUT, json.dumps(self.parts))
        await self.ledger.put(ACCOUNT, account)

    async def sending(self, index: int, now: datetime) -> None:
        """Say that the next request may make a part public."""
        # in this order: a process that dies between the two is known not to have sent the part
        await self.ledger.sending(now)
        await self.ledger.put(AT, str(index))

    async def unsent(self) -> bool:
        """Whether it is proven that what is missing was not sent."""
        if self.whole:
            return False
        if not await self.ledger.in_doubt():
            return True
        at = await self.ledger.get(AT)
        return bool(at) and int(at) < self.out

    async def sent(self, index: int, number: str, now: datetime) -> None:
        """Keep the number of a part; the network has it, whatever becomes of the note."""
        self.ids[index] = number
        try:
            await self.ledger.put(f"part{index}", number)
            await self.tell(now)
        except Busy:  # the attempt was given up meanwhile: that is no proof of "not sent"
            if not self.whole:
                raise Uncertain("given up within a thread") from None

    async def tell(self, now: datetime) -> None:
        """Say how far it is, for all who speak of the post."""
        if len(self.parts) == 1 or not self.out:
            return
        told = progress(await asyncio.to_thread(self.memo.get, PROGRESS))
        first = receipt_of(self.ids[0]) if self.ids[0] else Receipt("")
        began = told.began_at if told else now
        if told and told.out >= self.out and told.external_id == first.external_id:
            return
        known = Progress(self.out, first.external_id, first.url, began)
        with suppress(Busy):
            await asyncio.to_thread(self.memo.put, PROGRESS, known.packed())


def receipt_of(number: str) -> Receipt:
    """Return the proof that a message is on X."""
    return Receipt(number, f"https://x.com/i/status/{number}" if number else "")
