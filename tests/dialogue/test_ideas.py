"""/ideas, /fecha, the digest's line and the calendar's marks."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from peruopt.chat.message import Action
from peruopt.chat.words import Words
from peruopt.work.planning import asking
from tests.conftest import FrozenClock
from tests.talk import Dialogue, buttons

JUNE = datetime(2027, 6, 22, 15, tzinfo=UTC)


@pytest.fixture
async def talk(data_dir):
    found = Dialogue.begin(data_dir, FrozenClock(JUNE))
    await found.say("/inicio")
    yield found
    found.close()


async def test_four_weeks_with_dishes_days_left_and_a_press(talk):
    await talk.say("/ideas")
    assert "Lun 28 jun · Día del Ceviche · faltan 6 días" in talk.text
    assert "Para la mesa: ceviche, ceviche mixto, leche de tigre" in talk.text
    assert "San Pedro y San Pablo · faltan 7 días · feriado" in talk.text
    assert "Fiestas Patrias" not in talk.text  # 36 days ahead
    await talk.say("/demo")
    await talk.say("dame ideas")
    await talk.press("Ceviche · lun 28 jun")
    assert "Propuesta 1 (1 de 3)" in talk.text
    assert "lun 28 jun" in talk.text


async def test_a_days_own_is_understood_echoed_listed_and_removed(talk):
    await talk.say("/fecha")
    await talk.say("todos los martes 2x1 en chilcanos")
    assert "Anotado: 2x1 en chilcanos, todos los martes." in talk.text
    await talk.say("/fecha aniversario 15 de julio")
    assert "cada 15 de julio" in talk.text
    await talk.say("/ideas")
    assert "2x1 en chilcanos · es hoy" in talk.text
    assert "Aniversario · faltan 23 días" in talk.text
    await talk.say("/fecha")
    await talk.press("Quitar Aniversario")
    assert "Quité «Aniversario»" in talk.text
    await talk.say("/ideas")
    assert "Aniversario" not in talk.text
    await talk.say("/fecha quitar 99")
    assert "ya no está en tu lista" in talk.text
    await talk.say("/fecha mañana tal vez")
    assert "Tal vez" in talk.text


async def test_what_is_not_understood_says_how_to_say_it(talk):
    await talk.say("/fecha hola")
    assert "No encontré el día" in talk.text
    await talk.say("/fecha quitar todo")
    assert "¿Cuál quito?" in talk.text


async def test_the_digest_says_what_is_near(talk):
    await talk.say("/diario")
    assert "San Juan" in talk.text  # two days ahead
    talk.app.clock.tick(days=5)
    await talk.say("/diario")
    assert "Mañana es el Día del Ceviche." in talk.text
    talk.app.clock.tick(days=1)
    await talk.say("/diario")
    assert "Hoy es el Día del Ceviche." in talk.text
    talk.app.clock.tick(days=5)
    await talk.say("/diario")
    assert "📅" not in talk.text  # fifteen days before the next one


async def test_the_calendar_is_marked(talk):
    await talk.say("/calendario")
    assert "Lunes 28 de junio · Día del Ceviche" in talk.text
    await talk.say("/fecha los jueves noche criolla")
    await talk.say("/calendario")
    assert talk.text.count("Noche criolla") == 2


async def test_in_english(talk):
    await talk.say("/ajustes idioma english")
    await talk.say("/topics")
    assert "Ceviche Day · in 6 days" in talk.text
    await talk.say("/occasion every Tuesday 2x1 chilcanos")
    assert "2x1 chilcanos, every Tuesday" in talk.text


async def test_a_viewer_changes_nothing(talk):
    house = talk.app.services.directory.restaurants()[0].id
    with talk.app.services.work(house) as w:
        person = w.people.all()[0]
        person.role = "viewer"
    await talk.say("/fecha aniversario 15 de julio")
    with talk.app.services.work(house) as w:
        assert w.own_days.all() == []


@pytest.mark.parametrize(
    "idea",
    [
        "ceviche", "a:b redactar:1 x", "ñ" * 80, "uno dos tres cuatro cinco seis siete ocho nueve",
        "x\u202ey \x00 z", ":::", "", "🔥" * 40, "aprobar:7:ahora",
    ],
)  # fmt: skip
@pytest.mark.parametrize("locale", ["es_PE", "en"])
def test_a_press_always_fits_and_only_asks_for_a_draft(idea, locale):
    for on in (None, date(2027, 9, 30)):
        action = asking(idea, on, Words(locale))
        assert len(action.pack().encode()) <= 64
        assert action.name == "redactar"
        assert Action.unpack(action.pack()) == action


async def test_every_press_of_a_year_fits_and_names_its_day(data_dir):
    talk = Dialogue.begin(data_dir, FrozenClock(JUNE))
    await talk.say("/inicio")
    await talk.say("/fecha " + "los martes " + "muy largo nombre de fiesta " * 4)
    for _ in range(13):
        await talk.say("/ideas")
        assert "📅" in talk.text
        for button in buttons(talk.said[-1]):
            assert len(button.action.pack().encode()) <= 64
            assert len(button.label) <= 60
        talk.app.clock.tick(days=timedelta(days=28).days)
    talk.close()
