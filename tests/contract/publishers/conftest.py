"""Every publisher that the suite holds to the protocol; a new one is a line here."""

from __future__ import annotations

import pytest

from peruopt.publishers.outbox import OutboxPublisher
from peruopt.restaurant import Network
from tests.fakes import FakePublisher


@pytest.fixture(params=["outbox", "fake"])
def publisher(request, tmp_path):
    if request.param == "outbox":
        return OutboxPublisher(Network.FACEBOOK, tmp_path / "outbox")
    return FakePublisher()
