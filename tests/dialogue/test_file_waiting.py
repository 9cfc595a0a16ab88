"""A file whose network nobody has named: every answer without a history says that it waits."""

from __future__ import annotations

import pytest

from peruopt.chat.message import Upload
from tests.talk import Dialogue

FILE = Upload("enero.csv", b"Fecha;Texto;Me gusta\n2025-01-01 12:00;Ceviche;10\n")
FULL = Upload("marzo.csv", b"Fecha;Texto;Me gusta;Red\n2025-03-01 12:00;Causa;10;Facebook\n")
WAITS = "Tienes un archivo esperando: dime de qué red es «enero.csv»."


@pytest.fixture
def talk(data_dir, clock):
    talk = Dialogue.begin(data_dir, clock)
    yield talk
    talk.close()


@pytest.mark.parametrize(
    "line", ["/resumen", "/horas", "/modelo", "/publicadas", "/entrenar", "/exportar", "/aciertos"]
)
async def test_an_answer_without_history_names_the_file_that_waits(talk, line):
    await talk.say("", FILE)
    assert "¿De qué red son estas publicaciones?" in talk.text
    await talk.say(line)
    assert talk.text.count(WAITS) == 1
    await talk.press("📥 Responder")
    assert "¿De qué red son estas publicaciones?" in talk.text
    await talk.say("facebook")
    assert "Importé 1 publicación" in talk.text
    await talk.say(line)
    assert "esperando" not in talk.text


async def test_in_english_and_only_where_it_helps(talk):
    await talk.say("/resumen")
    assert "esperando" not in talk.text
    await talk.say("/ajustes idioma english")
    await talk.say("", FILE)
    await talk.say("/menu")
    assert "waiting" not in talk.text
    await talk.say("/stats")
    assert "A file of yours is waiting: tell me which network “enero.csv” is from." in talk.text
    await talk.say("", FULL)
    await talk.say("/stats")
    assert "waiting" not in talk.text, "there is a history now"


async def test_a_file_is_no_other_restaurants_business(talk):
    await talk.say("", FILE)
    assert talk.app.services.shelf.waiting(1)
    assert talk.app.services.shelf.waiting(2) is None
