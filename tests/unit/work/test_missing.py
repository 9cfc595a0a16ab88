"""After an outage: nothing in a burst, one notice, and a person chooses."""

from __future__ import annotations

from datetime import timedelta

import pytest

from peruopt.errors import AlreadyDecided
from peruopt.post import State
from peruopt.restaurant import Network
from peruopt.work.missing import again, choose, miss_overdue, spread, tomorrow
from peruopt.work.publishing import publish
from tests.conftest import START

HOUR = timedelta(hours=1)


async def test_what_an_outage_left_behind_is_missed_together_and_told_once(
    world, house, facebook, clock
):
    numbers = [house.approved(START + n * HOUR) for n in range(5)]
    later = house.approved(START + 12 * HOUR)
    clock.tick(10 * HOUR)
    for number in [*numbers, later]:
        await publish(world, house.id, number)
    assert facebook.wall == []
    assert house.states() == {State.MISSED: 5, State.SCHEDULED: 1}
    assert house.notices(clock.now()) == [("publishing.missed_many", "missed")]
    assert miss_overdue(world, house.id) == 0


def test_publish_all_keeps_the_houses_spacing_on_each_channel(world, house, clock):
    numbers = [house.approved(START + n * HOUR) for n in range(3)]
    numbers.append(house.approved(START, network=Network.INSTAGRAM))
    house.approved(START + 13 * HOUR)  # waits for its own hour, in the way of the others
    clock.tick(10 * HOUR)
    miss_overdue(world, house.id)
    now = clock.now()
    with world.work(house.id) as w:
        posts = [w.posts.get(number) for number in numbers]
        hours = spread(w, posts, now)
    assert [(hour - now) / HOUR for hour in hours] == [0, 6, 9, 0]


def test_tomorrow_keeps_the_local_hour_and_is_never_today(house, world):
    number = house.approved(START)
    post = house.post(number)
    with world.work(house.id) as w:
        zone = w.restaurant.zone
    for wait in (2 * HOUR, 9 * HOUR, 13 * HOUR):
        now = START + wait
        moved = tomorrow(post, zone, now)
        assert moved.astimezone(zone).time() == START.astimezone(zone).time()
        assert (moved.astimezone(zone).date() - now.astimezone(zone).date()).days == 1


async def test_a_new_hour_is_a_new_approval_that_goes_out(world, house, facebook, clock):
    number = house.approved(START)
    clock.tick(2 * HOUR)
    miss_overdue(world, house.id)
    with world.work(house.id) as w:
        again(world, w, choose(w, number), clock.now(), "Rosa")
    assert world.engine.scheduled == [number]
    await publish(world, house.id, number)
    assert house.post(number).state is State.PUBLISHED
    assert len(facebook.wall) == 1


def test_what_was_not_left_behind_cannot_be_chosen(world, house):
    number = house.published(START)
    with pytest.raises(AlreadyDecided), world.work(house.id) as w:
        choose(w, number)
