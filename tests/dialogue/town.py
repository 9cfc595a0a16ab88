"""A whole house with several doors at once, and people who come in by them."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from pathlib import Path

from bot.app import App
from bot.assistant import Assistant
from bot.settings import Settings
from peruopt.chat.message import Action, Address, Message, Reply
from peruopt.restaurant import Person, Restaurant, Role
from peruopt.store import Entry, Seat
from peruopt.work.joining import claim_code
from peruopt.work.settling import settle
from tests.fakes import FakeDoor, FakeWriter
from tests.talk import built, buttons, spoken
from tests.taster import Taster

IDS = itertools.count(1)
TEAM = "-100200"
"""A group on Telegram."""


@dataclass
class Town:
    """`await town.say("rosa", "/equipo")`; `town.text` holds what was answered there."""

    app: App
    assistant: Assistant
    doors: dict[str, FakeDoor]
    said: list[Reply] = field(default_factory=list)

    @classmethod
    def begin(cls, data_dir: Path, clock, *platforms: str, **parts: object) -> Town:
        given = {"writer": FakeWriter(), "recommender": Taster()} | parts
        app = built(Settings(_env_file=None, data_dir=data_dir), clock, **given)
        doors = {name: FakeDoor(name) for name in platforms or ("telegram", "slack")}
        return cls(app, app.open(*doors.values()), doors)

    def found(self, name: str, owner: str, platform: str = "telegram") -> Seat:
        """Open a restaurant with its owner, who talks in a chat of their own."""
        who = self.person(owner, Role.OWNER, platform)
        chat = Address(platform, self.own(owner, platform))
        services = self.app.services
        seat = settle(
            services.work, services.directory, Restaurant(name=name), who, chat, services.now()
        )
        services.directory.bind(seat.restaurant.id, chat, handle=owner)
        return seat

    def add(self, house: int, name: str, role: Role, platform: str = "telegram") -> Person:
        """Put somebody on a restaurant's team."""
        with self.app.services.work(house) as w:
            person = w.people.add(self.person(name, role, platform, house))
            w.rooms.meet(Address(platform, self.own(name, platform)), name)
            return person

    @staticmethod
    def person(name: str, role: Role, platform: str, house: int = 0) -> Person:
        return Person(
            restaurant_id=house, platform=platform, handle=name, name=name.title(), role=role
        )

    @staticmethod
    def own(name: str, platform: str) -> str:
        """The chat that is one person's."""
        return f"D-{name}" if platform == "slack" else name

    def claim(self, platform: str = "telegram") -> str | None:
        return claim_code(self.app.services, platform)

    async def say(
        self, who: str, text: str = "", *uploads, on: str = "telegram", chat: str = "", **what
    ) -> list[Reply]:
        """Say a line in one's own chat, or in another; return what was answered there."""
        door = self.doors[on]
        before = dict(door.shown)
        where = Address(on, chat or self.own(who, on), what.pop("card", None))
        now = self.app.clock.now()
        message = Message(
            f"m{next(IDS)}", now, where, who, text, uploads=uploads, name=who.title(), **what
        )
        await self.assistant.answer(message)
        self.said = [
            reply
            for at, reply in door.shown.items()
            if at.chat == where.chat and before.get(at) is not reply
        ]
        return self.said

    async def press(self, who: str, label: str, *, on: str = "telegram", chat: str = ""):
        """Press the newest button in the chat whose label holds the words."""
        place = chat or self.own(who, on)
        for at, reply in reversed(self.doors[on].shown.items()):
            for button in buttons(reply) if at.chat == place else ():
                if label in button.label:
                    return await self.act(who, button.action, on=on, chat=place, card=at.message)
        raise AssertionError(f"no button {label!r} in {place}")

    async def act(self, who: str, action: Action, **where):
        return await self.say(who, action=action, **where)

    @property
    def text(self) -> str:
        return "\n".join(spoken(reply) for reply in self.said)

    def in_chat(self, chat: str, on: str = "telegram") -> list[Reply]:
        """Return what a chat shows now."""
        return [reply for at, reply in self.doors[on].shown.items() if at.chat == chat]

    def log(self, house: int) -> list[Entry]:
        with self.app.services.work(house) as w:
            return w.audit.newest(100)

    def whats(self, house: int) -> list[str]:
        return [entry.what for entry in self.log(house)]

    async def later(self, **by: float) -> None:
        """Let time pass, and the house do what is due."""
        self.app.clock.tick(**by)
        await self.app.engine.catch_up()

    def close(self) -> None:
        self.app.database.close()
