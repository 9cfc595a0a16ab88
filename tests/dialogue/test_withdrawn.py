"""What is approved and then changed says what changed, before and after."""

from __future__ import annotations

import pytest

from tests.photos import photo


@pytest.fixture
async def talk(talk):
    await talk.say("ceviche", photo())
    return talk


async def test_a_new_photo_says_that_it_is_the_photo(talk):
    await talk.say("/foto 3")
    assert "aprobación" not in talk.text, "nothing is approved yet"
    await talk.say("/aprobar 3 mañana a las 8 de la noche")
    await talk.say("/foto 3")
    assert "Si la cambias, la aprobación se retira" in talk.text
    await talk.say("/foto 3", photo(color="#31c84b"))
    assert "la aprobación se retiró" in talk.text
    assert "✏️ La foto cambió después de aprobarse" in talk.text
    assert "El texto cambió" not in talk.text


async def test_a_new_text_says_that_it_is_the_text(talk):
    await talk.say("/aprobar 3 mañana a las 8 de la noche")
    await talk.say("/editar 3")
    assert "Si la cambias, la aprobación se retira" in talk.text
    await talk.say("/editar 3 Hoy hay ceviche de lenguado")
    assert "✏️ El texto cambió después de aprobarse" in talk.text
    assert "La foto cambió" not in talk.text
