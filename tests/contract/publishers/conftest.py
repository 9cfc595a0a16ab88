"""Every publisher that the suite holds to the protocol; a new one is a line here."""

from __future__ import annotations

import pytest

from peruopt.publishers.outbox import OutboxPublisher
from peruopt.restaurant import Network
from tests.fakes import FakePublisher
from tests.networks.build import REAL, publisher_for, server_for


@pytest.fixture(params=["outbox", "fake", *REAL])
async def publisher(request, tmp_path, clock):
    if request.param == "outbox":
        yield OutboxPublisher(Network.FACEBOOK, tmp_path / "outbox")
    elif request.param == "fake":
        yield FakePublisher()
    else:
        server = server_for(request.param, clock.now)
        await server.open()
        yield publisher_for(request.param, server, clock.now)
        await server.close()
