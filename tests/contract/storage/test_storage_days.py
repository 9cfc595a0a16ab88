"""Days of the house's own, and trends with their history and sources."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from peruopt.errors import UserError
from peruopt.festive.own import OwnDay
from peruopt.restaurant import Person, Restaurant, Role
from peruopt.trends.trend import Trend, Watched

PAGE = "https://la.pe/carta"


@pytest.fixture
def neighbour(database) -> int:
    owner = Person(restaurant_id=0, platform="web", handle="eva", name="Eva", role=Role.OWNER)
    return database.directory.open(Restaurant(name="El Vecino"), owner).restaurant.id


def test_own_days_come_and_go_and_stay_in_the_house(database, house, neighbour, clock):
    with database.work(house) as w:
        first = w.own_days.add(OwnDay("Aniversario", "03-15"), clock.now())
        second = w.own_days.add(OwnDay("2x1 en chilcanos", "tue"), clock.now())
        assert w.own_days.add(OwnDay("Aniversario", "03-15"), clock.now()) == first
        assert w.own_days.all() == [first, second]
    with database.work(neighbour) as w:
        assert w.own_days.all() == []
        with pytest.raises(UserError) as refusal:
            w.own_days.remove(first.id)
        assert refusal.value.key == "occasions.no_such"
    with database.work(house) as w:
        assert w.own_days.remove(first.id) == first
        assert w.own_days.all() == [second]


def test_a_trend_keeps_all_it_is(database, house, clock):
    now = clock.now()
    full = Trend(
        source="press", topic="ceviche", seen_at=now, url="https://p.pe", weight=2.5,
        dish="ceviche", title="Ceviche al mundo", ours=True, mentions=4, pace=2.0,
        expires_at=now + timedelta(days=5),
    )  # fmt: skip
    with database.work(house) as w:
        w.trends.put([full])
    with database.work(house) as w:
        assert w.trends.fresh(now, 5) == [full]


def test_mentions_are_counted_by_day(database, house, neighbour):
    monday = date(2026, 11, 16)
    with database.work(house) as w:
        w.trends.counted(monday, {"ceviche": 2, "cuy": 1})
        w.trends.counted(monday, {"ceviche": 3})
        w.trends.counted(monday + timedelta(days=1), {"ceviche": 4})
    with database.work(house) as w:
        until = monday + timedelta(days=1)
        assert w.trends.usual(monday, until) == {"ceviche": 3, "cuy": 1}
        assert w.trends.usual(monday, until + timedelta(days=1)) == {"ceviche": 7, "cuy": 1}
        assert w.trends.days(monday, until + timedelta(days=1)) == 2
    with database.work(neighbour) as w:
        assert w.trends.usual(monday, until) == {}


def test_pages_are_watched_until_they_are_not(database, house, neighbour, clock):
    with database.work(house) as w:
        w.trends.watch(PAGE)
        w.trends.checked("press", clock.now(), "ok")
        w.trends.checked(PAGE, clock.now(), "too_big")
        w.trends.put([Trend(PAGE, "ceviche", clock.now())])
    with database.work(neighbour) as w:
        w.trends.unwatch(PAGE)
    with database.work(house) as w:
        assert w.trends.watched() == [
            Watched(PAGE, page=True, checked_at=clock.now(), outcome="too_big"),
            Watched("press", checked_at=clock.now(), outcome="ok"),
        ]
        w.trends.unwatch(PAGE)
        assert [each.source for each in w.trends.watched()] == ["press"]
        assert w.trends.fresh(clock.now(), 5) == []
