"""What is said of hours while newer posts are learned, and where a better one is taken."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from peruopt.chat.message import Upload
from peruopt.courses import Outcome
from peruopt.ports import Stage
from peruopt.recommending import Hour, Signal, Slot, Trained
from peruopt.work import knowing
from storage.database import Database
from tests.dialogue.numbers_house import NOW, EveningsWin, House, history
from tests.dialogue.test_importing_again import table
from tests.talk import Dialogue


@pytest.fixture(params=["es_PE", "en"])
def house(sqlite: Database, request) -> House:
    """A house that learned from 60 posts, and has 20 more that are being learned."""
    house = House(sqlite, locale=request.param)
    house.takes(*history(60, until=NOW - timedelta(days=30)))
    with house.work as w:
        first = w.courses.begin(NOW - timedelta(days=1), 60, first=True)
        w.courses.end(first.id, NOW, Outcome.DONE, seconds=60.0)
        run = w.models.add(Trained(b"weights", {}, serves=True), NOW - timedelta(days=1))
        w.courses.ran(first.id, run)
    house.takes(*history(80)[60:])
    with house.work as w:
        w.courses.begin(NOW, 80)
    house.trainer.stage = Stage.RUNNING
    return house


STILL = {"es_PE": "⏳ Todavía estoy aprendiendo de 20", "en": "⏳ I am still learning from 20"}
SINCE = {"es_PE": "lo que sabía el dom 22 nov, 10:00", "en": "what I knew on Sun, Nov 22, 10:00"}


async def test_no_verdict_while_it_is_still_learning(house: House):
    house.recommender = EveningsWin(Signal.NONE)
    reply = await house.says("/horas")
    assert STILL[house.locale] in reply.text
    assert SINCE[house.locale] in reply.text
    assert "⚪" not in reply.text
    assert reply.picture is not None
    assert "no hour stands out" not in reply.picture.alt.lower()
    assert "ninguna hora" not in reply.picture.alt.lower()


async def test_what_was_known_before_is_said_to_be_from_before(house: House):
    text = (await house.says("/horas")).text
    assert "20:00" in text.splitlines()[0]
    assert STILL[house.locale] in text


@pytest.mark.parametrize("stage", [Stage.RUNNING, Stage.IDLE])
async def test_once_it_is_over_it_is_not_said(house: House, stage: Stage):
    with house.work as w:
        open_ = w.courses.open()
        w.courses.end(open_.id, NOW, Outcome.DONE, seconds=60.0)
        w.courses.ran(open_.id, w.models.add(Trained(b"new", {}, serves=True), NOW))
    house.trainer.stage = stage  # its process ends a moment after it has kept the model
    text = (await house.says("/horas")).text
    assert "⏳" not in text
    assert "aprendiendo" not in text
    assert "learning" not in text


async def test_a_model_that_came_while_it_was_waited_for_ends_the_waiting(sqlite: Database):
    house = House(sqlite)
    house.takes(*history(60))
    house.trainer.stage = house.trainer.then = Stage.RUNNING

    inner = house.trainer.wait

    async def waited(restaurant_id: int, seconds: float):
        if seconds:
            with house.work as w:
                w.models.add(Trained(b"weights", {}, serves=True), NOW)
        return await inner(restaurant_id, 0.0)

    house.trainer.wait = waited
    assert "Sigo aprendiendo" not in (await house.says("/horas")).text


async def test_drafts_and_the_digest_say_so_too(talk: Dialogue):
    await talk.say("", Upload("mistura.csv", table(1, 20)))
    await talk.say("/redactar ceviche")
    assert "⏳" not in talk.text
    now = talk.app.clock.now()
    with talk.app.services.work(1) as w:
        first = w.courses.open() or w.courses.begin(now, 12, first=True)
        w.courses.end(first.id, now, Outcome.DONE, seconds=60.0)
        w.courses.ran(first.id, w.models.add(Trained(b"m", {}, serves=True), now))
    (*_, card) = await talk.say("", Upload("octubre.csv", table(1, 9, month=10)))
    if card.buttons and "mistura" in talk.text:
        (*_, card) = await talk.press("mistura")
    assert card.about == "training:2", "the second import shows its training as the first does"
    await talk.say("/ver 1")
    assert "⏳ Sigo aprendiendo de publicaciones nuevas" in talk.text
    await talk.say("/diario")
    assert "⏳ Todavía estoy aprendiendo de 9 publicaciones" in talk.text


class Wednesdays(EveningsWin):
    """Holds Wednesday 20 h for the best, then Thursday; offers what is free."""

    def week(self, known):
        return [
            Hour(d, h, 0.4 if (d, h) == (2, 20) else 0.2 if (d, h) == (3, 20) else -0.1,
                 -0.2, 0.5, 3, Signal.CLEAR)
            for d in range(7) for h in range(24)
        ]  # fmt: skip

    def slots(self, known, after, count, rules):
        thursday = NOW.replace(hour=1) + timedelta(days=4)
        free = [(thursday - timedelta(days=1), 0.4), (thursday, 0.2)]
        return [
            Slot(at, worth, -0.2, 0.5, 3, Signal.CLEAR, 0.9)
            for at, worth in free
            if all(abs(at - other) >= rules.spacing for other in rules.taken)
        ]


async def test_the_best_hour_stays_the_best_when_it_is_taken(sqlite: Database, monkeypatch):
    house = House(sqlite, recommender=Wednesdays())
    house.takes(*history(60))
    with house.work as w:
        w.models.add(Trained(b"weights", {}, serves=True), NOW)
    free = await house.says("/horas")
    assert "La mejor: el miércoles a las 20:00" in free.picture.alt
    assert "Según tu historial" not in free.text
    plain = knowing.rules

    def taken(*asked):
        return replace(plain(*asked), taken=(NOW.replace(hour=1) + timedelta(days=3),))

    monkeypatch.setattr(knowing, "rules", taken)
    reply = await house.says("/horas")
    assert "La mejor: el miércoles a las 20:00" in reply.picture.alt
    assert "Libres y recomendadas: 1, el jueves a las 20:00" in reply.picture.alt
    first = reply.text.splitlines()[0]
    assert first.startswith(
        "Según tu historial, la mejor hora es el miércoles a las 20:00 (+49 %)"
    )
