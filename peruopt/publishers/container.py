"""Instagram's containers: made, waited for, and spent once.

A container lives 24 hours and can be published a single time, which makes it the idempotency key
that the other networks lack: while it says FINISHED nothing is out, and asking again is safe.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

from peruopt.errors import Busy, Gone, Rejected
from peruopt.publishers.graph import Graph
from peruopt.publishers.ledger import Ledger
from peruopt.publishers.wire import SOON, later

Pause = Callable[[float], Awaitable[object]]
FRESH = timedelta(hours=20)
STUCK = timedelta(minutes=8)
"""Meta: ask once a minute, for no more than five; then a new container is worth more."""
WAITS = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0)
"""Seconds between looks, within the three minutes that one attempt is given."""


class Container:
    """The container of one post."""

    def __init__(self, graph: Graph, ledger: Ledger, pause: Pause) -> None:
        self._graph, self._ledger, self._pause = graph, ledger, pause

    async def number(self, now: datetime) -> str:
        """Return the id of the container that still serves, if there is one."""
        told = (await self._ledger.get("container")).split(" ")
        fresh = len(told) == 2 and now - datetime.fromisoformat(told[1]) < FRESH
        return told[0] if fresh else ""

    async def keep(self, number: str, now: datetime) -> None:
        """Remember a new container."""
        await self._ledger.put("container", f"{number} {now.isoformat()}")

    async def items(self, now: datetime) -> list[str]:
        """Return the containers of a carousel's pictures that have been made so far."""
        made, _, told = (await self._ledger.get("items")).partition(" ")
        fresh = bool(told) and now - datetime.fromisoformat(made) < FRESH
        return told.split() if fresh else []

    async def keep_items(self, numbers: Sequence[str], now: datetime) -> None:
        """Remember them, and when the newest was made."""
        await self._ledger.put("items", f"{now.isoformat()} {' '.join(numbers)}")

    async def drop(self) -> None:
        """Forget it, and what it was made of: the next attempt makes others."""
        await self._ledger.put("container", "")
        await self._ledger.put("items", "")

    async def status(self, number: str) -> str:
        """Return IN_PROGRESS, FINISHED, PUBLISHED, ERROR or EXPIRED."""
        try:
            answer = await self._graph.get(number, fields="status_code")
        except Gone:
            return "EXPIRED"
        return str(answer.body.get("status_code", ""))

    async def ready(self, number: str, now: Callable[[], datetime]) -> bool:
        """Wait until it can be published; return False where it has been published already.

        Raises Busy while it is not ready, Rejected when Instagram cannot use the picture.
        """
        for wait in WAITS:
            match await self.status(number):
                case "FINISHED":
                    return True
                case "PUBLISHED":
                    return False
                case "ERROR":
                    await self.drop()
                    raise Rejected("networks.picture_unusable")
                case "EXPIRED":
                    await self.drop()
                    raise Busy(now())
            await self._pause(wait)
        told, items = await self._ledger.get("container"), await self._ledger.get("items")
        made = told.split(" ")[1] if told else items.partition(" ")[0]
        if now() - datetime.fromisoformat(made) > STUCK:
            await self.drop()
        raise Busy(later(now(), SOON))
