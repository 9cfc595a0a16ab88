"""The doctor tells a wrong permission from a wrong token from no network."""

from __future__ import annotations

import pytest

from bot.cli.networks import checkup
from peruopt.chat.words import Words
from tests.networks.connected import connect, meta, talk  # noqa: F401
from tests.networks.faults import Fault, Kind


async def told(talk) -> str:  # noqa: F811
    words = Words("es_PE")
    found = await checkup(talk.app.settings, words)
    return "\n".join(f"{one.good} {words(one.key, **one.values)}" for one in found)


async def test_nothing_is_said_where_nothing_is_connected(talk):  # noqa: F811
    assert await told(talk) == ""


async def test_what_works_and_what_does_not(talk, meta):  # noqa: F811
    await connect(talk)
    assert await told(talk) == (
        "True Facebook (La Mar Brava, Mi restaurante): responde y nos deja publicar."
    )
    meta.script.faults.append(Fault(Kind.SCOPE, "node"))
    assert "sin permiso para publicar" in await told(talk)
    meta.script.faults.append(Fault(Kind.EXPIRED, "node"))
    assert "ya no reconoce nuestra llave" in await told(talk)
    meta.script.faults.append(Fault(Kind.UNAVAILABLE, "node"))
    assert "No llego a la red" in await told(talk)


@pytest.mark.parametrize(("url", "said"), [("", "está vacía"), ("http://a.pe", "https://")])
async def test_instagram_needs_a_public_address(talk, url, said):  # noqa: F811
    from tests.networks.doors import PERSON_TOKEN

    await talk.say("/redes instagram conectar")
    await talk.say(PERSON_TOKEN)
    talk.app.settings = talk.app.settings.model_copy(update={"public_url": url})
    assert said in await told(talk)
