"""What is amiss with the plan: too close, off the menu, a feast forgotten.  Each is said once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from peruopt.menu.item import Item
from peruopt.restaurant import Network
from peruopt.work.foreseeing import notice_plan
from tests.conftest import START

HOUR = timedelta(hours=1)
FESTIVE = datetime(2026, 10, 15, 15, 0, tzinfo=UTC)
"""Three days before the day of anticucho."""


def told(house, clock):
    return [(key, about) for key, about in house.notices(clock.now())]


async def test_two_posts_too_close_on_one_account_are_noticed_once(world, house, clock):
    house.approved(START + 5 * HOUR, "Ceviche")
    near = house.approved(START + 6 * HOUR, "Lomo")
    house.approved(START + 6 * HOUR, "Lomo", network=Network.INSTAGRAM)
    house.approved(START + 10 * HOUR, "Arroz")
    assert [await notice_plan(world), await notice_plan(world)] == [1, 0]
    assert told(house, clock) == [("repeating.close", f"post:{near}")]


async def test_what_was_moved_and_is_too_close_again_is_said_again(world, house):
    house.approved(START + 5 * HOUR, "Ceviche")
    near = house.approved(START + 6 * HOUR, "Lomo")
    await notice_plan(world)
    with world.work(house.id) as w:
        w.posts.get(near).due_at = START + 7 * HOUR
    assert await notice_plan(world) == 1


async def test_a_dish_that_left_the_menu_is_noticed_once(world, house, clock):
    number = house.approved(START + 30 * HOUR, "Hoy hay arroz con pato para todos")
    house.approved(START + 50 * HOUR, "Hoy hay ceviche para todos")
    with world.work(house.id) as w:
        w.items.put([Item("Arroz con pato"), Item("Ceviche")])
    assert await notice_plan(world) == 0
    with world.work(house.id) as w:
        w.items.put([Item("Arroz con pato", available=False)])
    assert [await notice_plan(world), await notice_plan(world)] == [1, 0]
    assert told(house, clock) == [("repeating.away", f"post:{number}")]


async def test_a_dish_that_is_back_by_then_is_no_matter(world, house):
    house.approved(START + 30 * HOUR, "Hoy hay arroz con pato para todos")
    with world.work(house.id) as w:
        back = Item("Arroz con pato", available=False, away_until=START + 20 * HOUR)
        w.items.put([back])
    assert await notice_plan(world) == 0


async def test_a_feast_without_a_plan_is_noticed_once(world, house, clock):
    clock.tick(FESTIVE - clock.now())
    house.published(FESTIVE - timedelta(days=3))
    while await notice_plan(world):
        assert len(told(house, clock)) < 5
    with world.work(house.id) as w:
        said = [(n.values["feast"], n.values["n"]) for n in w.notices.waiting(clock.now())]
    assert any("nticucho" in feast and left == "3" for feast, left in said)
    assert len(said) == len(set(said))
    clock.tick(HOUR)
    assert await notice_plan(world) == 0


async def test_a_feast_with_a_plan_and_a_house_asleep_are_left_alone(world, house, clock):
    clock.tick(FESTIVE - clock.now())
    assert await notice_plan(world) == 0, "nobody posts here"
    house.approved(FESTIVE + timedelta(days=3, hours=2), "Anticuchos por su día")
    await notice_plan(world)
    said = house.notices(clock.now())
    assert "repeating.feast" not in [key for key, _ in said]
