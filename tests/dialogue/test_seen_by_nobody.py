"""What lies in the trial outbox was seen by nobody: it counts nowhere, and is called so."""

from __future__ import annotations

from datetime import timedelta

import pytest

from peruopt.work.knowing import known, rules
from tests.bench.__main__ import fill
from tests.dialogue.test_after_publishing import go_out
from tests.talk import Dialogue

HOUSE = 1


@pytest.fixture
async def talk(data_dir, clock):
    talk = Dialogue.begin(data_dir, clock)
    await talk.say("/inicio")
    fill(talk, HOUSE, 40)
    yield talk
    talk.close()


async def keep_one(talk: Dialogue) -> None:
    """Approve a draft for now; no network is connected."""
    await talk.say("/redactar causa limeña")
    await talk.say("/publicar 1 ya")
    await go_out(talk)
    talk.app.clock.tick(minutes=1)


async def test_numbers_hours_and_spacing_know_nothing_of_it(talk):
    before = [(await talk.say(line))[0].text for line in ("/resumen 30d", "/horas")]
    await keep_one(talk)
    now = talk.app.clock.now()
    with talk.app.services.work(HOUSE) as w:
        assert w.posts.count() == 40
        assert len(w.posts.history(unseen=True)) == 41
        channel = next(c for c in w.channels.all() if c.publishes)
        assert rules(w, channel, known(w, channel, now), now).taken == ()
        soon = (now + timedelta(minutes=40)).astimezone(w.restaurant.zone)
    assert [(await talk.say(line))[0].text for line in ("/resumen 30d", "/horas")] == before
    await talk.say("hola")
    assert "40 publicaciones" in talk.text
    await talk.say(f"/aprobar 2 {soon:%Y-%m-%dT%H:%M}")
    assert "Programada" in talk.text


async def test_every_place_that_names_it_says_trial_outbox(talk):
    await keep_one(talk)
    await talk.say("/diario")
    assert "📁 Desde ayer quedó 1 publicación en la bandeja de prueba" in talk.text
    assert "Hoy ya salió" not in talk.text
    await talk.say("/publicar 1 ya")
    assert "Ya quedó en la bandeja de prueba" in talk.text
    await talk.say("/historial")
    assert "dejó la 1 · Facebook en la bandeja de prueba" in talk.text
    await talk.say("/publicadas")
    assert "bandeja de prueba" in talk.text


async def test_the_audience_of_the_demo_sees_it(data_dir, clock):
    talk = Dialogue.begin(data_dir, clock)
    await talk.say("/demo")
    with talk.app.services.work(HOUSE) as w:
        before = w.posts.count()
    await keep_one(talk)
    with talk.app.services.work(HOUSE) as w:
        assert w.posts.count() > before
    await talk.say("/diario")
    assert "Hoy ya sali" in talk.text
    assert "bandeja de prueba" not in talk.text
    talk.close()
