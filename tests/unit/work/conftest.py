"""A house on SQLite, a network, and the services that join them."""

from __future__ import annotations

import pytest

from tests.fakes import FakePublisher, services
from tests.house import House, found_house
from tests.taster import Taster


@pytest.fixture
def house(sqlite) -> House:
    return found_house(sqlite)


@pytest.fixture
def facebook() -> FakePublisher:
    return FakePublisher()


@pytest.fixture
def world(sqlite, clock, facebook):
    return services(sqlite, clock.now, facebook)


@pytest.fixture
def parts(sqlite, clock):
    """Services whose forecasts are a taste."""
    return services(sqlite, clock.now, FakePublisher(), recommender=Taster())
