"""APScheduler's view of the posts table, which is the schedule: nothing is kept twice.

The scheduler lives in the machine's time and the posts in ours, which a demonstration may have
moved ahead; the difference is taken off on the way out.  A job handed over stays out of sight
until it has run: then the post itself says what comes next.
"""

from __future__ import annotations

import asyncio
import logging
import math
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from apscheduler.job import Job
from apscheduler.jobstores.base import BaseJobStore
from apscheduler.triggers.date import DateTrigger

from peruopt.fullness import disk_is_full
from peruopt.store import Directory

log = logging.getLogger(__name__)
LOOK_EVERY = timedelta(seconds=15)
"""Another process may schedule a post, too; nobody wakes us then."""
SETTLING, FAILING = 1.0, 60.0
"""Seconds before a post that has just run, or has just failed to, is looked at again."""


class PostJobs(BaseJobStore):  # type: ignore[misc]  # APScheduler has no types
    """Jobs by the name of `restaurant:post`."""

    def __init__(
        self,
        directory: Directory,
        now: Callable[[], datetime],
        run: Callable[[int, int], Awaitable[None]],
    ) -> None:
        super().__init__()
        self._directory, self._now, self._run = directory, now, run
        self._taken: dict[str, float] = {}
        """Jobs handed over, and when (on the monotonic clock) they may be looked at again."""
        self._waking: asyncio.TimerHandle | None = None

    def get_due_jobs(self, now: datetime) -> list[Job]:
        ahead = self._now() - now
        return [
            self._job(restaurant_id, post_id, moment - ahead)
            for restaurant_id, post_id, moment in self._directory.runs(now + ahead)
            if self._rest(f"{restaurant_id}:{post_id}") == timedelta()
        ]

    def get_next_run_time(self) -> datetime:
        real = datetime.now(UTC)
        ahead = self._now() - real
        horizon = real + LOOK_EVERY
        try:
            runs = self._directory.runs(horizon + ahead)
        except Exception as error:  # the scheduler would stop for good if this were raised
            if not disk_is_full(error):  # of which what recurs has told
                log.exception("the posts cannot be read")
            return horizon
        waiting = [max(at - ahead, real + self._rest(f"{r}:{p}")) for r, p, at in runs]
        return max(real, min([*waiting, horizon]))

    def remove_job(self, job_id: str) -> None:
        """Note that the job has been handed over: its trigger has no further moment."""
        self._taken[job_id] = math.inf

    def _rest(self, job_id: str) -> timedelta:
        """Return for how long the job stays out of sight."""
        rest = self._taken.get(job_id, 0.0) - time.monotonic()
        if rest <= 0:
            self._taken.pop(job_id, None)
        return timedelta(seconds=max(0.0, min(rest, 3600.0)))

    def _job(self, restaurant_id: int, post_id: int, at: datetime) -> Job:
        job = Job(
            self._scheduler,
            id=f"{restaurant_id}:{post_id}",
            func=self._once,
            args=(restaurant_id, post_id),
            kwargs={},
            name=f"post {post_id}",
            trigger=DateTrigger(at, UTC),
            executor="default",
            misfire_grace_time=None,  # lateness is the post's to judge, by its own grace
            coalesce=True,
            max_instances=1,
            next_run_time=at,
        )
        job._jobstore_alias = self._alias  # noqa: SLF001, as the protocol asks
        return job

    async def _once(self, restaurant_id: int, post_id: int) -> None:
        rest = FAILING
        try:
            await self._run(restaurant_id, post_id)
            rest = SETTLING
        except Exception as error:  # a full disk has been told of; the post is tried again
            if not disk_is_full(error):
                raise
        finally:
            self._taken[f"{restaurant_id}:{post_id}"] = time.monotonic() + rest
            self._look_soon()

    def _look_soon(self) -> None:
        """Wake the scheduler, once for all jobs that end meanwhile.

        A post put back while its job was ending was out of sight when its own call came.
        """
        if self._waking is None:
            self._waking = asyncio.get_running_loop().call_later(SETTLING, self._look)

    def _look(self) -> None:
        self._waking = None
        if self._scheduler.running:
            self._scheduler.wakeup()

    def get_all_jobs(self) -> list[Job]:
        return self.get_due_jobs(datetime.max.replace(tzinfo=UTC) - timedelta(days=366 * 100))

    def lookup_job(self, job_id: str) -> Job | None:
        return next((job for job in self.get_all_jobs() if job.id == job_id), None)

    def add_job(self, job: Job) -> None:
        raise NotImplementedError("schedule a post instead: the posts are the jobs")

    def update_job(self, job: Job) -> None:
        raise NotImplementedError("move the post instead: the posts are the jobs")

    def remove_all_jobs(self) -> None:
        raise NotImplementedError("cancel the posts instead: the posts are the jobs")
