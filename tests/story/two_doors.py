"""A whole house with both chat doors open at once, each on an emulator of its platform."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.app import App, build
from bot.assistant import Assistant
from bot.doors import chats
from bot.settings import Settings
from bot.slack.api import Pace
from bot.ticking import Clock
from peruopt.chat.message import Address
from peruopt.people import Room
from peruopt.restaurant import Network, Person, Restaurant, Role
from peruopt.results import Metrics
from peruopt.work.settling import settle
from tests.fakes import FakePublisher, FakeTrainer
from tests.slack.delivering import SECRET
from tests.slack.emulator import TEAM_ROOM, Slack, open_slack
from tests.talk import Ears
from tests.telegram.emulator.opening import QUICK, until
from tests.telegram.emulator.people import ROSA
from tests.telegram.emulator.server import TOKEN, BotApi, bot_api

MONDAY = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
TEAM = Address("slack", TEAM_ROOM)


class TownClock(Clock):
    """Stands still, and is moved by hand; a real restaurant never skips time by itself."""

    def __init__(self, moment: datetime = MONDAY) -> None:
        super().__init__()
        self.moment = moment

    def now(self) -> datetime:
        return self.moment

    def go(self, **by: float) -> None:
        self.moment += timedelta(**by)


class Page(Ears):
    """The page of the house, reduced to what it shows."""

    async def run(self, answer) -> None:
        await asyncio.Event().wait()


@dataclass
class TwoDoors:
    """People act in `telegram` and in `slack`; `app` is the house between them."""

    telegram: BotApi
    slack: Slack
    app: App
    assistant: Assistant
    walls: dict[Network, FakePublisher]
    serving: asyncio.Task[None]
    page: Page

    @property
    def clock(self) -> TownClock:
        clock = self.app.clock
        assert isinstance(clock, TownClock)
        return clock

    def found(self, name: str = "La Caleta", owner: int = ROSA, **changes: Any) -> int:
        """Open a restaurant whose owner writes from Telegram; return its number."""
        services, chat = self.app.services, Address("telegram", str(owner))
        who = person(0, "telegram", str(owner), Role.OWNER)
        house = Restaurant(name=name, **changes)
        seat = settle(services.work, services.directory, house, who, chat, self.clock.now())
        number = seat.restaurant.id
        assert number is not None
        with services.work(number) as w:
            w.rooms.put(Room(chat, handle=str(owner)))
        self.telegram.world.chats[owner] = {"id": owner, "type": "private", "first_name": "Rosa"}
        return number

    def add(self, house: int, platform: str, handle: str, role: Role) -> None:
        """Put somebody on the team."""
        if platform == "slack":
            self.slack.space.people.setdefault(handle, handle[1:].title())
            self.slack.space.channels[TEAM_ROOM].add(handle)
        else:
            known = {"id": int(handle), "type": "private", "first_name": f"P{handle}"}
            self.telegram.world.chats.setdefault(int(handle), known)
        with self.app.services.work(house) as w:
            w.people.add(person(house, platform, handle, role))

    def bind(self, house: int, room: Address = TEAM, **changes: Any) -> None:
        """Let a channel be the team's: every draft is shown there, too."""
        self.app.services.directory.bind(house, room, shared=True)
        with self.app.services.work(house) as w:
            w.restaurant.team_platform, w.restaurant.team_chat = room.platform, room.chat
            for name, value in changes.items():
                setattr(w.restaurant, name, value)

    def log(self, house: int) -> list[tuple[str, str]]:
        """Return (what, about) of the audit log, newest first."""
        with self.app.services.work(house) as w:
            return [(entry.what, entry.about) for entry in w.audit.newest(200)]

    def channel(self, viewer: str = "UROSA") -> list[str]:
        """Return what the team's channel shows, each message with its thread."""
        return self.slack.space.screen(TEAM_ROOM, viewer)

    async def later(self, **by: float) -> None:
        """Let time pass, then do what is due, as the engine does by itself."""
        self.clock.go(**by)
        await self.app.engine.catch_up()

    async def until(self, question: Callable[[], object], seconds: float = 15) -> Any:
        """Wait until it is answered with something true."""
        return await until(question, seconds)


def person(house: int, platform: str, handle: str, role: Role) -> Person:
    name = handle[1:].title() if platform == "slack" else f"P{handle}"
    return Person(restaurant_id=house, platform=platform, handle=handle, name=name, role=role)


@contextlib.asynccontextmanager
async def open_both(
    data_dir: Path, *, quick: bool = True, http: bool = False, **parts: Any
) -> AsyncIterator[TwoDoors]:
    """Open both doors by their settings; `quick` lifts the pace that the platforms ask for."""
    async with bot_api() as telegram, open_slack() as slack:
        settings = Settings(
            _env_file=None,
            data_dir=data_dir,
            telegram_token=TOKEN,
            telegram_base_url=telegram.url,
            slack_bot_token="xoxb-test",
            slack_app_token="xapp-test",
            slack_signing_secret=SECRET,
            slack_base_url=slack.base_url,
            **parts.pop("settings", {}),
        )
        app = build(settings, clock=TownClock(), trainer=FakeTrainer())
        walls = {n: FakePublisher(n) for n in (Network.FACEBOOK, Network.INSTAGRAM)}
        for wall in walls.values():
            wall.metrics = Metrics(likes=84, comments=9, shares=6)
        app.services = replace(app.services, publishers=walls, **parts)
        doors = chats(settings, app)
        if http:
            doors[1].http = ("127.0.0.1", 0)
        if quick:
            doors[0]._rates, doors[1].api._pace = QUICK, Pace(0.0)
        page = Page("web")
        assistant = app.open(*doors, page)
        serving = asyncio.create_task(app.serve(assistant))
        try:
            for door in doors:
                await asyncio.wait_for(door.ready.wait(), 10)
            if http:
                slack.posting_to(f"http://127.0.0.1:{doors[1].http[1]}/slack/events")
            yield TwoDoors(telegram, slack, app, assistant, walls, serving, page)
        finally:
            serving.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await serving
            await app.close()
