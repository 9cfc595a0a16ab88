"""Results after 1 h and daily for 28 days, each once, also after a pause; and for the digest."""

from __future__ import annotations

from datetime import timedelta

from peruopt.errors import Busy
from peruopt.results import Metrics
from peruopt.work.measuring import measure_all
from tests.conftest import START

HOUR = timedelta(hours=1)
STEPS = (1, 11, *(12 for _ in range(59)))


def snapshots(world, house, number) -> list[tuple[float, int | None]]:
    with world.work(house.id) as w:
        return [((s.at - START) / HOUR, s.metrics.likes) for s in w.results.of(number)]


async def test_each_moment_is_measured_once(world, house, facebook, clock):
    number = house.published(START)
    for hours in STEPS:
        clock.tick(hours * HOUR)
        facebook.metrics = Metrics(likes=int((clock.now() - START) / HOUR))
        await measure_all(world)
        await measure_all(world)
    daily = [(hour, hour) for hour in range(24, 28 * 24 + 1, 24)]
    assert snapshots(world, house, number) == [(1, 1), *daily]


async def test_a_pause_is_made_up_for_by_one_reading_of_now(world, house, clock):
    number = house.published(START)
    clock.tick(100 * HOUR)
    await measure_all(world)
    await measure_all(world)
    assert snapshots(world, house, number) == [(100, 10)]
    clock.tick(20 * HOUR)
    await measure_all(world)
    assert [at for at, _ in snapshots(world, house, number)] == [100, 120]


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


async def test_what_is_paid_for_is_read_four_times(world, house, facebook, clock):
    from peruopt.restaurant import Channel, Network

    with world.work(house.id) as w:
        channel = w.channels.add(Channel(restaurant_id=house.id, network=Network.X, account="a"))
        house.channels[Network.X] = channel.id
    world.publishers[Network.X] = facebook
    number = house.published(START, network=Network.X)
    for hours in STEPS:
        clock.tick(hours * HOUR)
        await measure_all(world)
    assert [at for at, _ in snapshots(world, house, number)] == [1, 24, 72, 168]


async def test_yesterday_s_posts_are_read_once_more_right_before_the_digest(world, house, clock):
    number = house.published(START)  # 10:00 in Lima; the digest is at 8:00
    clock.tick(21.8 * HOUR)
    await measure_all(world)
    clock.tick(0.1 * HOUR)
    await measure_all(world)
    assert [round(at, 1) for at, _ in snapshots(world, house, number)] == [21.8]
    clock.tick(0.2 * HOUR)
    await measure_all(world)
    assert [round(at, 1) for at, _ in snapshots(world, house, number)] == [21.8]


async def test_a_deleted_post_is_noticed_once(world, house, facebook, clock):
    from peruopt.errors import Gone

    number = house.published(START)
    facebook.metrics = Gone("networks.gone")
    for _ in range(5):
        clock.tick(HOUR)
        await measure_all(world)
    assert house.notices(clock.now()) == [("publishing.gone", f"post:{number}")]
