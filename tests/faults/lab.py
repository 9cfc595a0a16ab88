"""One cell, played to its end: an engine, an owner who answers, and a clock that never waits."""

from __future__ import annotations

import asyncio
import math
import sys
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

from sqlalchemy import text

from peruopt.post import Post, State
from peruopt.publishers import wire
from peruopt.restaurant import Channel, Network
from peruopt.rules.threads import cut
from peruopt.work.lateness import say_all_late
from peruopt.work.leasing import bury
from peruopt.work.missing import again, choose
from peruopt.work.publishing import publish
from peruopt.work.recording import ASKED
from peruopt.work.recovering import (
    goes_on,
    resolve,
    said_more_out,
    said_not_out,
    said_out,
)
from storage.tables.posts import PostRow
from tests.conftest import START, FrozenClock
from tests.fakes import FakePictures, services
from tests.faults.cells import PARTS, Cell
from tests.faults.judging import REBIRTH, SETTLED, judged
from tests.faults.mortal import Killed, Mortal
from tests.house import found_house
from tests.networks.build import PICTURE, publisher_for, server_for
from tests.networks.faults import Script
from tests.networks.names import HOST, Names, Road
from tests.networks.server import NetworkServer

AHEAD = timedelta(minutes=1)
SWEEP = timedelta(seconds=10)
THINKS = [timedelta(minutes=minutes) for minutes in (1, 10, 15)]
"""How long the owner takes to look at the account and answer; then they leave it."""
HORIZON = timedelta(hours=3)
TIMEOUT = 0.25


@dataclass
class Outcome:
    """What came of a cell."""

    cell: Cell
    copies: int
    """Whole ones, where it is a thread."""
    state: State
    reason: str
    told: list[tuple[str, float]]
    """(sentence, seconds after the hour), in order."""
    steps: int
    """What the owner had to do."""
    late: float
    """Seconds after the hour at which it was settled."""
    struck: bool
    wrong: list[str] = field(default_factory=list)
    messages: int = 0
    """Of a thread that are on the wall."""


class Lab:
    """One network in one database, cell after cell."""

    def __init__(self, database, network: Network, names: Names, *, trace: bool = False) -> None:
        self._database, self._network, self._names = database, network, names
        self._trace = trace

    async def play(self, cell: Cell) -> Outcome:
        """Play one cell."""
        clock = FrozenClock(START)
        wire._number = count()  # so that what is drawn is the same, whatever was played before
        server = server_for(self._network, clock.now)
        await server.open()
        try:
            play = Play(self._database, clock, self._names, server, cell)
            play.trace = self._trace
            return await play.run()
        finally:
            self._names.road = Road.OPEN
            await server.close()


