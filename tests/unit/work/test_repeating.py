"""The same words twice on one account are noticed once."""

from __future__ import annotations

from datetime import timedelta

from peruopt.restaurant import Network
from peruopt.work.foreseeing import notice_plan
from tests.conftest import START

HOUR = timedelta(hours=1)


async def test_the_later_of_two_alike_is_told_of_once(world, house, clock):
    house.approved(START + 5 * HOUR, "Ceviche del  día")
    twin = house.approved(START + 29 * HOUR, "ceviche del día")
    house.approved(START + 40 * HOUR, "Lomo saltado")
    house.approved(START + 31 * HOUR, "Ceviche del día", network=Network.INSTAGRAM)
    assert [await notice_plan(world), await notice_plan(world)] == [1, 0]
    assert house.notices(clock.now()) == [("repeating.twice", f"post:{twin}")]


async def test_what_was_said_long_ago_may_be_said_again(world, house, clock):
    house.published(START, text="Ceviche del día")
    clock.tick(timedelta(days=20))
    soon = house.approved(clock.now() + HOUR, "Ceviche del día")
    assert await notice_plan(world) == 1
    assert house.notices(clock.now()) == [("repeating.twice", f"post:{soon}")]
    clock.tick(timedelta(days=20))
    assert await notice_plan(world) == 0
    house.approved(clock.now() + 5 * HOUR, "Otra cosa")
    assert await notice_plan(world) == 0
