"""Posts under way: a few at once, one after another on each channel, none twice."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict

from peruopt.ports import Services

log = logging.getLogger(__name__)
AT_ONCE = 24
Key = tuple[int, int]


class Lanes:
    """All publishing of this process goes through here."""

    def __init__(self, services: Services, at_once: int = AT_ONCE) -> None:
        self._services = services
        self._room = asyncio.Semaphore(at_once)
        self._going: dict[Key, asyncio.Task[None]] = {}
        self._gates: dict[int, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._last: dict[int, asyncio.Future[None]] = {}

    async def send(self, restaurant_id: int, post_id: int) -> None:
        """Publish, or wait for who is already at it; being cancelled does not cut it short."""
        key = (restaurant_id, post_id)
        task = self._going.get(key)
        if task is None:
            task = asyncio.create_task(self._in_turn(restaurant_id, post_id))
            self._going[key] = task
            task.add_done_callback(lambda _: self._going.pop(key, None))
        await asyncio.shield(task)

    async def drain(self, seconds: float) -> None:
        """Let what is under way end; after so many seconds, stop it where it is."""
        if self._going:
            _, late = await asyncio.wait(self._going.values(), timeout=seconds)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _in_turn(self, restaurant_id: int, post_id: int) -> None:
        done = asyncio.get_running_loop().create_future()
        # The gate keeps the order in which posts came while their channels are read.
        async with self._gates[restaurant_id]:
            if (channel := await self._lane(post_id)) is None:
                return
            before, self._last[channel] = self._last.get(channel), done
        try:
            if before:
                await asyncio.wait({before})
                if await self._lane(post_id) is None:  # another process was faster
                    return
            from peruopt.work.publishing import publish  # with every rule: when a post goes out

            async with self._room:
                await publish(self._services, restaurant_id, post_id)
        finally:
            done.set_result(None)
            if self._last.get(channel) is done:
                del self._last[channel]

    async def _lane(self, post_id: int) -> int | None:
        """Return the post's channel if it still is to be seen to."""
        services = self._services
        return await asyncio.to_thread(services.directory.lane, post_id, services.now())
