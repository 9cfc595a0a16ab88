"""A dialogue with the whole house through a door that is nothing but ears."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

from bot.app import App, build
from bot.assistant import Assistant
from bot.settings import Settings
from bot.ticking import Clock
from peruopt.chat.message import Action, Address, Button, Message, Reply, Upload
from peruopt.ports import Trainer, Writer
from peruopt.post import State
from peruopt.recommending import Recommender

IDS = itertools.count(1)


@dataclass
class Ears:
    """A door that keeps what it was told to show, and what each message shows now."""

    platform: str = "console"
    heard: list[Reply] = field(default_factory=list)
    shown: dict[str, Reply] = field(default_factory=dict)

    async def send(self, to: Address, reply: Reply) -> Address:
        number = reply.replaces.message if reply.replaces else None
        at = replace(to, message=number or str(len(self.shown) + 1))
        self.heard.append(reply)
        self.shown[at.message] = reply
        return at

    async def run(self, answer) -> None:
        raise NotImplementedError("a dialogue says things itself")


class StillClock(Clock):
    """Starts where the test says and moves only when told to."""

    def __init__(self, start) -> None:
        super().__init__()
        self.start = start

    def now(self):
        return self.start + self.ahead

    def tick(self, **by: float):
        self.advance(timedelta(**by))
        return self.now()


def built(settings: Settings, clock, trainer: Trainer | None = None, **parts: object) -> App:
    """Build a whole house whose clock stands still and where nothing is really learned."""
    from tests.fakes import FakeTrainer

    app = build(settings, clock=StillClock(clock.now()), trainer=trainer or FakeTrainer())
    app.services = replace(app.services, **parts)
    return app


@dataclass
class Dialogue:
    """`await talk.say("/resumen")`, `await talk.press("Vie")`; `talk.text` holds the answer."""

    app: App
    assistant: Assistant
    ears: Ears
    said: list[Reply] = field(default_factory=list)

    @classmethod
    def begin(
        cls,
        data_dir: Path,
        clock,
        *,
        trainer: Trainer | None = None,
        writer: Writer | None = None,
        recommender: Recommender | None = None,
        platform: str = "console",
        **settings: object,
    ) -> Dialogue:
        """Open a house in `data_dir`; parts that are not given are the real ones."""
        given = {"writer": writer, "recommender": recommender}
        parts = {name: part for name, part in given.items() if part}
        app = built(
            Settings(_env_file=None, data_dir=data_dir, **settings), clock, trainer, **parts
        )
        ears = Ears(platform)
        return cls(app, app.open(ears), ears)

    async def say(
        self, text: str, *uploads: Upload, person: str = "local", chat: str = "local"
    ) -> list[Reply]:
        """Say a line; return what was answered."""
        return await self._hear(text=text, uploads=uploads, person=person, chat=chat)

    async def press(self, label: str, person: str = "local") -> list[Reply]:
        """Press the newest button whose label holds the words."""
        for number, reply in sorted(self.ears.shown.items(), key=lambda item: -int(item[0])):
            for button in buttons(reply):
                if label in button.label:
                    return await self.act(button.action, person, number)
        known = [b.label for r in self.ears.shown.values() for b in buttons(r)]
        raise AssertionError(f"no button {label!r}; there are {known}")

    async def act(self, action: Action, person: str = "local", card: str | None = None):
        """Press a button by what it means."""
        return await self._hear(action=action, person=person, card=card)

    async def _hear(self, *, person: str, chat: str = "local", card=None, **what) -> list[Reply]:
        before = len(self.ears.heard)
        where = Address(self.ears.platform, chat, card)
        now = self.app.clock.now()
        await self.assistant.answer(Message(f"m{next(IDS)}", now, where, person, **what))
        self.said = self.ears.heard[before:]
        return self.said

    @property
    def text(self) -> str:
        """All that was said in answer to the last line."""
        return "\n".join(spoken(reply) for reply in self.said)

    def close(self) -> None:
        self.app.database.close()


def buttons(reply: Reply) -> list[Button]:
    """Return a card's buttons in reading order."""
    return [button for row in reply.buttons for button in row]


def spoken(reply: Reply) -> str:
    """Return a reply as a door without markup would show it."""
    files: Iterable[str] = (file.name for file in reply.files)
    labels = (f"[{button.label}]" for button in buttons(reply))
    return "\n".join((reply.title, reply.quote, reply.text, *files, *labels))


def state(talk: Dialogue, draft: int) -> State:
    """Return where a draft's first post stands."""
    with talk.app.services.work(1) as w:
        return w.posts.of_draft(draft)[0].state
