"""Tokens renewed before they lapse; a failure is tried again and never taken for a refusal."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.vault import FernetVault
from peruopt.credential import Secrets
from peruopt.errors import Busy
from peruopt.networks import Account, Client, Networks
from peruopt.publishers.lines import ConnectedLines
from peruopt.publishers.outbox import OutboxPublisher
from peruopt.publishers.switching import SwitchingPublisher
from peruopt.restaurant import Network
from peruopt.work.connecting import connect
from peruopt.work.renewing import renew_all
from tests.contract.publishers.test_publisher_contract import Memo
from tests.fakes import FakeEngine
from tests.house import found_house
from tests.networks.doors import MetaServer, XDoor
from tests.networks.faults import Fault, Kind
from tests.networks.graph import PAGE
from tests.networks.x import USER


@pytest.fixture
async def x(clock):
    async with XDoor(clock.now) as server:
        yield server


@pytest.fixture
async def meta(clock):
    async with MetaServer(clock.now) as server:
        yield server


class World:
    """A house with one account connected."""

    def __init__(self, database, clock, networks) -> None:
        self.database, self.clock, self.networks = database, clock, networks
        self.work, self.now = database.work, clock.now
        self.engine = FakeEngine()
        self.house = found_house(database)

    def connect(self, account: Account) -> int:
        return connect(self, self.house.person, account).channel.id

    def kept(self, channel: int):
        with self.work(self.house.id) as w:
            return w.credentials.of(channel)

    def secrets(self, channel: int) -> Secrets:
        return Secrets.opened(self.networks.vault, self.kept(channel).sealed)

    async def renew(self) -> None:
        await renew_all(self.work, self.database.directory, self.networks, self.now)

    def notices(self) -> list[str]:
        return [key for key, _ in self.house.notices(self.now())]


@pytest.fixture
def world(sqlite, clock, x, meta):
    vault = FernetVault(["a-key-of-the-house"])
    apps = {"meta_app": Client("1", "s"), "x_app": Client("2", "")}
    return World(sqlite, clock, Networks(vault, graph=meta.base_url, x=x.base_url, **apps))


def on_x(world, x) -> int:
    lapses = world.now() + timedelta(hours=2)
    secrets = Secrets(x.token, x.refresh)
    return world.connect(Account(Network.X, USER, "lamarbrava", secrets, lapses))


async def test_x_s_token_is_renewed_before_it_lapses_and_not_sooner(world, x, clock):
    channel, first = on_x(world, x), x.token
    await world.renew()
    assert world.secrets(channel).token == first
    clock.tick(timedelta(minutes=105))
    await world.renew()
    await world.renew()
    assert x.count == 1
    assert world.secrets(channel) == Secrets(x.token, x.refresh)
    assert world.kept(channel).expires_at == clock.now() + timedelta(hours=2)


@pytest.mark.parametrize("kind", [Kind.UNAVAILABLE, Kind.DROP_BEFORE, Kind.LIMITED])
async def test_a_failure_is_no_refusal(world, x, clock, kind):
    channel = on_x(world, x)
    clock.tick(timedelta(minutes=105))
    x.script.faults.append(Fault(kind, "oauth"))
    await world.renew()
    assert (world.kept(channel).problem, world.notices()) == ("", [])
    clock.tick(timedelta(minutes=12))
    await world.renew()
    assert world.secrets(channel).token == x.token
    assert x.count == 1


async def test_a_refusal_is_said_once_with_what_to_press(world, x, clock):
    channel = on_x(world, x)
    x.refresh = "another"
    clock.tick(timedelta(minutes=105))
    await world.renew()
    await world.renew()
    assert world.kept(channel).problem == "redes.revoked"
    assert world.notices() == ["redes.lapsed"]


async def test_a_page_s_token_is_renewed_with_the_person_s(world, meta, clock):
    lapses = clock.now() + timedelta(days=60)
    secrets = Secrets(meta.token, meta.person)
    channel = world.connect(Account(Network.FACEBOOK, PAGE, "La Mar Brava", secrets, lapses))
    clock.tick(timedelta(days=51))
    await world.renew()
    assert world.secrets(channel) == Secrets(meta.token, meta.person)
    assert meta.exchanges == 1


async def test_where_only_a_person_can_renew_they_are_warned_once_a_week_before(world, clock):
    lapses = clock.now() + timedelta(days=60)
    world.connect(Account(Network.FACEBOOK, PAGE, "La Mar Brava", Secrets("t"), lapses))
    clock.tick(timedelta(days=52))
    await world.renew()
    assert world.notices() == []
    clock.tick(timedelta(days=2))
    await world.renew()
    await world.renew()
    assert world.notices() == ["redes.lapses"]


def post_of(world, channel: int):
    number = world.house.approved(world.now(), network=Network.X, channel_id=channel)
    return world.house.post(number)


def switching(world, data_dir):
    lines = ConnectedLines(world.work, world.networks, world.now)
    return SwitchingPublisher(Network.X, OutboxPublisher(Network.X, data_dir), lines)


async def test_a_token_that_died_early_is_renewed_and_the_post_goes_out_once(world, x, data_dir):
    world.house.channels[Network.X] = channel = on_x(world, x)
    x.token = "something-else-now"
    await switching(world, data_dir).publish(post_of(world, channel), None, Memo())
    assert [copy.text for copy in x.wall] == ["Ceviche del día"]
    assert world.kept(channel).problem == ""


async def test_a_post_waits_while_its_lapsed_token_cannot_be_renewed(world, x, clock, data_dir):
    world.house.channels[Network.X] = channel = on_x(world, x)
    post = post_of(world, channel)
    clock.tick(timedelta(hours=3))
    x.script.faults.append(Fault(Kind.UNAVAILABLE, "oauth"))
    with pytest.raises(Busy):
        await switching(world, data_dir).publish(post, None, Memo())
    assert (world.kept(channel).problem, x.wall) == ("", [])


async def test_what_went_through_one_account_is_not_looked_for_in_another(world, x, data_dir):
    world.house.channels[Network.X] = channel = on_x(world, x)
    publisher, memo, post = switching(world, data_dir), Memo(), post_of(world, channel)
    await publisher.publish(post, None, memo)
    with world.work(world.house.id) as w:
        w.credentials.keep(replace(w.credentials.of(channel), external_id="999"))
    assert await publisher.find(post, memo) is None
    assert await publisher.unsent(post, memo) is False
    with world.work(world.house.id) as w:
        w.credentials.drop(channel)
    assert await publisher.find(post, memo) is None
    assert await publisher.unsent(post, memo) is False


async def test_hashtags_go_below_as_soon_as_the_house_says_so(world, meta):
    account = Account(Network.INSTAGRAM, PAGE, "La Mar Brava", Secrets(meta.token, meta.person))
    world.house.channels[Network.INSTAGRAM] = channel = world.connect(account)
    number = world.house.approved(world.now(), network=Network.INSTAGRAM, channel_id=channel)
    lines = ConnectedLines(world.work, world.networks, world.now)
    text = "Ceviche del día\n\n#Ceviche"
    line = await lines.of(world.house.post(number))
    assert line.publisher._split(text) == (text, "")
    with world.work(world.house.id) as w:
        w.restaurant.tags_below = True
    line = await lines.of(world.house.post(number))
    assert line.publisher._split(text) == ("Ceviche del día", "#Ceviche")
