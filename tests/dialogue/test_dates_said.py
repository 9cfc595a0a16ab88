"""Which day is meant is always said: today, this week, or a date."""

from __future__ import annotations

import pytest

from peruopt.post import State
from tests.taster import lima


@pytest.fixture
async def talk(talk):
    await talk.say("/redactar ceviche")
    return talk


async def test_what_is_further_than_the_calendar_shows_is_named(talk):
    card, *_ = await talk.say("/aprobar 3 20 de junio a las 20:00")
    assert "el dom 20 jun 2027, 20:00" in card.text
    await talk.say("/calendario")
    assert "📆 1 más adelante: dom 20 jun 2027" in talk.text
    await talk.say("/aprobar 2 mañana a las 8 de la noche")
    await talk.say("/calendario")
    assert "Martes 24 de noviembre" in talk.text
    assert "📆 1 más adelante: dom 20 jun 2027" in talk.text


async def test_another_post_at_the_very_hour_is_said_to_be_so(talk):
    await talk.say("/aprobar 3 mañana a las 7 de la noche")
    await talk.say("/aprobar 2 mañana a las 7 de la noche")
    assert "a esa misma hora (mar 24 nov, 19:00)" in talk.text
    assert "muy cerca" not in talk.text
    await talk.say("/aprobar 2 mañana a las 7:15 de la noche")
    assert "hay otra publicación el mar 24 nov, 19:00, muy cerca de tu hora" in talk.text


async def test_the_digest_names_what_went_out_today(talk):
    with talk.app.services.work(1) as w:
        for post in w.posts.of_draft(3):
            for state in (State.SCHEDULED, State.PUBLISHING, State.PUBLISHED):
                post.move(state)
            post.published_at = talk.app.services.now()
    talk.app.clock.tick(hours=1)
    await talk.say("/diario")
    assert "Hoy ya salieron 2 publicaciones:" in talk.text
    assert "No hay más programado para hoy." in talk.text
    assert "Hoy no hay nada programado" not in talk.text
    assert lima(23, 20) > talk.app.services.now()
    assert "hoy a las 20:00" in talk.text
    assert "el lunes a las 20:00" not in talk.text


async def test_an_hour_of_another_year_is_said_with_its_year(talk):
    await talk.say("/aprobar 3 2027-12-29T20:00")
    assert "El mié 29 dic 2027, 20:00 está a más de un año" in talk.text
    await talk.say("/aprobar 3 2025-12-29T20:00")
    assert "Esa hora ya pasó (lun 29 dic 2025, 20:00)" in talk.text
    await talk.say("/aprobar 3 2026-11-20T20:00")
    assert "Esa hora ya pasó (vie 20 nov, 20:00)" in talk.text
    await talk.say("/aprobar 3 20 de junio a las 8, porfa")
    assert "Entendí dom 20 jun 2027 a las " in talk.text
    await talk.say("/ajustes idioma english")
    await talk.say("/approve 3 2027-12-29T20:00")
    assert "Wed, Dec 29, 2027, 20:00 is more than a year away" in talk.text


async def test_an_evening_button_pressed_the_next_day_is_not_taken_for_tonight(talk):
    assert "Hoy 20:00" in talk.text
    talk.app.clock.tick(hours=22)  # 10:00 → 8:00 the next morning, before tonight's 20:00
    card, *_ = await talk.press("Hoy 20:00")
    assert "Esa hora ya pasó (lun 23 nov, 20:00)" in card.text
    with talk.app.services.work(1) as w:
        assert {post.state for post in w.posts.of_draft(3)} == {State.PROPOSED}
    await talk.press("Hoy 20:00")  # of the card as it was drawn just now
    assert "Sale el mar 24 nov, 20:00" in talk.text
    with talk.app.services.work(1) as w:
        due = {post.due_at for post in w.posts.of_draft(3) if post.due_at}
    assert due == {lima(24, 20)}


async def test_the_same_button_pressed_in_its_own_evening_still_counts(talk):
    talk.app.clock.tick(hours=9, minutes=59)
    await talk.press("Hoy 20:00")
    assert "Sale el lun 23 nov, 20:00" in talk.text
