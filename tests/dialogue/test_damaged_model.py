"""A model that cannot be read any more: one story everywhere, and it is learned again."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from sqlalchemy import text

from bot.__main__ import main
from bot.following import resume
from peruopt.chat.words import Words
from peruopt.ports import Stage, Training
from peruopt.recommending import Trained
from peruopt.work.holding import model_page
from peruopt.work.knowing import damaged
from peruopt.work.training import begin
from storage.database import Database
from tests.dialogue.numbers_house import House, Lessons, history
from tests.dialogue.test_numbers_model import CARD
from tests.fakes import FakeTrainer

READS = {"es_PE": "ya no se deja leer", "en": "cannot be read"}


@pytest.fixture
def house(sqlite: Database) -> House:
    house = House(sqlite).takes(*history(60))
    with house.work as w:
        w.models.add(Trained(b"weights" * 100, CARD, serves=True), house.now)
    return house


def ficha(house: House) -> str:
    """Return the card as the page shows it."""
    number = house.seat.restaurant.id
    return model_page(house.database.work, number, house.now, Words()).decode()


def halve(house: House) -> None:
    with house.database.engine.begin() as connection:
        connection.execute(
            text("UPDATE models SET weights = substr(weights, 1, 350) WHERE serves")
        )


def test_a_model_that_is_whole_is_not_taken_for_damaged(house: House) -> None:
    with house.work as w:
        assert not damaged(w)
        w.models.add(Trained(b"lost its test", CARD, serves=False), house.now)
        assert not damaged(w)
    halve(house)
    with house.work as w:
        assert damaged(w)


@pytest.mark.parametrize("locale", READS)
async def test_the_card_tells_one_story_and_begins_to_learn(house: House, locale: str) -> None:
    house.locale = locale
    served = {"es_PE": "Está en servicio", "en": "In service"}[locale]
    assert served in (await house.says("/modelo")).text
    halve(house)
    told = (await house.says("/modelo")).text
    assert served not in told
    assert READS[locale] in told
    assert house.trainer.stage is Stage.RUNNING
    assert {"es_PE": "Justo ahora estoy aprendiendo", "en": "learning again right now"}[
        locale
    ] in told


async def test_hours_say_why_they_are_only_usual_and_begin_to_learn(house: House) -> None:
    halve(house)
    told = (await house.says("/horas")).text
    assert "ya no se deja leer, así que aprendo de nuevo" in told
    assert house.trainer.stage is Stage.RUNNING
    assert house.told == [], "nobody is kept waiting for what was not asked for"


def test_the_page_of_the_model_says_the_same(house: House) -> None:
    assert "Está en servicio" in ficha(house)
    halve(house)
    assert READS["es_PE"] in ficha(house)
    assert "Está en servicio" not in ficha(house)


async def test_all_agree_where_the_newest_did_not_win_and_the_one_in_service_is_damaged(
    house: House,
) -> None:
    lost = CARD | {"verdict": "lost_to_previous"}
    with house.work as w:
        w.models.add(Trained(b"lost its test", lost, serves=False), house.now)
    whole = await house.says("/modelo")
    assert "No entró en servicio" in whole.text
    for told in (whole.text, whole.files[0].content.decode(), ficha(house)):
        assert READS["es_PE"] not in told
    assert house.trainer.stage is not Stage.RUNNING
    halve(house)
    card = await house.says("/modelo")
    for told in (card.text, card.files[0].content.decode(), ficha(house)):
        assert READS["es_PE"] in told
        assert "el modelo anterior pronosticó mejor" not in told, "it cannot be read"
    assert house.trainer.stage is Stage.RUNNING
    house.trainer = Lessons()
    assert READS["es_PE"] in (await house.says("/horas")).text
    assert house.trainer.stage is Stage.RUNNING


async def test_an_older_model_serves_meanwhile_and_is_not_called_the_new_one(house: House) -> None:
    with house.work as w:
        w.models.add(Trained(b"newer" * 100, CARD, serves=True), house.now)
    with house.database.engine.begin() as connection:
        connection.execute(text("UPDATE models SET weights = x'00' WHERE id = 2"))
    told = (await house.says("/modelo")).text
    assert READS["es_PE"] in told
    assert "Está en servicio" not in told


async def start(house: House, trainer: FakeTrainer) -> None:
    """Begin again as the house does when it is started."""
    await resume(
        SimpleNamespace(
            directory=house.database.directory,
            work=house.database.work,
            trainer=trainer,
            now=lambda: house.now,
        )
    )


async def test_a_start_learns_again_what_cannot_be_read(house: House) -> None:
    trainer = FakeTrainer()
    await start(house, trainer)
    assert trainer.started == []
    halve(house)
    await start(house, trainer)
    assert trainer.started == [house.seat.restaurant.id]


async def test_a_start_leaves_alone_what_is_being_learned_already(house: House) -> None:
    halve(house)
    asked = begin(house.database.work, house.seat.restaurant.id, house.now)
    trainer = FakeTrainer(known=Training(Stage.RUNNING))
    await start(house, trainer)
    assert trainer.started == []
    with house.work as w:
        assert w.courses.get(asked.course.id).restarts == 0, "nobody restarted it"


def test_the_doctor_names_the_restaurant(house: House, data_dir, monkeypatch, capsys) -> None:
    monkeypatch.chdir(data_dir)
    monkeypatch.setenv("PERUOPT_DATA_DIR", str(data_dir))
    monkeypatch.setenv("PERUOPT_DATABASE_URL", f"sqlite:///{data_dir}/peruopt.sqlite3")
    monkeypatch.setenv("PERUOPT_WEB_PORT", "0")
    assert main(["doctor"]) == 0
    assert "modelo" not in capsys.readouterr().out
    halve(house)
    assert main(["doctor"]) == 0
    assert "⚠️ El modelo de El Muelle 🐟 se dañó" in capsys.readouterr().out
