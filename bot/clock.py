"""The embedded engine: APScheduler over the posts table, and everything that recurs."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.lanes import Lanes
from bot.shortage import Shortage
from bot.ticking import Clock
from peruopt.ports import Services
from peruopt.post import Post
from peruopt.store import UnitOfWork
from peruopt.work.mornings import next_digest

__all__ = ["Clock", "ClockEngine"]
log = logging.getLogger(__name__)
STEP = timedelta(hours=1)
"""How far a skip goes at once, so that results and digests come as they would have."""
FURTHEST = timedelta(days=62)
PARTING = 10.0
"""Seconds that a publish under way is given when the process is asked to stop."""
PUBLISHING = "publishing"
SOON = timedelta(seconds=20)
WORKERS = "apscheduler.executors.default"
"""Where APScheduler logs what it runs; a chore that is stopped with it, as an error."""
Chore = Callable[[], Awaitable[object]]


async def _nothing() -> None:
    """What is done where no digest or notices are wanted."""


def _is_no_parting(record: logging.LogRecord) -> bool:
    """Whether a line tells of anything but a chore that was stopped with the engine."""
    return not (record.exc_info and isinstance(record.exc_info[1], asyncio.CancelledError))


class ClockEngine:
    """One process, one loop.  `attach` it to the services before it runs.

    `alone`: no other process may serve the database, so that what was being sent when this one
    starts was cut short.  Elsewhere its lease says so, half a minute later.
    """

    def __init__(self, clock: Clock, *, alone: bool = False) -> None:
        self.clock, self._alone = clock, alone
        self._scheduler: Any = None
        self._busy: set[str] = set()
        self._skipping = asyncio.Lock()
        self._shortage = Shortage()

    def attach(
        self,
        services: Services,
        *,
        tell: Chore = _nothing,
        digest: Chore = _nothing,
        trends: Chore = _nothing,
        copy: Chore = _nothing,
    ) -> None:
        """Say whose posts go out, who delivers notices, makes digests, reads trends, copies."""
        self._services, self._tell, self._digest = services, tell, digest
        self._trends, self._copy = trends, copy
        self._lanes = Lanes(services)

    def schedule(self, work: UnitOfWork, post: Post) -> None:  # noqa: ARG002, the post is the job
        """Look again as soon as the post is on disk."""
        work.after_commit(self.wake)

    def wake(self) -> None:
        """Look at the posts now; from any thread."""
        if self._scheduler is not None:
            self._scheduler.wakeup()

    async def run(self) -> None:
        """Serve until cancelled; then let what is being published end."""
        from apscheduler.schedulers.asyncio import AsyncIOScheduler

        from peruopt.work.leasing import bury
        from storage.jobstore import PostJobs

        logging.getLogger(WORKERS).addFilter(_is_no_parting)
        await self._keep_time()
        if self._alone:
            await asyncio.to_thread(bury, self._services)
        scheduler = AsyncIOScheduler(timezone=UTC, jobstore_retry_interval=2)
        scheduler.add_jobstore(
            PostJobs(self._services.directory, self.clock.now, self._send), "posts"
        )
        for name, (seconds, chore) in self._chores().items():
            scheduler.add_job(
                self._once,
                "interval",
                args=(name, chore),
                seconds=seconds,
                next_run_time=datetime.now(UTC),
                misfire_grace_time=None,
                max_instances=3,
            )
        scheduler.start()
        self._scheduler = scheduler
        try:
            await asyncio.Event().wait()
        finally:
            self._scheduler = None
            scheduler.shutdown(wait=False)
            await self._lanes.drain(PARTING)

    async def skip(self, seconds: float) -> bool:
        """Let so much time pass at once, where every restaurant is a demonstration.

        What is told on the way is told at its own hour.
        """
        from peruopt.work.digesting import tell_briefly

        await self._keep_time()
        if seconds <= 0 or not await self._all_demo():
            return False
        async with self._skipping:
            until = self.clock.now() + min(timedelta(seconds=seconds), FURTHEST)
            while (now := self.clock.now()) < until:
                directory = self._services.directory
                due = await asyncio.to_thread(directory.next_run)
                morning = await asyncio.to_thread(next_digest, directory, now)
                stops = [until, now + STEP, *(at for at in (due, morning) if at and at > now)]
                self.clock.advance(min(stops) - now)
                await asyncio.to_thread(
                    tell_briefly, self._services.work, directory, self.clock.now(), until
                )
                await self.catch_up()
        self.wake()
        return True

    async def catch_up(self) -> None:
        """Do all that is due now, and come back when it is done."""
        await self._do_due()
        await self._once("notices", self._tell)

    async def _do_due(self) -> None:
        runs = await asyncio.to_thread(self._services.directory.runs, self.clock.now())
        sending = (self._lanes.send(restaurant_id, post_id) for restaurant_id, post_id, _ in runs)
        for failed in await asyncio.gather(*sending, return_exceptions=True):
            if isinstance(failed, Exception) and not self._shortage.stopped(PUBLISHING, failed):
                log.error("a post could not be seen to", exc_info=failed)
        for name in ("sweep", "results", "digest"):
            await self._once(name, self._chores()[name][1])

    def _chores(self) -> dict[str, tuple[float, Chore]]:
        """Return what recurs, with its period in seconds."""
        from bot.chores import chores  # with most of the house: not before somebody is answered

        own: dict[str, tuple[float, Chore]] = {
            "time": (60, self._keep_time),
            "digest": (60, self._digest),
            "trends": (900, self._trends),
            "copy": (900, self._copy),
            "notices": (5, self._tell),
        }
        return chores(self._services) | own

    async def _once(self, name: str, chore: Chore) -> None:
        """Do a chore unless it is still at it; its failure is its own."""
        if name in self._busy:
            return
        self._busy.add(name)
        try:
            await chore()
        except Exception as error:  # a chore that fails is tried again, and stops no other
            if self._shortage.stopped(name, error):
                self._soon(name, chore)
            else:
                log.exception("%s failed", name)
        else:
            self._shortage.done(name)
        finally:
            self._busy.discard(name)

    def _soon(self, name: str, chore: Chore) -> None:
        """Do a chore that found no room again before its turn: there may be room any moment."""
        if self._scheduler is not None:
            self._scheduler.add_job(
                self._once,
                args=(name, chore),
                id=f"soon:{name}",
                next_run_time=datetime.now(UTC) + SOON,
                misfire_grace_time=None,
                replace_existing=True,
            )

    async def _send(self, restaurant_id: int, post_id: int) -> None:
        try:
            await self._lanes.send(restaurant_id, post_id)
        except Exception as error:  # raised again: the schedule gives the post a longer rest
            self._shortage.stopped(PUBLISHING, error)
            raise
        self._shortage.done(PUBLISHING)
        await self._once("notices", self._tell)

    async def _all_demo(self) -> bool:
        houses = await asyncio.to_thread(self._services.directory.restaurants)
        return bool(houses) and all(house.demo for house in houses)

    async def _keep_time(self) -> None:
        """A real restaurant lives in real time, whatever a demonstration skipped before."""
        if self.clock.ahead and not await self._all_demo():
            log.info("a restaurant that is no demonstration is here: no more skipped time")
            self.clock.reset()
