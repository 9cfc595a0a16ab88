"""The questions across restaurants: what runs when, what is uncertain, who sits where."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pydantic import ValidationError

from peruopt.post import State
from peruopt.restaurant import Person, Restaurant, Role
from peruopt.results import Metrics

HOUR = timedelta(hours=1)


def test_a_message_is_new_once_on_its_platform(database, clock):
    first_time = database.directory.first_time
    assert first_time("telegram", "42", clock.now())
    assert not first_time("telegram", "42", clock.now())
    assert first_time("slack", "42", clock.now())
    # a month later it is forgotten, so that the list does not grow for ever
    assert first_time("telegram", "42", clock.tick(timedelta(days=31)))


def test_seats_of_a_person(database, house, other):
    with database.work(other) as w:
        w.people.add(Person(restaurant_id=other, platform="web", handle="luis", name="Luis"))
    seats = database.directory.seats("web", "rosa")
    assert [seat.restaurant.id for seat in seats] == [house, other]
    assert seats[0].person.role is Role.OWNER
    assert [s.restaurant.name for s in database.directory.seats("web", "luis")] == [
        "El Segundo Piso"
    ]
    assert database.directory.seats("slack", "rosa") == []
    assert [house.id for house in database.directory.restaurants()] == [house, other]


def test_a_restaurant_that_makes_no_sense_is_not_founded(database):
    nowhere = Restaurant(name="x")
    nowhere.timezone = "Lima/Centro"
    owner = Person(restaurant_id=0, platform="web", handle="r", name="R")
    with pytest.raises((ValidationError, LookupError)):
        database.directory.open(nowhere, owner)
    assert database.directory.restaurants() == []


def test_runs_are_what_the_posts_say(database, house, other, add_post, clock):
    now = clock.now()
    for restaurant in (house, other):
        for number, state in enumerate(State):
            moments = {"due_at": now + number * HOUR, "lease_until": now + 10 * HOUR}
            add_post(restaurant, state=state, **moments)
            add_post(restaurant, state=state, **moments, retry_at=now + 9 * HOUR)
            add_post(restaurant, state=state)
    expected = []
    for restaurant in (house, other):
        with database.work(restaurant) as w:
            expected += [
                (post.runs_at, post.id, restaurant)
                for post in w.posts.in_states(*State)
                if post.runs_at
            ]
    expected.sort()
    assert len(expected) == 8
    found = database.directory.runs(now + 100 * HOUR)
    assert [(at, post, restaurant) for restaurant, post, at in found] == expected
    assert database.directory.next_run() == expected[0][0]
    until = expected[0][0]
    assert [at for _, _, at in database.directory.runs(until)] == [until, until]
    assert database.directory.runs(until - HOUR) == []


def test_nothing_runs_where_nothing_is_scheduled(database, house, add_post):
    add_post(house)
    assert database.directory.next_run() is None


def test_uncertain_posts_of_all(database, house, other, add_post):
    found = [(home, add_post(home, state=State.UNCERTAIN)) for home in (house, other)]
    add_post(house, state=State.FAILED)
    assert list(database.directory.uncertain()) == found


def test_measurable_posts_with_their_snapshots(database, house, other, add_post, past, clock):
    now = clock.now()
    out = {"state": State.PUBLISHED, "url": "https://ig.com/p"}
    recent = add_post(house, published_at=now - HOUR, **out)
    older = add_post(other, published_at=now - 2 * HOUR, **out)
    add_post(house, published_at=now - 90 * HOUR, **out)
    with database.work(house) as w:
        w.posts.upsert([past(0)], now)
        w.results.add(recent, now, Metrics(likes=1))
        w.results.add(recent, now + HOUR, Metrics(likes=2))
    found = database.directory.measurable(now - 3 * HOUR)
    assert [(home, post.id, count) for home, post, count in found] == [
        (other, older, 0),
        (house, recent, 2),
    ]
    assert found[0][1].url == "https://ig.com/p"


def test_a_digest_that_is_off_from_the_start_stays_off(database):
    quiet = Restaurant(name="La Callada", digest_at=None)
    owner = Person(restaurant_id=0, platform="web", handle="1", name="R")
    seat = database.directory.open(quiet, owner)
    with database.work(seat.restaurant.id) as w:
        assert w.restaurant.digest_at is None
