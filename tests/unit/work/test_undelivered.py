"""Chats that are closed to us: tried again, given up at last, and told of elsewhere."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.notifier import Notifier
from peruopt.chat.message import Address
from peruopt.errors import Closed
from peruopt.people import Room
from peruopt.restaurant import Person, Role
from peruopt.work.undelivered import MOST_TRIES, wait_after
from tests.fakes import FakeDoor
from tests.house import CHAT

JOINED = {"name": "Luis", "role": "role.editor", "door": "door.slack"}
ANA, GROUP, SLACK = Address("telegram", "8"), Address("telegram", "-9"), Address("slack", "D1")


@pytest.fixture
def doors() -> dict[str, ClosedDoor]:
    return {"telegram": ClosedDoor(), "slack": ClosedDoor("slack")}


@pytest.fixture
def rooms(world, house):
    """The owner writes from Telegram and from Slack, Ana from Telegram; the group hears."""
    with world.work(house.id) as w:
        told = {"restaurant_id": house.id, "name": "Rosa", "role": Role.OWNER}
        w.people.add(Person(platform="slack", handle="U1", **told))
        told |= {"name": "Ana", "role": Role.EDITOR}
        w.people.add(Person(platform="telegram", handle="8", **told))
        for at, handle in ((CHAT, "7"), (ANA, "8"), (GROUP, ""), (SLACK, "U1")):
            w.rooms.put(Room(at, hears=False, shared=at is GROUP, handle=handle))


def notices(world, house, to: Address, count: int = 1) -> None:
    with world.work(house.id) as w:
        for _ in range(count):
            w.notices.add("joining.joined", JOINED, to=[to])


async def rounds(world, doors, clock, count: int) -> int:
    """Deliver so often, each time as late as it must be; return how many tries were made."""
    tries, notifier = 0, Notifier(world, doors)
    for number in range(count):
        before = doors["telegram"].tried
        await notifier.deliver()
        tries += doors["telegram"].tried - before
        clock.tick(wait_after(number))
    return tries


def stuck(world, house):
    with world.work(house.id) as w:
        return [(n.to, n.given_up) for n in w.notices.stuck(9)]


async def test_a_chat_that_blocked_us_is_given_up_and_the_owner_told_once(
    world, house, rooms, doors, clock
):
    notices(world, house, ANA, 2)
    doors["telegram"].closed = {"8"}
    tried = await rounds(world, doors, clock, 4 * MOST_TRIES)
    assert tried == 2 * MOST_TRIES + 1, "each until it was given up, and the owner's own chat"
    assert stuck(world, house) == [(ANA, True), (ANA, True)]
    for door in doors.values():
        assert len(door.texts) == 1
        assert "No puedo escribirle a Ana por Telegram" in door.texts[0]


async def test_the_owner_who_blocked_us_is_told_by_another_door(world, house, rooms, doors, clock):
    notices(world, house, CHAT)
    doors["telegram"].closed = {"7"}
    await rounds(world, doors, clock, MOST_TRIES + 1)
    assert doors["telegram"].texts == []
    assert "No puedo escribirle a Rosa" in doors["slack"].texts[0]


async def test_a_group_that_put_us_out_is_named_as_one(world, house, rooms, doors, clock):
    notices(world, house, GROUP)
    doors["telegram"].closed = {"-9"}
    await rounds(world, doors, clock, MOST_TRIES + 1)
    assert "un grupo de Telegram" in doors["slack"].texts[0]


async def test_a_platform_that_is_down_is_tried_for_ever(world, house, rooms, doors, clock):
    notices(world, house, ANA)
    doors["telegram"].deaf = ConnectionError()
    await rounds(world, doors, clock, 4 * MOST_TRIES)
    assert stuck(world, house) == [(ANA, False)]
    doors["telegram"].deaf = None
    await rounds(world, doors, clock, 2)
    assert len(doors["telegram"].texts) == 1


@pytest.mark.parametrize(("late", "told"), [(timedelta(0), 3), (timedelta(days=3), 2)])
async def test_a_chat_that_opens_hears_what_is_not_old(
    world, house, rooms, doors, clock, late, told
):
    notices(world, house, ANA)
    doors["telegram"].closed = {"8"}
    await rounds(world, doors, clock, MOST_TRIES + 1)
    clock.tick(late)
    doors["telegram"].closed = set()
    notices(world, house, ANA)
    await rounds(world, doors, clock, 2)
    assert len(doors["telegram"].texts) == told, "the owner's sentence among them"
    assert len(stuck(world, house)) == 3 - told


class ClosedDoor(FakeDoor):
    """Knows chats that are closed, and counts what it was asked to say."""

    def __init__(self, platform: str = "telegram") -> None:
        super().__init__(platform)
        self.closed: set[str] = set()
        self.tried = 0

    async def send(self, to, reply):
        self.tried += 1
        if to.chat in self.closed:
            raise Closed("telegram.blocked", why="Forbidden")
        return await super().send(to, reply)
