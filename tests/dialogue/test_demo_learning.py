"""/demo learns in the open: a card that follows the training to its end, as an import's does."""

from __future__ import annotations

import pytest

from bot import following
from bot.__main__ import main
from bot.following import Following, resume
from peruopt.courses import Outcome
from peruopt.ports import Stage, Training
from tests.bench.__main__ import fill
from tests.dialogue.test_training_talk import Classroom, course, keeps, newest, until
from tests.talk import Dialogue, spoken

HOUSE = 1


@pytest.fixture
async def talk(data_dir, clock):
    talk = Dialogue.begin(data_dir, clock, trainer=Classroom())
    await talk.say("hola")
    yield talk
    talk.close()


async def test_the_card_of_the_demo_follows_its_training_to_the_end(talk):
    trainer = talk.app.services.trainer
    await talk.say("/demo")
    assert trainer.started == [HOUSE]
    ready, card = talk.said[-2:]
    assert "abajo ves cómo voy" in spoken(ready)
    assert card.about == f"training:{course(talk).id}"
    assert "Paso 1 de 6" in spoken(card)
    shown = len(talk.ears.shown)
    follower = Following(talk.app.services, talk.assistant.copies.refresh, pause=0.0)
    follower.heard(HOUSE)
    trainer.known = Training(Stage.RUNNING, 0.7, "settling")
    await until(lambda: "Paso 4 de 6" in spoken(newest(talk)))
    keeps(talk, serves=True)
    trainer.known = Training(Stage.IDLE, 1.0)
    await until(lambda: "ya está en servicio" in spoken(newest(talk)))
    assert len(talk.ears.shown) == shown, "always the same message"
    assert course(talk).outcome is Outcome.DONE
    await follower.close()


async def test_a_second_demo_begins_nothing(talk):
    await talk.say("/demo")
    await talk.say("/demo")
    assert talk.app.services.trainer.started == [HOUSE]
    assert "ya tiene publicaciones" in talk.text


@pytest.mark.parametrize("folder", [".", "..", "../var/"])
def test_the_restaurant_itself_is_never_emptied_for_a_demo(data_dir, monkeypatch, capsys, folder):
    own = data_dir / "var"
    own.mkdir(exist_ok=True)
    (own / "peruopt.db").write_bytes(b"mine")
    (data_dir / "peruopt.db").write_bytes(b"mine, too")
    monkeypatch.chdir(own)
    monkeypatch.setenv("PERUOPT_DATA_DIR", str(own))
    assert main(["demo", "--folder", folder]) == 1
    assert "está tu restaurante" in capsys.readouterr().err
    assert (own / "peruopt.db").read_bytes() == b"mine"


async def test_what_was_just_asked_for_is_no_restart(talk):
    began, trainer = talk.app.clock.now(), talk.app.services.trainer
    await talk.say("/demo")
    trainer.known = Training(Stage.IDLE)  # as in the instant before its process begins
    await resume(talk.app.services, began)
    assert (trainer.started, course(talk).restarts) == ([HOUSE], 0)
    talk.app.clock.tick(minutes=1)
    await resume(talk.app.services, talk.app.clock.now())
    assert (trainer.started, course(talk).restarts) == ([HOUSE, HOUSE], 1)


async def test_what_just_came_in_is_learned_from_once(talk):
    began, trainer = talk.app.clock.now(), talk.app.services.trainer
    fill(talk, HOUSE, 40)  # taken in, and nobody has written down yet that it be learned from
    await resume(talk.app.services, began)
    assert trainer.started == []
    talk.app.clock.tick(minutes=1)
    await resume(talk.app.services, talk.app.clock.now())
    assert trainer.started == [HOUSE], "an earlier process left it unlearned"


async def test_what_is_begun_while_resuming_looks_is_begun_once(talk, monkeypatch):
    trainer = talk.app.services.trainer
    fill(talk, HOUSE, 40)
    talk.app.clock.tick(minutes=1)
    look = following._wanting

    def late(*asked):
        found = look(*asked)
        trainer.start(HOUSE)  # as /entrenar does in that instant
        return found

    monkeypatch.setattr(following, "_wanting", late)
    await resume(talk.app.services, talk.app.clock.now())
    assert trainer.started == [HOUSE]
