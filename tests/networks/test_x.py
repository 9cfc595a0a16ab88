"""X over a local API v2: pieces, threads, limits by the network's own clock."""

from __future__ import annotations

from datetime import timedelta

import pytest

from peruopt.errors import Busy, Gone, Rejected
from peruopt.publishers.x_media import PIECE
from peruopt.restaurant import Network
from peruopt.results import Metrics
from tests.conftest import START
from tests.contract.publishers.test_publisher_contract import Memo, approved
from tests.networks.build import PICTURE, publisher_for, server_for
from tests.networks.faults import Fault, Kind

MINUTE = timedelta(minutes=1)
LONG = " ".join(f"Plato número {n}, con su ají y su limón de chulucanas." for n in range(14))


@pytest.fixture
async def wall(clock):
    async with server_for(Network.X, clock.now) as server:
        yield server


@pytest.fixture
def x(wall, clock):
    return publisher_for(Network.X, wall, clock.now, timeout=0.3)


async def test_a_picture_goes_up_in_pieces_with_its_description(x, wall):
    picture = PICTURE[:4] + bytes(2 * PIECE)
    await x.publish(approved(alt="Un ceviche"), picture, Memo())
    assert wall.asked == [
        "initialize",
        "append",
        "append",
        "append",
        "finalize",
        "metadata",
        "tweets",
    ]
    assert (wall.wall[0].picture, wall.wall[0].alt) == (True, "Un ceviche")


@pytest.mark.parametrize("hours", [-2, 0, 2])
async def test_a_limit_ends_by_xs_own_clock(x, wall, hours):
    wall.skew = timedelta(hours=hours)
    wall.script.faults = [Fault(Kind.LIMITED_RESET, "tweets")]
    with pytest.raises(Busy) as busy:
        await x.publish(approved(), None, Memo())
    assert 7 * MINUTE <= busy.value.retry_at - START <= 9 * MINUTE


async def test_the_hundredth_post_is_the_last_that_is_asked_for(x, wall, clock):
    for number in range(100):
        await x.publish(approved(number), None, Memo())
    asked = len(wall.asked)
    with pytest.raises(Busy) as busy:
        await x.publish(approved(101), None, Memo())
    assert len(wall.asked) == asked, "the limit is kept before it hits"
    clock.tick(busy.value.retry_at - clock.now())
    await x.publish(approved(101), None, Memo())
    assert len(wall.wall) == 101


async def test_what_is_too_long_is_refused_unless_it_was_approved_as_a_thread(x):
    with pytest.raises(Rejected):
        await x.publish(approved(text=LONG), None, Memo())


async def test_the_same_words_twice_are_ours_if_we_put_them_there(x, wall, clock):
    post, memo = approved(), Memo()
    await x.publish(post, None, memo)
    receipt = await x.publish(post, None, Memo())
    assert [one.id for one in wall.wall] == [receipt.external_id]
    clock.tick(timedelta(hours=3))
    again = Memo(sent_at=clock.now().isoformat())
    with pytest.raises(Rejected, match=r"networks\.duplicate"):
        await x.publish(post, None, again)
    assert await x.unsent(post, again)


async def test_results_history_and_what_was_deleted(x, wall, clock):
    receipt = await x.publish(approved(), PICTURE, Memo())
    post = approved(external_id=receipt.external_id)
    told = Metrics(likes=9, comments=2, shares=4, saves=1, views=400)
    assert await x.measure(post, clock.now()) == told
    for number in range(120):
        wall.put_up(f"Plato {number}")
    past = [one async for one in x.history(START - MINUTE)]
    assert len(past) == 121
    assert past[-1].metrics == told
    wall.deleted.add(receipt.external_id)
    with pytest.raises(Gone):
        await x.measure(post, clock.now())


async def test_looking_for_a_post_reads_little(x, wall):
    for number in range(50):
        wall.put_up(f"Plato {number}")
    assert await x.find(approved(), Memo()) is None
    assert wall.reads == 10
