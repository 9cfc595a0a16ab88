"""Fakes of every seam, small, and able to misbehave when told to."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from peruopt.chat.message import Address, Message, Reply
from peruopt.errors import UserError
from peruopt.ports import (
    Brief,
    Candidate,
    Memo,
    Receipt,
    Services,
    Stage,
    Training,
    Writing,
)
from peruopt.post import Post
from peruopt.recommending import Basis, Forecast, Hour, Known, Proposal, Signal, Slot, SlotRules
from peruopt.restaurant import Network
from peruopt.results import Metrics


@dataclass
class FakeWriter:
    """Writes `idea 1`, `idea 2`, …; raises `refuses` instead when told to."""

    refuses: Exception | None = None
    briefs: list[Brief] = field(default_factory=list)

    async def write(self, brief: Brief, count: int = 3) -> Writing:
        self.briefs.append(brief)
        if self.refuses:
            raise self.refuses
        texts = [f"{brief.idea} {number}" for number in range(1, count + 1)]
        return Writing([Candidate(text, ("#sabor",)) for text in texts], "template")


class FakePublisher:
    """A network with a wall.  Every copy on it gets a fresh id, so that a second one shows.

    `first` errors are raised before anything is sent, `then` after it is on the wall: the answer
    is lost.  `hangs` never answers.  `finds=False` is a network that cannot be searched.
    """

    def __init__(self, network: Network = Network.FACEBOOK, *, finds: bool = True) -> None:
        self.network, self.finds = network, finds
        self.wall: list[tuple[int, str]] = []
        self.first: list[BaseException] = []
        self.then: list[BaseException] = []
        self.hangs = False
        self.metrics: Metrics | Exception | None = Metrics(likes=10)
        self.slow = 0.0
        self.began = asyncio.Event()
        self.at_once = self.most_at_once = 0

    async def publish(self, post: Post, picture: bytes | None, memo: Memo) -> Receipt:
        self.began.set()
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            await asyncio.sleep(3600 if self.hangs else self.slow)
            if self.first:
                raise self.first.pop(0)
            self.wall.append((post.id or 0, f"{self.network}-{len(self.wall) + 1}"))
            if self.then:
                raise self.then.pop(0)
            return self._receipt(self.wall[-1][1])
        finally:
            self.at_once -= 1

    async def find(self, post: Post, memo: Memo) -> Receipt | None:
        copies = [copy for number, copy in self.wall if number == post.id]
        return self._receipt(copies[0]) if copies and self.finds else None

    async def unsent(self, post: Post, memo: Memo) -> bool:
        return False

    async def measure(self, post: Post, now: datetime) -> Metrics | None:
        if isinstance(self.metrics, Exception):
            raise self.metrics
        return self.metrics

    def _receipt(self, copy: str) -> Receipt:
        return Receipt(copy, f"https://{self.network}.example/{copy}")


class WallPublisher(FakePublisher):
    """The same with its wall in a file that many processes write to, line by line."""

    def __init__(self, path: Path, *, finds: bool = True) -> None:
        super().__init__(finds=finds)
        self.path = path

    async def publish(self, post: Post, picture: bytes | None, memo: Memo) -> Receipt:
        copy = os.urandom(6).hex()
        with self.path.open("a") as wall:
            wall.write(json.dumps([post.id, copy]) + "\n")
        return self._receipt(copy)

    async def find(self, post: Post, memo: Memo) -> Receipt | None:
        self.wall = read_wall(self.path)
        return await super().find(post, memo)


def read_wall(path: Path) -> list[tuple[int, str]]:
    """Return (post, copy) of everything that anybody put on the wall."""
    lines = path.read_text().splitlines() if path.exists() else []
    return [(number, copy) for number, copy in map(json.loads, lines)]


class FakeRecommender:
    """Likes Fridays at 20 h; forecasts twice the usual."""

    def week(self, known: Known) -> list[Hour]:
        return [Hour(d, h, 0.0, -0.1, 0.1, 0, Signal.NONE) for d in range(7) for h in range(24)]

    def slots(self, known: Known, after: datetime, count: int, rules: SlotRules) -> list[Slot]:
        first = after.replace(minute=0, second=0, microsecond=0) + timedelta(hours=5)
        starts = [first + timedelta(days=day) for day in range(count)]
        return [Slot(at, 0.18, 0.02, 0.3, 4, Signal.WEAK, 0.9) for at in starts]

    def score(self, known: Known, proposals: Sequence[Proposal]) -> list[Forecast]:
        return [Forecast(40, 80, 30, 200, Basis.MODEL) for _ in proposals]


@dataclass
class FakeTrainer:
    """Notes who was trained; `known` is what it says of them."""

    started: list[int] = field(default_factory=list)
    known: Training = field(default_factory=lambda: Training(Stage.IDLE))

    def start(self, restaurant_id: int) -> None:
        self.started.append(restaurant_id)

    async def wait(self, restaurant_id: int, seconds: float) -> Training:
        return self.known

    async def cancel(self, restaurant_id: int) -> None:
        self.known = Training(Stage.IDLE)


class FakeEngine:
    """Notes what it was asked to schedule, once it is on disk."""

    def __init__(self) -> None:
        self.scheduled: list[int] = []

    def schedule(self, work: object, post: Post) -> None:
        number = post.id or 0
        work.after_commit(lambda: self.scheduled.append(number))  # type: ignore[attr-defined]

    async def run(self) -> None:
        await asyncio.Event().wait()


class FakePictures(dict[str, bytes]):
    """Keeps anything; `pictures[key] = content` puts it there."""

    def put(self, content: bytes) -> str:
        self[f"{len(self)}.jpg"] = content
        return f"{len(self) - 1}.jpg"

    def get(self, key: str) -> bytes:  # type: ignore[override]
        if key not in self:
            raise UserError("error.picture")
        return self[key]


class FakeDoor:
    """A chat platform that remembers what it shows; raises `deaf` while told to."""

    def __init__(self, platform: str = "telegram") -> None:
        self.platform = platform
        self.shown: dict[Address, Reply] = {}
        self.deaf: Exception | None = None

    async def send(self, to: Address, reply: Reply) -> Address:
        if self.deaf:
            raise self.deaf
        at = reply.replaces or replace(to, message=str(len(self.shown) + 1))
        self.shown[at] = reply
        return at

    async def run(self, answer: Callable[[Message], Awaitable[None]]) -> None:
        await asyncio.Event().wait()

    @property
    def texts(self) -> list[str]:
        return [reply.text for reply in self.shown.values()]


async def _no_skip(_seconds: float) -> bool:
    return False


def services(database, now: Callable[[], datetime], *publishers: FakePublisher, **others):
    """Return services over a real database, with fakes for all that is not named."""
    parts = {
        "writer": FakeWriter(),
        "recommender": FakeRecommender(),
        "engine": FakeEngine(),
        "trainer": FakeTrainer(),
        "pictures": FakePictures(),
        "shelf": None,
        "skip": _no_skip,
    }
    by_network = {publisher.network: publisher for publisher in publishers}
    return Services(
        work=database.work,
        directory=database.directory,
        publishers=by_network,
        now=now,
        **(parts | others),
    )
