"""One publish, whatever the network does."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from peruopt.errors import Busy, Rejected, Unauthorized, Uncertain
from peruopt.post import State
from peruopt.restaurant import Network
from peruopt.work import publishing
from peruopt.work.publishing import publish
from tests.conftest import START
from tests.fakes import FakePictures, services

MINUTE = timedelta(minutes=1)


async def test_a_post_goes_out_once_and_says_where(world, house, facebook, clock):
    number = house.approved(START)
    await publish(world, house.id, number)
    await publish(world, house.id, number)
    post = house.post(number)
    assert facebook.wall == [(number, "facebook-1")]
    assert (post.state, post.published_at, post.external_id, post.url) == (
        State.PUBLISHED,
        START,
        "facebook-1",
        "https://facebook.example/facebook-1",
    )
    assert house.notices(clock.now()) == [("publishing.published", f"post:{number}")]


async def test_nothing_goes_out_before_its_hour(world, house, facebook):
    number = house.approved(START + MINUTE)
    await publish(world, house.id, number)
    assert facebook.wall == []
    assert house.post(number).state is State.SCHEDULED


@pytest.mark.parametrize(
    ("late", "state"), [(45 * MINUTE, State.PUBLISHED), (46 * MINUTE, State.MISSED)]
)
async def test_grace_decides_whether_a_late_post_still_goes_out(world, house, clock, late, state):
    number = house.approved(START)
    clock.tick(late)
    await publish(world, house.id, number)
    assert house.post(number).state is state


@pytest.mark.parametrize("change", ["text", "picture", "due_at"])
async def test_what_changed_after_its_approval_is_not_published(
    world, house, facebook, clock, change
):
    number = house.approved(START)
    with world.work(house.id) as w:
        post = w.posts.get(number)
        setattr(post, change, START - MINUTE if change == "due_at" else "otra")
    await publish(world, house.id, number)
    post = house.post(number)
    assert facebook.wall == []
    assert (post.state, post.approved_by, post.approved_fingerprint) == (
        State.PROPOSED,
        None,
        None,
    )
    assert house.notices(clock.now()) == [("publishing.changed", f"post:{number}")]


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (Rejected("(#100) Param image_url: token=EAAG123"), "publishing.rejected"),
        (Unauthorized("expired EAAG123"), "publishing.unauthorized"),
        (Rejected("publishing.no_picture"), "publishing.no_picture"),
    ],
)
async def test_a_refusal_fails_with_a_sentence_of_ours(
    world, house, facebook, clock, error, reason
):
    facebook.first = [error]
    number = house.approved(START)
    await publish(world, house.id, number)
    assert (house.post(number).state, house.post(number).reason) == (State.FAILED, reason)
    assert house.notices(clock.now()) == [("publishing.failed", f"post:{number}")]
    with world.work(house.id) as w:
        told = [*w.notices.waiting(clock.now()), *w.audit.newest(50)]
    assert "EAAG123" not in repr(told)


async def test_a_busy_network_is_asked_again_at_its_own_time(world, house, facebook, clock):
    facebook.first = [Busy(START + 7 * MINUTE)]
    number = house.approved(START)
    await publish(world, house.id, number)
    post = house.post(number)
    assert (post.state, post.retry_at, post.due_at) == (
        State.SCHEDULED,
        START + 7 * MINUTE,
        START,
    )
    await publish(world, house.id, number)
    assert facebook.wall == []
    clock.tick(7 * MINUTE)
    await publish(world, house.id, number)
    assert house.post(number).state is State.PUBLISHED
    assert len(facebook.wall) == 1


async def test_a_network_busy_past_the_grace_is_a_missed_post(world, house, facebook, clock):
    facebook.first = [Busy(START + 60 * MINUTE)]
    number = house.approved(START)
    await publish(world, house.id, number)
    assert house.post(number).state is State.MISSED
    assert house.notices(clock.now()) == [("publishing.missed", f"post:{number}")]


@pytest.mark.parametrize("lost", [ConnectionResetError("x"), Uncertain("x"), KeyError("bug")])
async def test_a_lost_answer_is_looked_for_and_found(world, house, facebook, lost):
    facebook.then = [lost]
    number = house.approved(START)
    await publish(world, house.id, number)
    assert house.post(number).state is State.PUBLISHED
    assert house.post(number).external_id == "facebook-1"
    assert len(facebook.wall) == 1


async def test_a_network_that_hangs_leaves_it_uncertain(world, house, facebook, monkeypatch):
    monkeypatch.setattr(publishing, "TIMEOUT", timedelta(milliseconds=20))
    facebook.hangs = True
    number = house.approved(START)
    await publish(world, house.id, number)
    assert house.post(number).state is State.UNCERTAIN


async def test_being_stopped_while_sending_is_written_down(world, house, facebook):
    facebook.hangs = True
    number = house.approved(START)
    task = asyncio.create_task(publish(world, house.id, number))
    await asyncio.wait_for(facebook.began.wait(), 5)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert house.post(number).state is State.UNCERTAIN
    assert facebook.at_once == 0


async def test_being_stopped_before_sending_gives_the_post_back(world, house, facebook, clock):
    number = house.approved(START)
    task = asyncio.create_task(publish(world, house.id, number))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert house.post(number).state is State.SCHEDULED
    assert facebook.wall == []
    clock.tick(MINUTE)
    await publish(world, house.id, number)
    assert house.post(number).state is State.PUBLISHED


async def test_a_machine_that_slept_between_claim_and_sending_sends_nothing(
    sqlite, house, facebook, clock
):
    class SleepyPictures(FakePictures):
        def get(self, key):
            clock.tick(timedelta(minutes=10))
            return b"jpeg"

    number = house.approved(START, picture="a.jpg")
    world = services(sqlite, clock.now, facebook, pictures=SleepyPictures())
    await publish(world, house.id, number)
    assert facebook.wall == []
    assert house.post(number).state is State.SCHEDULED


async def test_a_picture_that_is_gone_fails_before_anything_is_sent(world, house, facebook):
    number = house.approved(START, picture="gone.jpg")
    await publish(world, house.id, number)
    post = house.post(number)
    assert (post.state, post.reason) == (State.FAILED, "publishing.no_picture")
    assert facebook.wall == []


async def test_a_network_that_is_not_connected_fails_and_its_sibling_goes_out(
    world, house, facebook
):
    instagram = house.approved(START, network=Network.INSTAGRAM)
    other = house.approved(START)
    for number in (instagram, other):
        await publish(world, house.id, number)
    assert house.post(instagram).reason == "publishing.no_publisher"
    assert house.post(other).state is State.PUBLISHED


async def test_an_hour_approved_on_a_local_clock_is_the_same_hour(world, house, facebook):
    number = house.approved(START.astimezone(ZoneInfo("America/Lima")))
    await publish(world, house.id, number)
    assert facebook.wall == [(number, "facebook-1")]
