"""A whole house on a thread, Meta beside it, and the time in our hands."""

from __future__ import annotations

import asyncio
import csv
import threading
from contextlib import suppress
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from bot.app import build
from bot.doors import page
from bot.settings import Settings
from bot.ticking import Clock
from peruopt.demo.audience import LIMA
from peruopt.demo.history import history
from peruopt.post import State
from peruopt.restaurant import Network
from peruopt.results import Media, PastPost
from peruopt.store import Snapshot
from peruopt.work.measuring import BEFORE_DIGEST
from peruopt.work.mornings import next_digest
from tests.networks.crowd import crowd
from tests.networks.doors import MetaServer
from tests.networks.graph import PAGE

HOUR = timedelta(hours=1)
RECENT = timedelta(days=240)
"""What the page still lists; older posts are in Meta's export only."""
HEADER = (
    "Identificador de la publicación", "Identificador de la página", "Nombre de la página",
    "Título", "Hora de publicación", "Enlace permanente", "Tipo de publicación", "Alcance",
    "Reacciones", "Comentarios", "Veces que se compartió",
)  # fmt: skip
KINDS = {Media.PHOTO: "Fotos", Media.ALBUM: "Fotos", Media.VIDEO: "Videos", Media.REEL: "Reels"}


class Time(Clock):
    """Begins last Tuesday at ten in Lima, goes on as the machine's does, jumps when told to.

    What it jumped is no time skipped for show: the house takes it for real.
    """

    def __init__(self) -> None:
        super().__init__()
        today = datetime.now(LIMA).date()
        tuesday = today - timedelta(days=(today.weekday() - 2) % 7 + 1)
        self._behind = datetime.combine(tuesday, time(10), LIMA) - datetime.now(UTC)

    def now(self) -> datetime:
        return datetime.now(UTC) + self._behind

    def advance(self, by: timedelta) -> None:
        self._behind += by


class LivingHouse:
    """What `peruopt run` serves, put together by the same composition root."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.time = folder, Time()
        self.meta = MetaServer(self.time.now)
        self.meta.audience = crowd
        posts = [p for p in history(self.time.now()) if p.network is Network.FACEBOOK]
        since = self.time.now() - RECENT
        self.old = [post for post in posts if post.published_at < since]
        for post in posts[len(self.old) :]:
            put = self.meta.put_up(post.text, picture=post.media is not Media.TEXT)
            put.at = post.published_at.astimezone(UTC)

    def __enter__(self) -> LivingHouse:
        up = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve(up)))
        self._thread.start()
        assert up.wait(60), "the house did not open"
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._serving.cancel)
        self._thread.join(30)
        assert not self._thread.is_alive()

    def export(self) -> Path:
        """Write what Meta Business Suite exports of the older posts."""
        path = self.folder / "facebook-2024-2026.csv"
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(HEADER)
            rows.writerows(_row(number, post) for number, post in enumerate(self.old))
        return path

    def let(self, **passed: float) -> None:
        """Let time pass, an hour at a time or until something is due; all that is due is done."""
        until = self.time.now() + timedelta(**passed)
        asyncio.run_coroutine_threadsafe(self._let(until), self._loop).result(240)

    def until(self, hour: time) -> None:
        """Let time pass until it is that hour in Lima."""
        now = self.time.now().astimezone(LIMA)
        then = datetime.combine(now.date(), hour, LIMA)
        then += timedelta(days=1) if then <= now else timedelta()
        self.let(seconds=(then - now).total_seconds())

    def until_published(self) -> None:
        """Let time pass until the next post is due, and a little more."""
        due = self.app.services.directory.next_run()
        assert due is not None
        self.let(seconds=(due - self.time.now()).total_seconds() + 60)

    def readings(self) -> list[Snapshot]:
        """Return what the house has read of its newest post, oldest first."""
        (house,) = self.app.services.directory.restaurants()
        with self.app.services.work(house.id) as w:
            (newest,) = w.posts.in_states(State.PUBLISHED, limit=1, latest=True)
            return w.results.of(newest.id)

    def earned(self, hours: float) -> int:
        """Return what the newest post on the wall has earned at that age, by the network."""
        newest = self.meta.wall[-1]
        told = crowd(newest, newest.at + hours * HOUR)
        return told.likes + told.comments + told.shares

    async def _let(self, until: datetime) -> None:
        directory = self.app.services.directory
        while (now := self.time.now()) < until:
            due = await asyncio.to_thread(directory.next_run)
            digest = await asyncio.to_thread(next_digest, directory, now)
            stops = [due, digest, digest and digest - BEFORE_DIGEST / 2]
            soon = min([until, now + HOUR, *(at for at in stops if at and at > now)])
            self.time.advance(soon - now)
            await self.app.engine.catch_up()
        self.app.engine.wake()

    async def _serve(self, up: threading.Event) -> None:
        await self.meta.open()
        self._loop = asyncio.get_running_loop()
        settings = Settings(
            _env_file=None, data_dir=self.folder / "var", web_port=0,
            graph_base_url=self.meta.base_url,
        )  # fmt: skip
        self.app = build(settings, clock=self.time)
        door = page(settings, self.app)
        self._serving = asyncio.create_task(self.app.serve(self.app.open(door)))
        await door.ready.wait()
        self.url = door.url
        up.set()
        try:
            with suppress(asyncio.CancelledError):
                await self._serving
        finally:
            await self.app.close()
            await self.meta.close()


def _row(number: int, post: PastPost) -> tuple[object, ...]:
    key, counts = f"{PAGE}_{number:06d}", post.metrics
    when = f"{post.published_at.astimezone(LIMA):%m/%d/%Y %H:%M}"
    link = f"https://facebook.example/{key}"
    kind = KINDS.get(post.media, "Texto")
    earned = (counts.reach, counts.likes, counts.comments, counts.shares)
    return (key, PAGE, "La Mar Brava", post.text, when, link, kind, *earned)
