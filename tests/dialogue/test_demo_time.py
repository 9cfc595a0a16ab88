"""Time that passes at once in the demo: what is told on the way, and what is left of it after."""

from __future__ import annotations

import pytest

from bot.showcase import Showcase
from tests.photos import photo


@pytest.fixture
def stamps(talk):
    """Note the hour at which each reply is shown."""
    noted, send = [], talk.ears.send

    async def listen(to, reply):
        noted.append((talk.app.services.now(), reply))
        return await send(to, reply)

    talk.ears.send = listen
    return noted


async def test_every_morning_is_told_at_its_own_hour_and_the_last_in_full(talk, stamps):
    await talk.say("/demo")
    stamps.clear()
    await talk.say("/adelantar 4d")
    told = [(f"{talk.app.clock.now() - at}", r) for at, r in stamps]
    *mornings, last, done = [reply for _, reply in told]
    assert [m.text[:19] for m in mornings] == [
        "☀️ mar 24 nov, 08:0", "☀️ mié 25 nov, 08:0", "☀️ jue 26 nov, 08:0",
    ]  # fmt: skip
    assert all("esperan tu respuesta: 0" in m.text for m in mornings)
    assert last.title == "☀️ Tu diario · viernes 27 de noviembre"
    assert done.text.startswith("⏩")
    hours = [f"{at.hour - 5}:{at.minute:02d}" for at, _ in stamps[:-1]]
    assert hours == ["8:00"] * 4


async def test_a_day_is_told_as_ever(talk, stamps):
    await talk.say("/demo")
    stamps.clear()
    await talk.say("/adelantar 1d")
    digest, _ = [reply for _, reply in stamps]
    assert digest.title == "☀️ Tu diario · martes 24 de noviembre"


async def test_after_the_demo_the_clock_is_real_again_and_says_so(talk):
    await talk.say("/demo")
    before = talk.app.clock.now()
    await talk.say("/adelantar 3d")
    await talk.say("/demo fin")
    assert "el reloj vuelve a la hora de verdad, lun 23 nov" in talk.text
    assert talk.app.clock.now() == before


async def test_leaving_a_demo_that_stood_still_says_nothing_of_clocks(talk):
    await talk.say("/demo")
    await talk.say("/demo fin")
    assert "reloj" not in talk.text


async def test_what_the_demo_published_is_not_shown_after_it(talk):
    window = Showcase(talk.app.services, talk.app.outboxes)
    await talk.say("/demo")
    await talk.say("", photo())
    await talk.say("/publicar 3 ya")
    talk.app.clock.tick(minutes=1)
    await talk.app.engine.catch_up()
    assert {post.account for post in window.sent()} == {"Cevichería La Caleta"}
    await talk.say("/demo fin")
    assert window.sent() == []
