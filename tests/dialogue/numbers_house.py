"""A cevichería with posts in a real database, and a voice to ask the commands of numbers."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

from peruopt.chat.command import Ask, register
from peruopt.chat.message import Address, Message, Reply
from peruopt.chat.words import Words
from peruopt.ports import Stage, Training
from peruopt.recommending import Hour, Known, Signal, Slot, SlotRules
from peruopt.restaurant import Network, Person, Restaurant, Role
from peruopt.results import Media, Metrics, PastPost
from storage.database import Database

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)  # Monday, 10:00 in Lima


def history(
    count: int,
    *,
    every: timedelta = timedelta(days=1),
    network: Network = Network.FACEBOOK,
    account: str = "El Muelle",
    until: datetime = NOW - timedelta(hours=2),
    level: float = 5.0,
    noise: float = 0.5,
    views: bool = False,
    seed: int = 1,
) -> list[PastPost]:
    """Posts, oldest first, the last at `until`; reels do better, and so do evenings."""
    rng = random.Random(seed)
    found = []
    for i in range(count):
        at = until - every * (count - 1 - i)
        media = rng.choice([Media.PHOTO, Media.REEL])
        reacted = math.exp(level + (0.8 if media is Media.REEL else 0.0) + rng.gauss(0, noise))
        metrics = Metrics(
            likes=int(reacted * 0.8),
            comments=int(reacted * 0.15),
            shares=int(reacted * 0.05),
            views=int(reacted * 20) if views else None,
        )
        text = f"Ceviche del día {i} #ceviche" if i % 2 else f"Jalea mixta {i} #jalea"
        link = f"https://example.org/{network}/{i}"
        found.append(PastPost(network, account, f"{account}-{i}", at, text, media, metrics, link))
    return found


class EveningsWin:
    """A recommender that holds 20 h for the best hour, and may be told how sure it is."""

    def __init__(self, signal: Signal = Signal.CLEAR) -> None:
        self.signal = signal
        self.asked: list[tuple[Known, SlotRules]] = []

    def week(self, known: Known) -> list[Hour]:
        return [
            Hour(day, hour, lift := 0.2 * math.cos((hour - 20) / 12 * math.pi), lift - 0.1,
                 lift + 0.1, 1 if hour == 13 and known.history else 0, self.signal)
            for day in range(7) for hour in range(24)
        ]  # fmt: skip

    def slots(self, known: Known, after: datetime, count: int, rules: SlotRules) -> list[Slot]:
        self.asked.append((known, rules))
        start = after.replace(minute=0) + timedelta(hours=15)  # 1 h UTC is 20 h in Lima
        start = start.replace(hour=1)
        found = [
            Slot(start + timedelta(days=i), 0.166, -0.02, 0.34, 3, self.signal, 0.9)
            for i in range(count)
        ]
        return [*found[:-1], replace(found[-1], explores=True, signal=Signal.NONE)]

    def score(self, known: Known, proposals: Sequence[object]) -> list[object]:
        raise NotImplementedError


@dataclass
class Lessons:
    """A trainer whose training ends when it is waited for."""

    stage: Stage = Stage.IDLE
    then: Stage = Stage.IDLE
    waited: list[float] = field(default_factory=list)

    def start(self, restaurant_id: int) -> None:
        self.stage = Stage.RUNNING

    async def wait(self, restaurant_id: int, seconds: float) -> Training:
        self.waited.append(seconds)
        if seconds and self.stage is Stage.RUNNING:
            self.stage = self.then
        return Training(self.stage)

    async def cancel(self, restaurant_id: int) -> None:
        self.stage = Stage.IDLE


@dataclass
class House:
    """The restaurant, its owner, and what they were told."""

    database: Database
    locale: str = "es_PE"
    recommender: EveningsWin = field(default_factory=EveningsWin)
    trainer: Lessons = field(default_factory=Lessons)
    told: list[Reply] = field(default_factory=list)
    now: datetime = NOW

    def __post_init__(self) -> None:
        owner = Person(restaurant_id=0, platform="test", handle="1", name="Rosa", role=Role.OWNER)
        house = Restaurant(name="El Muelle 🐟", city="Lima")
        self.seat = self.database.directory.open(house, owner)

    def takes(self, *posts: PastPost) -> House:
        assert self.seat.restaurant.id is not None
        with self.database.work(self.seat.restaurant.id) as w:
            w.posts.upsert(posts, self.now)
        return self

    @property
    def work(self):
        return self.database.work(self.seat.restaurant.id or 0)

    async def says(self, text: str) -> Reply:
        """Type a command; return the answer."""
        name, _, rest = text.removeprefix("/").partition(" ")
        message = Message("1", self.now, Address("test", "1"), "1", text)

        async def tell(reply: Reply) -> Address:
            self.told.append(reply)
            return message.source

        services = SimpleNamespace(
            work=self.database.work,
            recommender=self.recommender,
            trainer=self.trainer,
            now=lambda: self.now,
        )
        ask = Ask(
            message, rest.strip(), self.seat.person, self.seat.restaurant,
            Words(self.locale, "America/Lima"), services, tell,
        )  # fmt: skip
        reply = await register.commands[name].handler(ask)
        assert isinstance(reply, Reply)
        for row in reply.buttons:
            for button in row:
                button.action.pack()
        return reply


def typed(reply: Reply) -> list[str]:
    """Return what each button would be as words."""
    return [button.action.typed for row in reply.buttons for button in row]


with suppress(ValueError):
    import handlers.export
    import handlers.hits
    import handlers.hours
    import handlers.model
    import handlers.published
    import handlers.summary  # noqa: F401
