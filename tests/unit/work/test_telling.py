"""Who is told what became of a post: where it was born and approved, and who can mend it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from peruopt.chat.message import Address
from peruopt.errors import ByHand
from peruopt.people import Approval, Room
from peruopt.ports import Receipt
from peruopt.post import Draft, State
from peruopt.restaurant import Person, Role
from peruopt.work.missing import miss
from peruopt.work.publishing import publish
from peruopt.work.recording import receive
from peruopt.work.recovering import resolve_all
from tests.conftest import START
from tests.house import CHAT

BORN, APPROVED = Address("telegram", "8"), Address("slack", "D2")
VIEWER, DEAF, TEAM = Address("telegram", "10"), Address("telegram", "11"), Address("slack", "C1")


@pytest.fixture
def draft(world, house) -> int:
    """A post born in one chat and approved in another; a viewer hears the house, too."""
    number = house.approved(START)
    with world.work(house.id) as w:
        told = {"restaurant_id": house.id, "name": "X", "platform": "telegram"}
        for at, role in ((BORN, Role.EDITOR), (VIEWER, Role.VIEWER), (DEAF, Role.OWNER)):
            w.people.add(Person(handle=at.chat, role=role, **told))
            w.rooms.put(Room(at, hears=at is VIEWER, handle=at.chat))
        w.people.add(Person(**(told | {"platform": "slack"}), handle="U2", role=Role.APPROVER))
        w.rooms.put(Room(APPROVED, hears=False, handle="U2"))
        w.rooms.put(Room(TEAM, shared=True))
        post = w.posts.get(number)
        draft = Draft(restaurant_id=house.id, brief="x", text="x", created_at=START)
        post.draft_id = drafted = w.drafts.add(draft).id
        w.cards.add(f"draft:{drafted}", replace(BORN, message="1"))
        w.cards.add(f"draft:{drafted}", replace(DEAF, message="1"))
        given = Approval(number, 9, 1, "Ana", START, None, 1, APPROVED, spent=True)
        w.approvals.add(given)
    return number


def told(world, house, key: str) -> set[Address]:
    with world.work(house.id) as w:
        return {n.to for n in w.notices.waiting(START + timedelta(days=1)) if n.key == key}


RIGHT = {CHAT, TEAM, BORN, APPROVED}


async def test_whoever_can_look_is_asked_about_an_uncertain_post(
    world, house, draft, facebook, clock
):
    facebook.then, facebook.finds = [ConnectionResetError()], False
    await publish(world, house.id, draft)
    for _ in range(4):
        await resolve_all(world)
        clock.tick(timedelta(minutes=5))
    assert house.post(draft).state is State.UNCERTAIN
    assert told(world, house, "publishing.uncertain") == RIGHT


def test_a_post_that_went_out_though_it_was_cancelled(world, house, draft):
    with world.work(house.id) as w:
        post = w.posts.get(draft)
        post.move(State.CANCELLED)
        receive(w, post, Receipt("77"), START)
    assert told(world, house, "publishing.out_anyway") == RIGHT


async def test_a_post_that_a_person_must_put_out(world, house, draft, facebook):
    facebook.first = [ByHand("https://wa.example/1")]
    await publish(world, house.id, draft)
    assert told(world, house, "publishing.by_hand") == RIGHT


def test_many_that_were_missed_at_once(world, house, draft):
    other = house.approved(START, "Otra")
    with world.work(house.id) as w:
        miss(w, [w.posts.get(draft), w.posts.get(other)], START + timedelta(hours=3))
    assert told(world, house, "publishing.missed_many") == RIGHT
