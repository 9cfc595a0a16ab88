"""The composition root: every concrete class is named here, once."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

import handlers
from bot.assistant import Assistant
from bot.clock import Clock, ClockEngine
from bot.following import Following, resume
from bot.networks import networks_of
from bot.notifier import Notifier
from bot.pictures import PictureStore
from bot.rendering import Renderer
from bot.settings import Settings
from bot.shelf import FolderShelf
from bot.supervising import Doorkeeper
from bot.training import ProcessTrainer
from bot.trending import reading
from peruopt.chat.words import Words
from peruopt.learn.recommend import LearnedRecommender
from peruopt.ports import Chat, Services, Trainer, Writer
from peruopt.post import Post
from peruopt.publishers.lines import ConnectedLines
from peruopt.publishers.outbox import OutboxPublisher
from peruopt.publishers.switching import SwitchingPublisher
from peruopt.restaurant import Network
from peruopt.results import Metrics
from peruopt.work.mornings import send_due
from peruopt.work.settling import newcomer
from peruopt.writers.template import TemplateWriter
from storage.database import Database, open_database

log = logging.getLogger(__name__)
HEAD_START = 0.5
"""Seconds before the engine wakes: whoever wrote first is answered first."""


@dataclass(slots=True)
class App:
    """All parts, put together; nothing runs yet."""

    settings: Settings
    clock: Clock
    database: Database
    services: Services
    engine: ClockEngine
    outboxes: Mapping[Network, OutboxPublisher]
    following: Following | None = None

    def open(self, *doors: Chat) -> Assistant:
        """Let people in by these doors."""
        by_name = {door.platform: door for door in doors}
        house = newcomer(self.settings.locale, self.settings.timezone)
        services = self.services
        render = Renderer(services).render
        assistant = Assistant(services, handlers.load(), by_name, house, render)
        notifier = Notifier(services, by_name, render, assistant.copies)
        self.engine.attach(
            services,
            tell=notifier.deliver,
            digest=lambda: send_due(services.work, services.directory, services.now()),
            trends=reading(self.settings, services),
            copy=self._copy,
        )
        if isinstance(services.trainer, ProcessTrainer):
            self.following = Following(services, assistant.copies.refresh)
            services.trainer.heard = self.following.heard
        return assistant

    async def serve(self, assistant: Assistant, until: Chat | None = None) -> None:
        """Run the engine and every door; end with the door `until`, or when cancelled.

        Raises the UserError of a door that cannot be opened as it is set, where no other is left.
        """
        kept = [door for door in assistant.doors.values() if door is not until]
        keeper = Doorkeeper(assistant, kept, self.words)
        running = [asyncio.create_task(self._run_engine())]
        running += [asyncio.create_task(keeper.keep(door)) for door in kept]
        try:
            if until is None:
                # not gather: it would cancel everything a second time, in the midst of closing
                done, _ = await asyncio.wait(running, return_when=asyncio.FIRST_EXCEPTION)
                await asyncio.gather(*done)
            else:
                await until.run(assistant.answer)
        finally:
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)

    def words(self) -> Words:
        """Return the language of the newest restaurant."""
        houses = self.services.directory.restaurants()
        house = max(houses, key=lambda h: h.id or 0, default=None)
        told = house or newcomer(self.settings.locale, self.settings.timezone)
        return Words(told.locale, told.timezone)

    async def _copy(self) -> None:
        from bot.nightly import copy_nightly  # once a day, and not before somebody is answered

        await copy_nightly(self.database, self.settings.data_dir, self.services.now())

    async def _run_engine(self) -> None:
        began = self.services.now()
        await asyncio.sleep(HEAD_START)
        await resume(self.services, began)
        await self.engine.run()

    async def close(self) -> None:
        """Let go of everything."""
        if self.following:
            await self.following.close()
        trainer = self.services.trainer
        if isinstance(trainer, ProcessTrainer):
            await trainer.close()
        self.database.close()


def build(
    settings: Settings,
    *,
    clock: Clock | None = None,
    trainer: Trainer | None = None,
    say: Callable[[str], object] = log.info,
) -> App:
    """Name the parts.

    Raises UserError for a database that is newer, or none at all.
    """
    data = settings.data_dir
    clock = clock or Clock(data / "clock")
    database = open_database(settings.url, data_dir=data, say=say)
    engine = ClockEngine(clock, alone=database.is_sqlite)
    audience = _audience(database)
    outboxes = {n: OutboxPublisher(n, data / "outbox", audience) for n in Network}
    networks = networks_of(settings, clock.now)
    lines = ConnectedLines(database.work, networks, clock.now)
    services = Services(
        work=database.work,
        directory=database.directory,
        writer=_writer(settings),
        recommender=LearnedRecommender(),
        publishers={n: SwitchingPublisher(n, outboxes[n], lines) for n in Network},
        engine=engine,
        trainer=trainer
        or ProcessTrainer(
            env={"PERUOPT_DATA_DIR": str(data), "PERUOPT_DATABASE_URL": settings.url}
        ),
        pictures=PictureStore(data / "media"),
        shelf=FolderShelf(data / "uploads"),
        now=clock.now,
        skip=engine.skip,
        networks=networks,
    )
    return App(settings, clock, database, services, engine, outboxes)


def _writer(settings: Settings) -> Writer:
    if settings.gpt_api_key is None:
        return TemplateWriter()
    from peruopt.writers.gpt import GptWriter

    return GptWriter(
        api_key=settings.gpt_api_key,
        model=settings.gpt_model,
        base_url=settings.gpt_base_url,
        timeout=settings.gpt_timeout,
    )


def _audience(database: Database) -> Callable[[Post, datetime], Metrics | None]:
    """Only the demo has an audience that we know."""

    def react(post: Post, now: datetime) -> Metrics | None:
        with database.work(post.restaurant_id) as w:
            demo = w.restaurant.demo
        if not demo:
            return None
        from peruopt.demo.founding import react

        return react(post, now)

    return react
