"""An Instagram account over a local Graph API: containers above all."""

from __future__ import annotations

from datetime import timedelta

import pytest

from peruopt.errors import Busy, Rejected, Uncertain
from peruopt.restaurant import Network
from peruopt.results import Media, Metrics
from tests.contract.publishers.test_publisher_contract import Memo, approved
from tests.networks.build import PICTURE, publisher_for, server_for
from tests.networks.faults import Fault, Kind

HOUR = timedelta(hours=1)


@pytest.fixture
async def account(clock):
    async with server_for(Network.INSTAGRAM, clock.now) as server:
        yield server


@pytest.fixture
def instagram(account, clock):
    async def pause(seconds):
        clock.tick(timedelta(seconds=seconds))

    return publisher_for(Network.INSTAGRAM, account, clock.now, pause=pause)


async def test_container_then_publication_with_caption_and_description(instagram, account):
    receipt = await instagram.publish(approved(alt="Un ceviche"), PICTURE, Memo())
    copy = account.wall[0]
    assert (copy.text, copy.alt) == (approved().text, "Un ceviche")
    assert receipt.url == f"https://instagram.example/p/{copy.id}"


async def test_it_waits_for_a_slow_container_and_keeps_it(instagram, account, clock):
    began, memo = clock.now(), Memo()
    account.stuck = lambda: clock.now() < began + timedelta(minutes=3)
    tries = 0
    while not account.wall:
        tries += 1
        try:
            await instagram.publish(approved(), PICTURE, memo)
        except Busy as busy:
            clock.tick(busy.retry_at - clock.now())
    assert tries == 3
    assert len(account.containers) == 1


async def test_a_container_that_is_stuck_is_replaced(instagram, account, clock):
    began, memo = clock.now(), Memo()
    account.stuck = lambda: len(account.containers) < 2
    while not account.wall:
        try:
            await instagram.publish(approved(), PICTURE, memo)
        except Busy as busy:
            clock.tick(busy.retry_at - clock.now())
    assert len(account.containers) == 2
    assert timedelta(minutes=8) < clock.now() - began < timedelta(minutes=12)


async def test_a_container_past_its_day_is_made_anew(instagram, account, clock):
    memo = Memo()
    account.script.faults = [Fault(Kind.LIMITED, "media_publish")]
    with pytest.raises(Busy):
        await instagram.publish(approved(), PICTURE, memo)
    clock.tick(30 * HOUR)
    await instagram.publish(approved(), PICTURE, memo)
    assert len(account.containers) == 2
    assert len(account.wall) == 1


async def test_an_unspent_container_proves_that_nothing_is_out(instagram, account):
    memo = Memo()
    account.script.faults = [Fault(Kind.UNAVAILABLE, "media_publish")]
    with pytest.raises(Uncertain):
        await instagram.publish(approved(), PICTURE, memo)
    assert await instagram.unsent(approved(), memo)


async def test_a_spent_container_is_never_spent_again(instagram, account):
    memo = Memo()
    account.script.faults = [Fault(Kind.DROP_AFTER, "media_publish")]
    with pytest.raises(Uncertain):
        await instagram.publish(approved(), PICTURE, memo)
    assert not await instagram.unsent(approved(), memo)
    receipt = await instagram.publish(approved(), PICTURE, memo)
    assert [one.id for one in account.wall] == [receipt.external_id]


async def test_the_days_limit_is_read_before_a_container_is_made(instagram, account):
    account.quota = 1
    await instagram.publish(approved(1), PICTURE, Memo())
    with pytest.raises(Busy):
        await instagram.publish(approved(2), PICTURE, Memo())
    assert len(account.containers) == 1


async def test_a_picture_that_meta_cannot_use_is_a_sentence(instagram, account):
    account.stuck = lambda: account.containers[str(account._count)].update(status="ERROR") or True
    with pytest.raises(Rejected, match=r"networks\.picture_unusable"):
        await instagram.publish(approved(), PICTURE, Memo())


async def test_without_a_picture_there_is_nothing_to_post(instagram, account):
    with pytest.raises(Rejected, match=r"networks\.needs_picture"):
        await instagram.publish(approved(picture=None), None, Memo())
    assert account.asked == []


async def test_hashtags_go_below_when_asked_to(account, clock):
    instagram = publisher_for(Network.INSTAGRAM, account, clock.now, hashtags_below=True)
    post, memo = approved(text="¡Ceviche!\n\n#ceviche #lima"), Memo()
    receipt = await instagram.publish(post, PICTURE, memo)
    assert (account.wall[0].text, account.wall[0].comments) == ("¡Ceviche!", ["#ceviche #lima"])
    assert await instagram.find(post, Memo()) == receipt


async def test_results_and_history(instagram, account, clock):
    receipt = await instagram.publish(approved(), PICTURE, Memo())
    account.insights = {"views": 900, "reach": 700, "likes": 80, "comments": 4, "saved": 9}
    told = await instagram.measure(approved(external_id=receipt.external_id), clock.now())
    assert told == Metrics(likes=80, comments=4, saves=9, reach=700, views=900)
    past = [one async for one in instagram.history(clock.now() - HOUR)]
    assert [(one.text, one.media) for one in past] == [(approved().text, Media.PHOTO)]
    assert [one async for one in instagram.history(clock.now() + HOUR)] == []
