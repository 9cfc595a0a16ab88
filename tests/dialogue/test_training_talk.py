"""/entrenar: begun, told step by step in one message, cancelled, and true after a restart."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from bot.following import RESTARTS, Following, resume
from peruopt.chat.words import Words
from peruopt.courses import Course, Outcome, lasts
from peruopt.ports import Stage, Training
from peruopt.recommending import Trained
from peruopt.restaurant import Role
from peruopt.trainingcard import expected
from tests.bench.__main__ import fill
from tests.talk import Dialogue, buttons, spoken

HOUSE = 1


@dataclass
class Classroom:
    """A trainer whose training is as far as the test says."""

    known: Training = field(default_factory=lambda: Training(Stage.IDLE))
    started: list[int] = field(default_factory=list)

    def start(self, restaurant_id: int) -> None:
        self.started.append(restaurant_id)
        self.known = Training(Stage.RUNNING)

    async def wait(self, restaurant_id: int, seconds: float) -> Training:
        return self.known

    async def cancel(self, restaurant_id: int) -> None:
        self.known = Training(Stage.IDLE)


@pytest.fixture
def lesson() -> Classroom:
    return Classroom()


@pytest.fixture
async def talk(data_dir, clock, lesson):
    talk = Dialogue.begin(data_dir, clock, trainer=lesson)
    await talk.say("/inicio")
    fill(talk, HOUSE, 60)
    yield talk
    talk.close()


def course(talk: Dialogue):
    with talk.app.services.work(HOUSE) as w:
        return w.courses.recent(1)[0]


def keeps(talk: Dialogue, *, serves: bool, seconds: float = 95.0, **card: object) -> None:
    """End the open training as its process would."""
    with talk.app.services.work(HOUSE) as w:
        number = w.courses.open().id
        w.courses.end(number, talk.app.clock.now(), Outcome.DONE, seconds=seconds)
        run = w.models.add(Trained(b"m", {"rows": 60} | card, serves), talk.app.clock.now())
        w.courses.ran(number, run)


async def test_it_begins_and_says_how_long(talk, lesson):
    await talk.say("/entrenar")
    assert lesson.started == [HOUSE]
    assert "Aprendiendo por primera vez" in talk.text
    assert "Paso 1 de 6: leer y limpiar tus publicaciones" in talk.text
    assert "suele tardar entre 5 y 30 segundos" in talk.text
    assert talk.said[-1].about == "training:1"
    await talk.say("/train")
    assert lesson.started == [HOUSE], "one at a time"
    assert "Ya hay un aprendizaje en marcha" in talk.text
    assert course(talk).id == 1


async def test_one_message_follows_it_to_its_end(talk, lesson):
    await talk.say("/entrenar")
    shown = len(talk.ears.shown)
    following = Following(talk.app.services, talk.assistant.copies.refresh, pause=0.0)
    following.heard(HOUSE)
    for share, note, said in (
        (0.2, "trying", "Paso 2 de 6"),
        (0.7, "settling", "Paso 4 de 6"),
        (0.9, "hours", "Paso 6 de 6"),
    ):
        lesson.known = Training(Stage.RUNNING, share, note)
        await until(lambda said=said: said in spoken(newest(talk)))
    assert "▰▰▰▰▰▰▰▰▰▱ 90 %" in spoken(newest(talk))
    keeps(talk, serves=True)
    lesson.known = Training(Stage.IDLE, 1.0)
    await until(lambda: "en 1 min 35 s" in spoken(newest(talk)))
    assert "ya está en servicio" in spoken(newest(talk))
    assert [b.action.typed for b in buttons(newest(talk))] == ["/modelo", "/horas"]
    assert len(talk.ears.shown) == shown, "always the same message"
    await following.close()


def newest(talk: Dialogue):
    return talk.ears.shown[str(len(talk.ears.shown))]


async def until(holds) -> None:
    async with asyncio.timeout(10):
        while not holds():  # noqa: ASYNC110, another task draws the card
            await asyncio.sleep(0.01)


async def test_a_model_that_loses_leaves_the_old_one_and_says_so(talk):
    await talk.say("/entrenar")
    keeps(talk, serves=True)
    await talk.say("/entrenar")
    keeps(talk, serves=False)
    reply = await talk.assistant.copies.card(house(talk), words(talk), "training:2")
    assert "se queda el de antes" in reply.text


async def test_a_first_model_of_few_posts_claims_no_test(talk):
    await talk.say("/entrenar")
    keeps(talk, serves=True, verdict="counts_only")
    reply = await talk.assistant.copies.card(house(talk), words(talk), "training:1")
    assert "pasó su prueba" not in reply.text
    assert "pocas para ponerlo a prueba" in reply.text


async def test_it_can_be_cancelled_by_word_and_by_button(talk, lesson):
    await talk.say("/entrenar")
    await talk.press("Cancelar")
    assert "Lo canceló" in talk.text
    assert course(talk).outcome is Outcome.CANCELLED
    assert lesson.known.stage is Stage.IDLE
    await talk.say("/entrenar cancelar")
    assert "No hay ningún aprendizaje" in talk.text
    await talk.press("Aprender ahora")
    assert "Paso 1 de 6" in talk.text
    assert course(talk).id == 2


async def test_cancelling_does_not_wait_for_the_answer_before_it(talk, lesson):
    await talk.say("/entrenar")
    asked = asyncio.Event()

    async def wait(restaurant_id: int, seconds: float) -> Training:
        if seconds:
            asked.set()
            await asyncio.sleep(30)
        return lesson.known

    lesson.wait = wait
    waiting = asyncio.create_task(talk.say("/horas"))
    await asyncio.wait_for(asked.wait(), 10)
    async with asyncio.timeout(10):
        await talk.assistant.answer(message(talk, "/entrenar cancelar"))
    assert course(talk).outcome is Outcome.CANCELLED
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)


def message(talk: Dialogue, text: str):
    from peruopt.chat.message import Address, Message

    return Message("urgent", talk.app.clock.now(), Address("console", "local"), "local", text)


async def test_a_restart_begins_it_again_and_the_card_says_so(talk, lesson):
    await talk.say("/entrenar")
    with talk.app.services.work(HOUSE) as w:
        w.courses.take(1, "nowhere:1")
    lesson.known = Training(Stage.IDLE)
    talk.app.clock.tick(hours=3)
    for again in range(1, RESTARTS + 1):
        await resume(talk.app.services)
        assert len(lesson.started) == 1 + again
        reply = await talk.assistant.copies.card(house(talk), words(talk), "training:1")
        assert "Me reiniciaron a mitad de camino" in reply.text
        lesson.known = Training(Stage.IDLE)
    await resume(talk.app.services)
    assert course(talk).outcome is Outcome.FAILED
    assert len(lesson.started) == 1 + RESTARTS


def house(talk: Dialogue):
    return talk.app.services.directory.restaurants()[0]


def words(talk: Dialogue):
    from peruopt.chat.words import Words

    return Words()


async def test_a_history_that_was_never_learned_from_is_learned_at_the_start(talk, lesson):
    await resume(talk.app.services)
    assert lesson.started == [HOUSE]


async def test_what_it_cannot_do_it_says(talk, lesson, data_dir, clock):
    await talk.say("/entrenar mañana")
    assert "No entendí «mañana»" in talk.text
    empty = Dialogue.begin(data_dir / "empty", clock, trainer=lesson)
    await empty.say("/entrenar")
    assert "Todavía no tengo publicaciones" in empty.text
    empty.close()


async def test_only_the_owner_may(talk):
    with talk.app.services.work(HOUSE) as w:
        for person in w.people.all():
            person.role = Role.APPROVER
    await talk.say("/entrenar")
    assert "Paso" not in talk.text
    with talk.app.services.work(HOUSE) as w:
        assert w.courses.recent(1) == []


async def test_the_next_estimate_goes_by_what_the_last_one_took(talk, lesson):
    await talk.say("/entrenar")
    keeps(talk, serves=True, seconds=20)
    lesson.known = Training(Stage.IDLE)
    await talk.say("/train")
    assert "entre 10 y 40 segundos" in talk.text


async def test_a_training_of_another_process_is_seen(talk, lesson):
    from peruopt.work.training import runner

    with talk.app.services.work(HOUSE) as w:
        w.courses.take(w.courses.begin(talk.app.clock.now(), 60).id, runner())
    talk.app.clock.tick(seconds=timedelta(minutes=1).seconds)
    await talk.say("/entrenar")
    assert "Ya hay un aprendizaje en marcha" in talk.text
    assert "otro proceso" in talk.text
    assert lesson.started == []


@pytest.mark.parametrize(
    ("posts", "measured"),
    # on two cores, with nothing beside it and with much
    [(731, (10.0, 14.9, 21.0, 32.5)), (3207, (18.0, 31.8, 32.0)), (3516, (19.0, 29.8))],
)
def test_what_is_foretold_of_a_first_training_is_what_was_measured(posts, measured):
    low, high = lasts(posts, [])
    assert all(low <= seconds <= high for seconds in measured)
    assert high < 75, "and no more than that"


@pytest.mark.parametrize(
    ("posts", "took", "es", "en"),
    [
        (731, None, "entre 10 y 40 segundos", "10 to 40 seconds"),
        (731, 12.0, "entre 5 y 25 segundos", "5 to 25 seconds"),
        (40_000, None, "2–9 minutos", "2–9 minutes"),
        (731, 110.0, "1–4 minutos", "1–4 minutes"),
    ],
)
def test_a_short_training_is_foretold_in_seconds(posts, took, es, en, clock):
    done = [Course(1, clock.now(), posts, Outcome.DONE, seconds=took)] if took else []
    assert es in expected(posts, done, Words())
    assert en in expected(posts, done, Words("en"))
