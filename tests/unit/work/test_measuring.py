"""Results at 1 h, 24 h, 72 h and 7 days, each once, also after a pause."""

from __future__ import annotations

from datetime import timedelta

from peruopt.errors import Busy
from peruopt.results import Metrics
from peruopt.work.measuring import measure_all
from tests.conftest import START

HOUR = timedelta(hours=1)


def snapshots(world, house, number) -> list[tuple[float, int | None]]:
    with world.work(house.id) as w:
        return [((s.at - START) / HOUR, s.metrics.likes) for s in w.results.of(number)]


async def test_each_moment_is_measured_once(world, house, facebook, clock):
    number = house.published(START)
    for _ in range(8 * 24):
        clock.tick(HOUR)
        facebook.metrics = Metrics(likes=int((clock.now() - START) / HOUR))
        await measure_all(world)
        await measure_all(world)
    assert snapshots(world, house, number) == [(1, 1), (24, 24), (72, 72), (168, 168)]


async def test_a_pause_is_made_up_for_by_one_reading_of_now(world, house, clock):
    number = house.published(START)
    clock.tick(100 * HOUR)
    await measure_all(world)
    await measure_all(world)
    assert snapshots(world, house, number) == [(100, 10)]
    clock.tick(68 * HOUR)
    await measure_all(world)
    assert [at for at, _ in snapshots(world, house, number)] == [100, 168]


async def test_a_network_that_fails_is_asked_again_later(world, house, facebook, clock):
    number = house.published(START)
    clock.tick(HOUR)
    facebook.metrics = ConnectionError()
    await measure_all(world)
    facebook.metrics = Metrics(likes=3)
    await measure_all(world)
    assert snapshots(world, house, number) == []
    clock.tick(0.25 * HOUR)
    await measure_all(world)
    assert snapshots(world, house, number) == [(1.25, 3)]


async def test_a_busy_network_says_when(world, house, facebook, clock):
    number = house.published(START)
    clock.tick(HOUR)
    facebook.metrics = Busy(clock.now() + 3 * HOUR)
    await measure_all(world)
    facebook.metrics = Metrics(likes=3)
    clock.tick(2 * HOUR)
    await measure_all(world)
    assert snapshots(world, house, number) == []
    clock.tick(HOUR)
    await measure_all(world)
    assert snapshots(world, house, number) == [(4, 3)]


async def test_where_nobody_tells_there_is_no_result_and_no_zero(world, house, facebook, clock):
    number = house.published(START)
    clock.tick(HOUR)
    facebook.metrics = None
    await measure_all(world)
    facebook.metrics = Metrics(likes=3)
    await measure_all(world)
    assert snapshots(world, house, number) == []
