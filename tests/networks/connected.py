"""A house in which networks are connected by talking, beside a Meta of our own."""

from __future__ import annotations

import pytest

from tests.networks.doors import PERSON_TOKEN, MetaServer
from tests.talk import Dialogue


@pytest.fixture
async def meta(clock):
    async with MetaServer(clock.now) as server:
        yield server


@pytest.fixture
async def talk(data_dir, clock, meta):
    begun = Dialogue.begin(
        data_dir, clock, graph_base_url=meta.base_url, secret_key="a-key-of-the-house-itself"
    )
    await begun.say("/inicio")
    yield begun
    for task in list(begun.app.services.networks.reading):
        await task
    begun.close()


def house(talk) -> int:
    return talk.app.services.directory.restaurants()[0].id


async def connect(talk, token=PERSON_TOKEN) -> None:
    await talk.say("/redes facebook conectar")
    await talk.say(token)
