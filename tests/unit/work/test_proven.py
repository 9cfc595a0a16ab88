"""What is proven not to have been sent goes out by itself; what only a person can do is theirs."""

from __future__ import annotations

from datetime import timedelta

import pytest

from peruopt.errors import Busy, ByHand, Gone
from peruopt.post import State
from peruopt.publishers.copy_share import CopySharePublisher, share_link
from peruopt.restaurant import Network
from peruopt.work.measuring import measure_all
from peruopt.work.notes import Notes
from peruopt.work.publishing import LEASE, publish
from peruopt.work.recovering import resolve_all, said_out
from tests.conftest import START
from tests.fakes import services

MINUTE = timedelta(minutes=1)


@pytest.fixture
async def given_up(world, house, facebook, clock) -> int:
    """A post whose attempt died with its process, after the lease."""
    number = house.approved(START)
    with world.work(house.id) as w:
        w.attempts.begin(number, START)
        post = w.posts.get(number)
        post.move(State.PUBLISHING)
        post.lease_until = START + LEASE
    clock.tick(LEASE)
    return number


async def test_what_was_proven_unsent_goes_out_without_a_question(
    world, house, facebook, clock, given_up
):
    async def proven(post, memo):
        return True

    facebook.unsent = proven
    await publish(world, house.id, given_up)
    assert house.post(given_up).state is State.SCHEDULED
    assert world.engine.scheduled == [given_up]
    clock.tick(MINUTE)
    await publish(world, house.id, given_up)
    assert house.post(given_up).state is State.PUBLISHED
    assert len(facebook.wall) == 1


async def test_proven_unsent_past_the_grace_is_missed(world, house, facebook, clock, given_up):
    async def proven(post, memo):
        return True

    facebook.unsent = proven
    clock.tick(60 * MINUTE)
    await publish(world, house.id, given_up)
    assert house.post(given_up).state is State.MISSED
    assert facebook.wall == []


async def test_an_attempt_that_was_given_up_can_write_no_more(world, house, clock, given_up):
    dead = Notes(world.work, house.id, given_up, clock.now, attempt=1)
    dead.put("container", "17")
    await publish(world, house.id, given_up)
    with pytest.raises(Busy):
        dead.put("sending", "now")
    assert dead.get("sending") is None
    assert dead.get("container") == "17"


async def test_a_wait_is_told_once_and_until_when(world, house, facebook, clock):
    facebook.first = [Busy(START + 5 * MINUTE), Busy(START + 9 * MINUTE)]
    number = house.approved(START)
    for _ in range(3):
        await publish(world, house.id, number)
        clock.tick(5 * MINUTE)
    keys = [key for key, _ in house.notices(clock.now())]
    assert keys == ["publishing.waiting", "publishing.published"]


async def test_a_network_of_the_persons_own_hands_asks_them_with_the_text(sqlite, house, clock):
    world = services(sqlite, clock.now, CopySharePublisher(Network.FACEBOOK))
    number = house.approved(START, "¡Ceviche & chicha!")
    await publish(world, house.id, number)
    for _ in range(5):
        clock.tick(10 * MINUTE)
        await resolve_all(world)
    assert house.notices(clock.now()) == [("publishing.by_hand", f"post:{number}")]
    assert house.post(number).reason == "publishing.by_hand_why"
    with world.work(house.id) as w:
        told = w.notices.waiting(clock.now())[0].values
        said_out(w, w.posts.get(number), clock.now(), "Rosa", None)
    assert told["full"] == "¡Ceviche & chicha!"
    assert told["link"] == "https://wa.me/?text=%C2%A1Ceviche%20%26%20chicha%21"
    assert house.post(number).state is State.PUBLISHED


def test_a_link_that_would_not_fit_is_left_out():
    assert share_link("ñ" * 1000) == ""
    assert str(ByHand("x")) == "by hand"


async def test_a_post_deleted_there_is_told_once_and_no_longer_asked_about(
    world, house, facebook, clock
):
    number = house.published(START)
    facebook.metrics = Gone("networks.gone")
    for _ in range(3):
        clock.tick(timedelta(days=2))
        await measure_all(world)
    assert house.notices(clock.now()) == [("publishing.gone", f"post:{number}")]
