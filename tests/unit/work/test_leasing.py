"""Who is at a post gives signs of life; who was killed is not waited for."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from peruopt.errors import Busy
from peruopt.post import State
from peruopt.work import leasing
from peruopt.work.lateness import SILENCE, say_all_late
from peruopt.work.leasing import bury, held
from peruopt.work.publishing import publish
from peruopt.work.recording import ASKED, LEASE, LOOKING
from peruopt.work.recovering import resolve
from tests.conftest import START

SECOND = timedelta(seconds=1)


@pytest.fixture
def going(world, house) -> tuple[int, int]:
    """A post that is being sent, and its attempt."""
    number = house.approved(START)
    with world.work(house.id) as w:
        attempt = w.attempts.begin(number, START)
        post = w.posts.get(number)
        post.move(State.PUBLISHING)
        post.lease_until = START + LEASE
    return number, attempt


async def test_a_slow_network_is_no_dead_process(world, house, clock, going, monkeypatch):
    number, attempt = going
    monkeypatch.setattr(leasing, "EVERY", 0.01)
    async with held(world, house.id, number, attempt, START + LEASE) as ours:
        assert ours
        clock.tick(20 * SECOND)
        while house.post(number).lease_until < clock.now() + LEASE:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        clock.tick(20 * SECOND)
        await publish(world, house.id, number)
        assert house.post(number).state is State.PUBLISHING
    kept = house.post(number).lease_until
    await asyncio.sleep(0.05)
    assert house.post(number).lease_until == kept, "who is done gives no more signs"


async def test_what_was_given_up_is_ours_no_more(world, house, clock, going):
    number, attempt = going
    clock.tick(LEASE)
    await publish(world, house.id, number)
    assert house.post(number).state is State.UNCERTAIN
    async with held(world, house.id, number, attempt, START + LEASE) as ours:
        assert not ours


async def test_a_process_that_is_alone_asks_at_once_about_what_its_dead_one_sent(
    world, house, facebook, clock, going
):
    number, _ = going
    facebook.finds = False
    clock.tick(10 * SECOND)
    assert await asyncio.to_thread(bury, world) == 1
    assert house.post(number).reason == LOOKING
    await resolve(world, house.id, number)
    clock.tick(30 * SECOND)
    await resolve(world, house.id, number)
    assert house.post(number).reason == ASKED, "forty seconds after the last sign of life"
    assert house.notices(clock.now()) == [("publishing.uncertain", f"post:{number}")]
    assert await asyncio.to_thread(bury, world) == 0


async def test_a_late_post_is_spoken_of_once_within_the_minute(world, house, facebook, clock):
    facebook.first = [Busy(START + 40 * SECOND), Busy(START + 80 * SECOND)]
    number = house.approved(START)
    await publish(world, house.id, number)
    assert house.notices(clock.now()) == []
    clock.tick(40 * SECOND)
    await publish(world, house.id, number)
    told = house.notices(clock.now())
    clock.tick(SILENCE - 40 * SECOND)
    for _ in range(3):
        await say_all_late(world)
    assert len(house.notices(clock.now())) == 1
    assert told or house.notices(clock.now())[0][0] == "publishing.slow"


async def test_nothing_is_said_of_what_is_about_to_go_out(world, house, clock):
    house.approved(START)
    clock.tick(10 * SILENCE)
    assert await say_all_late(world) == 0
    assert house.notices(clock.now()) == []
