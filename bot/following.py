"""Cards of trainings, changed in place while they go on, and truthful after a restart."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from peruopt.courses import Course, Outcome, step
from peruopt.fullness import disk_is_full
from peruopt.ports import Services, Stage, Training
from peruopt.restaurant import Restaurant
from peruopt.work.knowing import damaged
from peruopt.work.training import alive

log = logging.getLogger(__name__)
PAUSE = 3.0
"""Seconds between two changes of a card: platforms count messages."""
RESTARTS = 2
"""A training that never ends before the program does is not begun for ever."""


@dataclass(slots=True)
class Following:
    """Hears of trainings and has the copies of their cards drawn anew."""

    services: Services
    refresh: Callable[[Restaurant, str], Awaitable[None]]
    pause: float = PAUSE
    _tasks: dict[int, asyncio.Task[None]] = field(default_factory=dict)
    _closed: bool = False

    def heard(self, restaurant_id: int) -> None:
        """Follow the training under way; there is news of it."""
        task = self._tasks.get(restaurant_id)
        if self._closed:
            return
        if task is None or task.done():
            self._tasks[restaurant_id] = asyncio.create_task(self._follow(restaurant_id))

    async def settled(self, restaurant_id: int) -> None:
        """Return when the last news of a training that has ended are shown."""
        if task := self._tasks.get(restaurant_id):
            await asyncio.wait({task})

    async def close(self) -> None:
        """Follow nothing any more."""
        self._closed = True
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _follow(self, restaurant_id: int) -> None:
        told: tuple[object, ...] = ()
        followed: int | None = None
        while True:
            training = await self.services.trainer.wait(restaurant_id, 0.0)
            course = await asyncio.to_thread(self._newest, restaurant_id)
            now = _news(training, course)
            if followed is None and course and _just_begun(training, course):
                told, followed = now, course.id  # whoever asked is being shown just this
            if now != told:
                told = now
                await self._draw(restaurant_id, {followed, course.id if course else None})
                followed = course.id if course else None
            if training.stage is not Stage.RUNNING:
                return
            await self._rest(restaurant_id)

    async def _rest(self, restaurant_id: int) -> None:
        """Let the pause pass; the end of the training is told at once."""
        loop = asyncio.get_running_loop()
        until = loop.time() + self.pause
        if (await self.services.trainer.wait(restaurant_id, self.pause)).stage is Stage.RUNNING:
            await asyncio.sleep(until - loop.time())

    def _newest(self, restaurant_id: int) -> Course | None:
        with self.services.work(restaurant_id) as w:
            return next(iter(w.courses.recent(1)), None)

    async def _draw(self, restaurant_id: int, courses: set[int | None]) -> None:
        houses = await asyncio.to_thread(self.services.directory.restaurants)
        for house in houses:
            if house.id != restaurant_id:
                continue
            for number in courses - {None}:
                try:
                    await self.refresh(house, f"training:{number}")
                except Exception as error:  # the other cards are drawn all the same
                    if not disk_is_full(error):  # which the engine's chores tell
                        log.exception("the card of training %s stays as it was", number)


def _news(training: Training, course: Course | None) -> tuple[object, ...]:
    """Return what a card would show; the same again is not drawn again."""
    if course and course.outcome is not Outcome.OPEN:
        return (course.id, course.outcome)
    where = (step(training.share, training.note), round(training.share, 1), training.note[:9])
    return (training.stage, where, course and (course.id, course.outcome, course.restarts))


def _just_begun(training: Training, course: Course) -> bool:
    return training.stage is Stage.RUNNING and not (course.restarts or training.share)


async def resume(services: Services, began: datetime | None = None) -> None:
    """Begin again what a restart cut short; learn what was never learned, or cannot be read.

    What was asked for since this process `began` is being begun by who was asked, and what came
    in since then is learned from by who takes it in.
    """
    houses = await asyncio.to_thread(services.directory.restaurants)
    idle = []
    for house in houses:
        assert house.id is not None
        # whoever wrote first may have begun one already
        if (await services.trainer.wait(house.id, 0.0)).stage is not Stage.RUNNING:
            idle.append(house)
    for restaurant_id in await asyncio.to_thread(_wanting, services, idle, began):
        # somebody may have begun since we looked: again would only learn the same twice
        if (await services.trainer.wait(restaurant_id, 0.0)).stage is not Stage.RUNNING:
            services.trainer.start(restaurant_id)


def _wanting(
    services: Services, houses: Sequence[Restaurant], began: datetime | None
) -> list[int]:
    found, now = [], services.now()
    for house in houses:
        assert house.id is not None
        with services.work(house.id) as w:
            course = w.courses.open()
            if course is None:
                if w.posts.count(before=began) and (w.models.newest() is None or damaged(w)):
                    found.append(house.id)
            elif not alive(course, now) and (began is None or course.began_at < began):
                if course.restarts >= RESTARTS:
                    w.courses.end(course.id, now, Outcome.FAILED)
                    continue
                w.courses.again(course.id)
                found.append(house.id)
    return found
