"""The embedded engine with a real scheduler, a real clock and a real database."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta

import pytest

from bot.clock import Clock, ClockEngine
from peruopt.errors import Busy
from peruopt.post import State
from peruopt.restaurant import Channel, Network
from peruopt.work.missing import again, choose
from storage import jobstore
from tests.fakes import FakePublisher, services
from tests.house import found_house

SECOND = timedelta(seconds=1)


@asynccontextmanager
async def running(engine: ClockEngine):
    task = asyncio.create_task(engine.run())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def until(true, seconds: float = 20.0) -> None:
    """Wait until it is so; look ten times a second."""
    async with asyncio.timeout(seconds):
        while not true():  # noqa: ASYNC110, it is a database that is watched
            await asyncio.sleep(0.1)


def built(database, *publishers, **others):
    clock = Clock()
    engine = ClockEngine(clock)
    world = services(database, clock.now, *publishers, engine=engine, **others)
    engine.attach(world)
    return engine, world


async def test_200_posts_due_at_once_go_out_once_each_in_order(database):
    facebook, instagram = FakePublisher(), FakePublisher(Network.INSTAGRAM)
    facebook.slow = instagram.slow = 0.002
    engine, _ = built(database, facebook, instagram)
    house = found_house(database)
    due = datetime.now(UTC) + 2 * SECOND
    networks = (Network.FACEBOOK, Network.INSTAGRAM)
    posts = [house.approved(due, network=networks[n % 2]) for n in range(200)]
    async with running(engine):
        await until(lambda: house.states() == {State.PUBLISHED: 200}, 60)
    out = [number for number, _ in facebook.wall + instagram.wall]
    assert Counter(out) == Counter(posts)
    assert out == posts[0::2] + posts[1::2], "in order on each channel"
    assert (facebook.most_at_once, instagram.most_at_once) == (1, 1)


async def test_two_engines_on_one_database_publish_once(postgresql, data_dir):
    from storage.database import open_database

    database = open_database(postgresql(), data_dir=data_dir)
    house, facebook = found_house(database), FakePublisher()
    posts = [house.approved(datetime.now(UTC)) for _ in range(30)]
    engines = [built(database, facebook)[0] for _ in range(2)]
    async with running(engines[0]), running(engines[1]):
        await until(lambda: house.states() == {State.PUBLISHED: 30}, 60)
    assert Counter(number for number, _ in facebook.wall) == Counter(posts)
    database.close()


async def test_channels_go_side_by_side_and_a_hanging_one_holds_nobody(sqlite, monkeypatch):
    monkeypatch.setattr("bot.clock.PARTING", 0.1)
    facebook, instagram = FakePublisher(), FakePublisher(Network.INSTAGRAM)
    facebook.hangs = True
    engine, _ = built(sqlite, facebook, instagram)
    house = found_house(sqlite)
    now = datetime.now(UTC)
    for _ in range(5):
        house.approved(now)
    for _ in range(5):
        house.approved(now, network=Network.INSTAGRAM)
    async with running(engine):
        await until(lambda: len(instagram.wall) == 5)
        assert facebook.wall == []
    assert house.states() == {
        State.PUBLISHED: 5,
        State.UNCERTAIN: 1,  # it was being sent when the process was stopped
        State.SCHEDULED: 4,
    }


async def test_a_post_scheduled_now_goes_out_now(sqlite):
    facebook = FakePublisher()
    engine, world = built(sqlite, facebook)
    house = found_house(sqlite)
    async with running(engine):
        await asyncio.sleep(0.3)
        number = house.approved(world.now() - timedelta(hours=2))
        await until(lambda: house.post(number).state is State.MISSED)
        with world.work(house.id) as w:
            again(world, w, choose(w, number), world.now(), "Rosa")
        began = world.now()
        await until(lambda: house.post(number).state is State.PUBLISHED)
    assert house.post(number).published_at - began < 3 * SECOND


async def test_a_post_put_back_while_its_job_ends_waits_for_no_other_look(sqlite, monkeypatch):
    engine, world = built(sqlite, FakePublisher())
    monkeypatch.setattr(engine, "_chores", dict)  # no other job makes the scheduler look
    monkeypatch.setattr(jobstore, "LOOK_EVERY", timedelta(hours=1))
    house, real, put_back = found_house(sqlite), engine._lanes.send, []

    async def send(house_id, number):
        await real(house_id, number)
        if not put_back:
            put_back.append(number)
            with world.work(house_id) as w:
                again(world, w, choose(w, number), world.now(), "Rosa")
            await asyncio.sleep(0.1)  # its own call comes and finds the job still busy

    monkeypatch.setattr(engine._lanes, "send", send)
    number = house.approved(world.now() - timedelta(hours=2))
    async with running(engine):
        await until(lambda: house.post(number).state is State.PUBLISHED)
    assert put_back == [number]


async def test_a_post_that_raises_stops_no_other(sqlite, caplog):
    class Broken(FakePublisher):
        async def publish(self, post, picture, memo):
            if post.text == "roto":
                raise RuntimeError
            return await super().publish(post, picture, memo)

    facebook = Broken()
    engine, _ = built(sqlite, facebook)
    house = found_house(sqlite)
    bad = house.approved(datetime.now(UTC), "roto")
    good = house.approved(datetime.now(UTC))
    real, failures = engine._lanes._lane, []

    async def lane(post_id):
        if post_id == bad and len(failures) < 1:
            failures.append(post_id)
            raise OSError
        return await real(post_id)

    engine._lanes._lane = lane
    with caplog.at_level(logging.CRITICAL):
        async with running(engine):
            await until(lambda: house.post(good).state is State.PUBLISHED)
    assert failures == [bad]


async def test_the_scheduler_survives_a_database_that_cannot_be_read(sqlite, monkeypatch, caplog):
    monkeypatch.setattr(jobstore, "LOOK_EVERY", timedelta(seconds=0.2))
    facebook = FakePublisher()
    engine, world = built(sqlite, facebook)
    house = found_house(sqlite)
    directory, broken = world.directory, [True, True, True]

    class Flaky:
        def __getattr__(self, name):
            return getattr(directory, name)

        def runs(self, until):
            if broken:
                broken.pop()
                raise OSError
            return directory.runs(until)

    object.__setattr__(world, "directory", Flaky())
    number = house.approved(datetime.now(UTC))
    with caplog.at_level(logging.CRITICAL):
        async with running(engine):
            await until(lambda: house.post(number).state is State.PUBLISHED)


async def test_a_busy_network_is_asked_again_by_the_engine(sqlite, monkeypatch):
    monkeypatch.setattr("peruopt.work.recording.LEAST_WAIT", SECOND / 2)
    facebook = FakePublisher()
    facebook.first = [Busy(datetime.now(UTC))] * 3
    engine, _ = built(sqlite, facebook)
    house = found_house(sqlite)
    monkeypatch.setattr(jobstore, "LOOK_EVERY", SECOND / 4)
    number = house.approved(datetime.now(UTC))
    async with running(engine):
        await until(lambda: house.post(number).state is State.PUBLISHED)
    assert len(facebook.wall) == 1


async def test_skipping_a_week_publishes_measures_and_tells_on_the_way(sqlite):
    facebook, digests = FakePublisher(), []
    clock = Clock()
    engine = ClockEngine(clock)
    world = services(sqlite, clock.now, facebook, engine=engine)

    async def digest() -> None:
        digests.append(clock.now())

    engine.attach(world, digest=digest)
    house = found_house(sqlite, demo=True, digest_at=None)
    start = clock.now()
    posts = [house.approved(start + timedelta(days=day, hours=3)) for day in range(7)]
    extra = house.approved(start + timedelta(hours=3))
    assert await engine.skip(timedelta(days=9).total_seconds())
    assert house.states() == {State.PUBLISHED: 8}
    for number in [*posts, extra]:
        post = house.post(number)
        assert post.published_at - post.due_at < timedelta(seconds=30)
    with world.work(house.id) as w:
        ages = [(s.at - start) / timedelta(hours=1) - 3 for s in w.results.of(posts[0])]
    assert ages == pytest.approx([1, *range(24, 24 * 9, 24)], abs=1.1)
    assert len(digests) >= 9 * 24
    assert timedelta(0) <= clock.now() - start - timedelta(days=9) < timedelta(minutes=1)


async def test_real_restaurants_live_in_real_time(sqlite, tmp_path):
    clock = Clock(tmp_path / "clock")
    clock.advance(timedelta(days=3))
    assert Clock(tmp_path / "clock").ahead == timedelta(days=3)
    engine = ClockEngine(clock)
    engine.attach(services(sqlite, clock.now, engine=engine))
    found_house(sqlite, demo=True)
    assert await engine.skip(60)
    found_house(sqlite)
    assert not await engine.skip(60)
    async with running(engine):
        await until(lambda: not clock.ahead)
    assert Clock(tmp_path / "clock").ahead == timedelta()


async def test_order_is_kept_on_a_channel_of_its_own(sqlite):
    """Two accounts on one network do not wait for each other."""
    facebook = FakePublisher()
    facebook.slow = 0.05
    engine, world = built(sqlite, facebook)
    house = found_house(sqlite)
    with world.work(house.id) as w:
        second = w.channels.add(
            Channel(restaurant_id=house.id, network=Network.FACEBOOK, account="b", publishes=True)
        ).id
    now = datetime.now(UTC)
    first = [house.approved(now) for _ in range(4)]
    other = [house.approved(now, channel_id=second) for _ in range(4)]
    async with running(engine):
        await until(lambda: house.states() == {State.PUBLISHED: 8})
    out = [number for number, _ in facebook.wall]
    assert [n for n in out if n in first] == first
    assert [n for n in out if n in other] == other
    assert facebook.most_at_once == 2
