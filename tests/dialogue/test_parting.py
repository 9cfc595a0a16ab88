"""A piped dialogue ends with what became of the training that it began."""

from __future__ import annotations

import asyncio
import io
from dataclasses import dataclass, field

import pytest

from bot.cli.console import PARTING, _finish_learning
from bot.console import Console
from bot.following import Following
from bot.settings import Settings
from peruopt.chat.words import Words
from peruopt.courses import Outcome
from peruopt.ports import Stage, Training
from peruopt.recommending import Trained
from tests.bench.__main__ import fill
from tests.talk import Dialogue, built

HOUSE = 1
NEVER = 3600.0


@dataclass
class Lesson:
    """A training that is at 90 % until the terminal waits for its end."""

    app: object = None
    known: Training = field(default_factory=lambda: Training(Stage.IDLE))
    ended: asyncio.Event = field(default_factory=asyncio.Event)

    def start(self, restaurant_id: int) -> None:
        self.known = Training(Stage.RUNNING, 0.9, "hours")

    async def wait(self, restaurant_id: int, seconds: float) -> Training:
        if seconds == PARTING:
            self.end()
        elif seconds and self.known.stage is Stage.RUNNING:
            await self.ended.wait()
        return self.known

    async def cancel(self, restaurant_id: int) -> None:
        self.known = Training(Stage.IDLE)

    def end(self) -> None:
        if self.known.stage is not Stage.RUNNING:
            return
        with self.app.services.work(HOUSE) as w:
            number, now = w.courses.open().id, self.app.clock.now()
            w.courses.end(number, now, Outcome.DONE, seconds=95.0)
            w.courses.ran(number, w.models.add(Trained(b"m", {"rows": 60}, serves=True), now))
        self.known = Training(Stage.IDLE, 1.0)
        self.ended.set()


@pytest.fixture
def lesson() -> Lesson:
    return Lesson()


async def piped(lesson: Lesson, data_dir, clock, lines: str, early: bool = False) -> str:
    """Return what a dialogue prints; `early`: the training ends before the lines do."""
    talk = Dialogue.begin(data_dir, clock)
    await talk.say("/inicio")
    fill(talk, HOUSE, 60)
    talk.close()
    settings = Settings(_env_file=None, data_dir=data_dir)
    app = lesson.app = built(settings, clock, lesson)
    out = io.StringIO()
    door = Console(data_dir, clock.now, lambda: Words("es_PE"), lines=io.StringIO(lines), out=out)
    assistant = app.open(door)
    app.following = Following(app.services, assistant.copies.refresh, pause=NEVER)

    async def answer(message) -> None:
        await assistant.answer(message)
        app.following.heard(HOUSE)
        if early and message.text == "/resumen":
            lesson.end()
            await app.following.settled(HOUSE)

    await door.run(answer)
    await _finish_learning(app, door)
    await app.close()
    return out.getvalue()


async def test_the_outcome_is_printed_before_the_end(lesson, data_dir, clock):
    told = await piped(lesson, data_dir, clock, "/entrenar\n")
    assert "Termino de aprender de tus publicaciones antes de cerrar" in told
    assert "en 1 min 35 s" in told
    assert told.index("antes de cerrar") < told.index("en 1 min 35 s")


@pytest.mark.parametrize("early", [False, True])
async def test_also_where_other_cards_came_after_the_training(lesson, data_dir, clock, early):
    told = await piped(lesson, data_dir, clock, "/entrenar\n/resumen\n/menu\n", early)
    assert told.count("en 1 min 35 s") == 1


async def test_a_dialogue_that_learned_nothing_ends_as_it_was(lesson, data_dir, clock):
    told = await piped(lesson, data_dir, clock, "/resumen\n")
    assert "Termino de aprender" not in told
    assert "en 1 min 35 s" not in told
