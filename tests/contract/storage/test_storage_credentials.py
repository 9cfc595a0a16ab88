"""Credentials: kept for one channel of one restaurant, replaced, forgotten."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from peruopt.credential import Credential, Way
from peruopt.errors import UserError
from peruopt.restaurant import Network
from tests.house import found_house

AT = datetime(2026, 11, 23, 15, tzinfo=UTC)


def test_a_credential_is_kept_replaced_and_forgotten(database):
    house = found_house(database)
    channel = house.channels[Network.FACEBOOK]
    first = Credential(channel, Way.API, AT, "1001", "sealed", expires_at=AT, by="Rosa")
    with database.work(house.id) as w:
        assert w.credentials.of(channel) is None
        w.credentials.keep(first)
    with database.work(house.id) as w:
        assert w.credentials.of(channel) == first
        w.credentials.keep(replace(first, problem="networks.token", sealed=""))
    with database.work(house.id) as w:
        assert w.credentials.all() == [replace(first, problem="networks.token", sealed="")]
        w.credentials.drop(channel)
        assert w.credentials.all() == []


def test_another_restaurant_neither_sees_nor_changes_it(database):
    house, other = found_house(database), found_house(database)
    channel = house.channels[Network.FACEBOOK]
    kept = Credential(channel, Way.API, AT, "1001", "sealed")
    with database.work(house.id) as w:
        w.credentials.keep(kept)
    with database.work(other.id) as w:
        assert w.credentials.of(channel) is None
        assert w.credentials.all() == []
        w.credentials.drop(channel)
        with pytest.raises(UserError):
            w.credentials.keep(kept)
    with database.work(house.id) as w:
        assert w.credentials.all() == [kept]


def test_a_credential_shows_nothing_of_what_it_seals():
    assert "gAAAA" not in repr(Credential(1, Way.API, AT, sealed="gAAAA"))
