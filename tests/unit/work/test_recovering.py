"""Posts that may or may not be out: found, or asked about, and settled by a person."""

from __future__ import annotations

from datetime import timedelta

import pytest

from peruopt.errors import AlreadyDecided
from peruopt.ports import Receipt
from peruopt.post import State
from peruopt.work.publishing import LEASE, publish
from peruopt.work.recording import ASKED, LOOKING, record
from peruopt.work.recovering import resolve, resolve_all, said_not_out, said_out
from tests.conftest import START

MINUTE = timedelta(minutes=1)


@pytest.fixture
async def unsure(world, house, facebook) -> int:
    """A post whose answer was lost, on a network that cannot be searched."""
    facebook.then, facebook.finds = [ConnectionResetError()], False
    number = house.approved(START)
    await publish(world, house.id, number)
    return number


async def test_a_person_is_asked_once_and_only_after_a_second_look(world, house, clock, unsure):
    about = f"post:{unsure}"
    assert (house.post(unsure).state, house.post(unsure).reason) == (State.UNCERTAIN, LOOKING)
    assert house.notices(clock.now()) == []
    await resolve_all(world)
    assert house.notices(clock.now()) == []
    clock.tick(MINUTE)
    for _ in range(3):
        await resolve_all(world)
        clock.tick(timedelta(hours=1))
    assert house.post(unsure).reason == ASKED
    assert house.notices(clock.now()) == [("publishing.uncertain", about)]


async def test_what_turns_up_later_is_published_even_after_asking(
    world, house, facebook, clock, unsure
):
    clock.tick(MINUTE)
    await resolve(world, house.id, unsure)
    facebook.finds = True
    await resolve(world, house.id, unsure)
    assert house.post(unsure).state is State.UNCERTAIN, "looks are spaced out"
    clock.tick(15 * MINUTE)
    await resolve(world, house.id, unsure)
    post = house.post(unsure)
    assert (post.state, post.published_at) == (State.PUBLISHED, START)
    assert [key for key, _ in house.notices(clock.now())] == [
        "publishing.uncertain",
        "publishing.published",
    ]


async def test_an_uncertain_post_is_never_sent_again_by_itself(
    world, house, facebook, clock, unsure
):
    for _ in range(30):
        clock.tick(10 * MINUTE)
        await publish(world, house.id, unsure)
        await resolve_all(world)
    assert len(facebook.wall) == 1


async def test_a_lease_that_runs_out_is_looked_after(world, house, facebook, clock):
    number = house.approved(START)
    with world.work(house.id) as w:
        w.attempts.begin(number, START)
        post = w.posts.get(number)
        post.move(State.PUBLISHING)
        post.lease_until = START + LEASE
    facebook.wall.append((number, "facebook-1"))
    await publish(world, house.id, number)
    assert house.post(number).state is State.PUBLISHING, "somebody may still be at it"
    clock.tick(LEASE)
    await publish(world, house.id, number)
    assert house.post(number).state is State.PUBLISHED
    with world.work(house.id) as w:
        assert w.attempts.live(number) is None


async def test_a_network_that_cannot_be_looked_at_is_a_question(world, house, clock, unsure):
    async def broken(post, memo):
        raise ConnectionError

    world.publishers["facebook"].find = broken
    clock.tick(MINUTE)
    await resolve_all(world)
    assert house.post(unsure).reason == ASKED


async def test_a_receipt_that_comes_after_the_lease_is_believed(world, house, clock, unsure):
    claimed = house.post(unsure)
    with world.work(house.id) as w:
        said_not_out(w, w.posts.get(unsure), clock.now(), "Rosa")
    record(world, house.id, claimed, 1, Receipt("facebook-9"))
    assert house.post(unsure).state is State.PUBLISHED
    assert house.post(unsure).external_id == "facebook-9"


async def test_a_receipt_for_a_discarded_post_is_told(world, house, clock, unsure):
    claimed = house.post(unsure)
    with world.work(house.id) as w:
        post = w.posts.get(unsure)
        said_not_out(w, post, clock.now(), "Rosa")
        post.move(State.CANCELLED)
    record(world, house.id, claimed, 1, Receipt("facebook-9"))
    assert house.post(unsure).state is State.CANCELLED
    assert house.notices(clock.now()) == [("publishing.out_anyway", f"post:{unsure}")]


async def test_the_second_person_to_answer_is_told(world, house, clock, unsure):
    with world.work(house.id) as w:
        said_out(w, w.posts.get(unsure), clock.now(), "Rosa", None)
    with pytest.raises(AlreadyDecided), world.work(house.id) as w:
        said_not_out(w, w.posts.get(unsure), clock.now(), "Beto")
    assert house.post(unsure).state is State.PUBLISHED
