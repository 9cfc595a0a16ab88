"""Several pictures in one post: whole, within each network's limits, and across a crash."""

from __future__ import annotations

from datetime import timedelta

import pytest

from peruopt.errors import Busy, PublishError, Rejected
from peruopt.publishers.albums import MOST
from peruopt.restaurant import Network
from tests.contract.publishers.test_publisher_contract import Memo, approved
from tests.networks.build import PICTURE, REAL, publisher_for, server_for
from tests.networks.faults import Fault, Kind

LIKES_ALT = {Network.FACEBOOK, Network.INSTAGRAM, Network.X}
UPLOADS = {Network.FACEBOOK: "photos", Network.INSTAGRAM: "container", Network.X: "finalize"}


@pytest.fixture(params=REAL)
async def wall(request, clock):
    async with server_for(request.param, clock.now) as server:
        server.network = request.param
        yield server


def several(network, count: int):
    keys = [f"{number}.jpg" for number in range(count)]
    return approved(
        network=network, picture=keys[0], more=" ".join(keys[1:]), alt="Ceviche y chicha"
    )


def publisher(wall, clock):
    async def pause(seconds):
        clock.tick(timedelta(seconds=seconds))

    return publisher_for(wall.network, wall, clock.now, pause=pause)


async def sent(publisher, post, memo, count: int):
    return await publisher.publish(post, PICTURE, memo, [PICTURE] * (count - 1))


@pytest.mark.parametrize("count", [2, 4])
async def test_an_album_goes_out_whole_and_once(wall, clock, count):
    post, memo = several(wall.network, count), Memo()
    receipt = await sent(publisher(wall, clock), post, memo, count)
    assert [len(one.album) for one in wall.wall] == [count]
    assert receipt.external_id == wall.wall[0].id
    if wall.network in LIKES_ALT:
        said = [f"Ceviche y chicha ({number}/{count})" for number in range(1, count + 1)]
        assert wall.wall[0].album == said
    assert await publisher(wall, clock).find(post, memo) == receipt


async def test_the_most_that_a_network_takes_and_one_more(wall, clock):
    most = MOST[wall.network]
    with pytest.raises(Rejected, match="many_pictures"):
        await sent(publisher(wall, clock), several(wall.network, most + 1), Memo(), most + 1)
    assert wall.asked == [], "nothing is uploaded for what will be refused"
    await sent(publisher(wall, clock), several(wall.network, most), Memo(), most)
    assert len(wall.wall[0].album) == most


@pytest.mark.parametrize("after", [1, 2])
async def test_what_was_uploaded_before_a_crash_is_not_uploaded_again(wall, clock, after):
    if wall.network is Network.TELEGRAM:
        pytest.skip("it takes all pictures in one request")
    step, post, memo = UPLOADS[wall.network], several(wall.network, 3), Memo()
    seen = []

    def taken(at, now):
        seen.append(at)
        return Kind.UNAVAILABLE if at == step and seen.count(step) == after + 1 else None

    wall.script.take = taken
    with pytest.raises(Busy):
        await sent(publisher(wall, clock), post, memo, 3)
    assert wall.wall == []
    clock.tick(timedelta(minutes=1))
    await sent(publisher(wall, clock), post, memo, 3)
    assert [len(one.album) for one in wall.wall] == [3]
    # the three pictures, the one that failed, and Instagram's carousel around them
    carousel = wall.network is Network.INSTAGRAM
    assert seen.count(step) == 4 + carousel


async def test_an_answer_lost_after_the_album_is_out_makes_no_second_one(wall, clock):
    post, memo = several(wall.network, 3), Memo()
    step = "sendMediaGroup" if wall.network is Network.TELEGRAM else wall.final
    wall.script.faults = [Fault(Kind.DROP_AFTER, step)]
    with pytest.raises(PublishError):
        await sent(publisher(wall, clock), post, memo, 3)
    assert len(wall.wall) == 1
    assert await publisher(wall, clock).unsent(post, memo) is False
    if wall.network is not Network.TELEGRAM:
        found = await publisher(wall, clock).find(post, memo)
        assert found.external_id == wall.wall[0].id


async def test_instagram_makes_all_anew_when_a_carousel_has_lapsed(clock):
    server = server_for(Network.INSTAGRAM, clock.now)
    server.network = Network.INSTAGRAM
    await server.open()
    post, memo = several(Network.INSTAGRAM, 2), Memo()
    server.script.faults = [Fault(Kind.LIMITED, "media_publish")]
    with pytest.raises(Busy):
        await sent(publisher(server, clock), post, memo, 2)
    clock.tick(timedelta(hours=25))
    await sent(publisher(server, clock), post, memo, 2)
    assert len(server.containers) == 6
    assert [len(one.album) for one in server.wall] == [2]
    await server.close()
