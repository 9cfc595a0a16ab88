"""Proposals that have waited too long, and those that wait for something else than an hour."""

from __future__ import annotations

from tests.photos import photo
from tests.talk import buttons


async def test_an_hour_that_has_passed_is_answered_with_the_best_ones_to_come(talk):
    *_, last = await talk.say("/redactar ceviche")
    assert buttons(last)[0].label.startswith("Hoy 20:00")
    talk.app.clock.tick(days=2)
    card, *_ = await talk.press("Hoy 20:00")
    assert "Esa hora ya pasó (lun 23 nov, 20:00)" in card.text
    assert buttons(card)[0].label.startswith("Hoy 20:00")
    await talk.press("Hoy 20:00")
    assert "Sale el mié 25 nov, 20:00" in talk.text


async def test_what_was_for_a_day_that_is_over_is_marked(talk):
    await talk.say("/redactar ceviche para el miércoles")
    await talk.say("/ver 3")
    assert "📅" not in talk.text
    talk.app.clock.tick(days=3)
    await talk.say("/ver 3")
    assert "📅 Era para el miércoles 25 de noviembre, que ya pasó" in talk.text
    assert "Hoy 20:00" in talk.text
    await talk.say("/pendientes")
    assert talk.text.count("📅 era para el mié 25 nov") == 3


async def test_where_only_a_photo_is_missing_no_hour_is_asked_for(talk):
    await talk.say("/redactar ceviche")
    await talk.say("/aprobar 3 viernes 8 de la noche")
    card, *_ = await talk.say("/aprobar 3")
    assert "no le falta hora: Instagram todavía no puede publicarla" in card.text
    assert "⛔ Instagram no publica sin foto" in card.text
    assert any(b.action.typed == "/foto 3" for b in buttons(card))
    await talk.say("/foto 3", photo())
    (asked,) = await talk.say("/aprobar 3")
    assert "¿Cuándo sale la propuesta 3?" in asked.text