class Play:
    trace = False
    gone = timedelta()
    """For so long nobody was there to say anything."""

    def __init__(self, database, clock, names: Names, server: NetworkServer, cell: Cell) -> None:
        self.database, self.clock, self.names = database, clock, names
        self.server, self.cell = server, cell
        self.due = clock.now() + AHEAD
        self.house, self.parts = found_house(database, threads=cell.thread), []
        self.number = self._approved()
        self.told: list[tuple[str, float]] = []
        self.steps, self.answers, self.settled_at, self.asked_at = 0, 0, 0.0, None
        server.script = Script(cell.faults(self.due))
        server.skew, server.slow, server.shows_after = cell.skew, TIMEOUT * 1.6, cell.shows_after
        server.stuck = lambda: self.now() < self.due + cell.stuck_for
        server.stop = lambda: self.task and self.task.cancel()
        server.kill = lambda: self.process.kill()
        self.task: asyncio.Task | None = None
        self.process = self._born(cell.dies)

    def now(self) -> datetime:
        return self.clock.now()

    def _approved(self) -> int:
        with self.database.work(self.house.id) as w:
            self.house.channels[self.cell.network] = w.channels.add(
                Channel(restaurant_id=self.house.id, network=self.cell.network, account="x")
            ).id
        text = f"Ceviche número {self.house.id} 🐟 con leche de tigre & cancha"
        if self.cell.thread:
            text = " ".join(f"{text}, para la mesa {n}." for n in range(1, 12))
            self.parts = cut(text)
            assert len(self.parts) == PARTS
        return self.house.approved(
            self.due,
            text,
            network=self.cell.network,
            picture="0.jpg",
            more=" ".join(f"{number}.jpg" for number in range(1, self.cell.pictures)),
            alt="Un ceviche",
            thread=len(self.parts),
        )

    def _born(self, dies: tuple[int, str] | None = None) -> Mortal:
        process = Mortal(self.database, dies)

        async def pause(seconds: float) -> None:
            self._tick(timedelta(seconds=seconds))
            await asyncio.sleep(0)

        publisher = publisher_for(
            self.cell.network,
            self.server,
            self.now,
            pause=pause,
            base_url=f"http://{HOST}:{self.server.port}",
            timeout=TIMEOUT,
        )
        keys = [f"{number}.jpg" for number in range(self.cell.pictures)]
        pictures = FakePictures(dict.fromkeys(keys, PICTURE))
        self.world = services(process, self.now, publisher, pictures=pictures)
        return process

    async def run(self) -> Outcome:
        while self.now() < self.due + HORIZON:
            self._tick(timedelta())
            reborn = await self._live()
            self._hear()
            post = self._post()
            if self.trace:
                sys.stdout.write(f"{self._late():7.1f} s  {post.state} {post.reason}  ")
                sys.stdout.write(f"{self.server.asked}  {self.told[-1:]}\n")
            if post.state in SETTLED:
                self.settled_at = self._late()
                break
            if reborn or self._owner(post):
                continue
            self._tick(self._until_next(post))
        return self._outcome()

    async def _live(self) -> bool:
        """Be the process for a moment; return whether it ended and is another one now."""
        self.task = asyncio.create_task(self._turn())
        try:
            await self.task
        except (Killed, asyncio.CancelledError):
            self._tick(REBIRTH)
            self.gone += REBIRTH
            self.process = self._born()
            bury(self.world)
            return True
        return False

    async def _turn(self) -> None:
        for house, post, _ in self.database.directory.runs(self.now()):
            if house == self.house.id:
                await publish(self.world, house, post)
        await say_all_late(self.world)
        await resolve(self.world, self.house.id, self.number)
        if self.process.dead:
            raise Killed

    def _post(self) -> Post:
        with self.database.reading() as session:
            return session.get(PostRow, self.number)

    def _until_next(self, post: Post) -> timedelta:
        """Return how long nothing happens: no look is due, and the owner is still thinking."""
        at = post.lease_until if post.state is State.UNCERTAIN else post.runs_at
        wait = max((at or self.now()) - self.now(), timedelta(seconds=1))
        if post.state is State.UNCERTAIN:  # looked after in rounds
            wait = math.ceil(wait / SWEEP) * SWEEP
            if post.reason == ASKED:
                wait = min(wait, THINKS[min(self.answers, len(THINKS) - 1)])
        return wait if self.told or self.now() < self.due else min(wait, SWEEP)

    def _owner(self, post: Post) -> bool:
        """Answer as the owner, who looks at the wall; say whether anything was done."""
        if post.state is not State.UNCERTAIN or post.reason != ASKED:
            return False
        self.asked_at = self.asked_at or self.now()
        if self.now() < self.asked_at + THINKS[min(self.answers, len(THINKS) - 1)]:
            return False
        with self.database.work(self.house.id) as w:
            post = w.posts.get(self.number)
            if self.copies > post.out:  # the one that was asked about
                if goes_on(post):
                    said_more_out(self.world, w, post, self.now(), "Rosa")
                else:
                    said_out(w, post, self.now(), "Rosa", None)
                self.steps += 1
            else:
                said_not_out(w, post, self.now(), "Rosa")
                self.steps += 1
                if self.answers < len(THINKS):
                    again(self.world, w, choose(w, self.number), self.now(), "Rosa")
                    self.steps += 1
        self.asked_at, self.answers = None, self.answers + 1
        return True

    def _tick(self, by: timedelta) -> None:
        self.clock.tick(by)
        closed = self.due <= self.now() < self.due + self.cell.closed_for
        self.names.road = self.cell.road if closed else Road.OPEN

    def _hear(self) -> None:
        said = "SELECT key FROM notices WHERE restaurant_id = :house ORDER BY id"
        with self.database.reading() as session:
            keys = session.execute(text(said), {"house": self.house.id}).scalars().all()
        self.told += [(key, self._late()) for key in keys[len(self.told) :]]

    def _late(self) -> float:
        return (self.now() - self.due).total_seconds()

    @property
    def copies(self) -> int:
        return len(self.server.wall)

    def _outcome(self) -> Outcome:
        post = self.house.post(self.number)
        return Outcome(
            self.cell,
            self.copies // max(len(self.parts), 1),
            post.state,
            post.reason,
            self.told,
            self.steps,
            self.settled_at,
            struck=self.server.script.struck > 0 or not self.cell.script,
            wrong=judged(self, post),
            messages=self.copies if self.parts else 0,
        )
