"""Networks that let no program in: the text and a link at the hour, and a person's word."""

from __future__ import annotations

import pytest

from peruopt.post import State
from peruopt.restaurant import Network
from peruopt.work.pasts import cost
from peruopt.work.publishing import publish
from tests.house import House
from tests.networks.connected import house, meta, talk  # noqa: F401


@pytest.mark.parametrize("network", [Network.WHATSAPP, Network.TIKTOK])
async def test_a_person_gets_the_text_and_a_link_and_says_when_it_is_out(talk, network):  # noqa: F811
    await talk.say("/redes")
    await talk.press({"whatsapp": "WhatsApp", "tiktok": "TikTok"}[network])
    assert "Conectar" not in talk.text
    await talk.press("La publico yo")
    assert "la publicas tú" in talk.text
    services, number = talk.app.services, house(talk)
    with services.work(number) as w:
        channel = next(c.id for c in w.channels.all() if c.network is network)
        (owner,) = w.people.all()
    there = House(talk.app.database, number, owner, {network: channel})
    post = there.approved(talk.app.clock.now(), "¡Ceviche & chicha!", network=network)
    await publish(services, number, post)
    assert there.post(post).state is State.UNCERTAIN
    await talk.app.engine.catch_up()
    said = "\n".join(reply.text for reply in talk.ears.heard)
    assert "Copia este texto:\n\n¡Ceviche & chicha!" in said
    assert "https://wa.me/?text=%C2%A1Ceviche%20%26%20chicha%21" in said
    talk.app.clock.tick(hours=2)
    await talk.app.engine.catch_up()
    assert there.post(post).state is State.UNCERTAIN, "nobody else knows"
    await talk.say(f"/salio {post}")
    assert there.post(post).state is State.PUBLISHED
    assert "Anotado" in talk.text


async def test_reading_x_costs_money_and_is_asked_about_first(talk):  # noqa: F811
    await talk.say("/redes x historia")
    assert f"US${cost()}" in talk.text
    assert talk.app.services.networks.reading == set()
