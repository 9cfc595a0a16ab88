"""A Facebook Page over a local Graph API."""

from __future__ import annotations

from datetime import timedelta

import pytest

from peruopt.errors import Busy, Gone, Rejected, Unauthorized, Uncertain
from peruopt.restaurant import Network
from peruopt.results import Media, Metrics
from tests.conftest import START
from tests.contract.publishers.test_publisher_contract import Memo, approved
from tests.networks.build import PICTURE, publisher_for, server_for
from tests.networks.faults import Fault, Kind

MINUTE = timedelta(minutes=1)


@pytest.fixture
async def page(clock):
    async with server_for(Network.FACEBOOK, clock.now) as server:
        server.slow = 20.0  # far longer than the client waits, and that is long for a busy machine
        yield server


@pytest.fixture
def facebook(page, clock):
    return publisher_for(Network.FACEBOOK, page, clock.now, timeout=1.0)


async def test_a_picture_goes_up_unseen_and_comes_out_with_its_post(facebook, page):
    post = approved(alt="Un ceviche con choclo")
    receipt = await facebook.publish(post, PICTURE, Memo())
    assert page.asked == ["photos", "feed", "node"]
    copy = page.wall[0]
    assert (copy.text, copy.picture, copy.alt) == (post.text, True, "Un ceviche con choclo")
    assert receipt.url == f"https://facebook.example/{copy.id}"


async def test_an_address_in_a_text_without_picture_becomes_a_link(facebook, page):
    await facebook.publish(approved(text="Reserva en lamarbrava.pe"), None, Memo())
    assert page.wall[0].link == "https://lamarbrava.pe"


async def test_a_picture_is_uploaded_once_however_often_the_post_is_tried(facebook, page):
    post, memo = approved(), Memo()
    page.script.faults = [Fault(Kind.LIMITED_RESET, "feed")]
    with pytest.raises(Busy) as busy:
        await facebook.publish(post, PICTURE, memo)
    assert 7 * MINUTE <= busy.value.retry_at - START <= 9 * MINUTE
    assert await facebook.unsent(post, memo)
    await facebook.publish(post, PICTURE, memo)
    assert page.asked.count("photos") == 1
    assert len(page.wall) == 1


async def test_a_changed_text_does_not_inherit_the_old_ones_notes(facebook, page):
    memo = Memo()
    page.script.faults = [Fault(Kind.DROP_AFTER, "feed")]
    with pytest.raises(Uncertain):
        await facebook.publish(approved(), PICTURE, memo)
    assert not await facebook.unsent(approved(), memo)
    assert await facebook.unsent(approved(text="Otro texto"), memo)


@pytest.mark.parametrize(
    ("kind", "error", "key"),
    [
        (Kind.EXPIRED, Unauthorized, "networks.token"),
        (Kind.SCOPE, Unauthorized, "networks.scope"),
    ],
)
async def test_a_lapsed_token_is_not_a_missing_permission(facebook, page, kind, error, key):
    page.script.faults = [Fault(kind, "feed")]
    memo = Memo()
    with pytest.raises(error, match=key):
        await facebook.publish(approved(), PICTURE, memo)
    assert await facebook.unsent(approved(), memo)


@pytest.mark.parametrize("step", ["photos", "feed"])
@pytest.mark.parametrize(
    "kind", [Kind.DROP_BEFORE, Kind.UNAVAILABLE, Kind.SLOW, Kind.HALF, Kind.GARBAGE]
)
async def test_only_the_request_that_makes_it_public_can_be_in_doubt(facebook, page, step, kind):
    page.script.faults = [Fault(kind, step)]
    with pytest.raises(Busy if step == "photos" else Uncertain):
        await facebook.publish(approved(), PICTURE, Memo())


@pytest.mark.parametrize("hours", [-3, 0, 3])
async def test_a_lost_post_is_found_on_a_wall_with_another_clock(facebook, page, hours):
    page.skew = timedelta(hours=hours)
    page.script.faults = [Fault(Kind.DROP_AFTER, "feed")]
    memo = Memo()
    with pytest.raises(Uncertain):
        await facebook.publish(approved(), PICTURE, memo)
    assert (await facebook.find(approved(), memo)).external_id == page.wall[0].id


async def test_last_weeks_post_with_the_same_words_is_another_one(facebook, page, clock):
    await facebook.publish(approved(), PICTURE, Memo())
    clock.tick(timedelta(days=7))
    again, memo = approved(), Memo(sent_at=clock.now().isoformat())
    assert await facebook.find(again, memo) is None


async def test_results_are_read_and_what_nobody_tells_stays_unknown(facebook, page, clock):
    receipt = await facebook.publish(approved(), PICTURE, Memo())
    post = approved(external_id=receipt.external_id)
    assert await facebook.measure(post, clock.now()) == Metrics(likes=12, comments=3, shares=0)
    page.insights = {"post_media_view": 900, "post_total_media_view_unique": 700}
    told = await facebook.measure(post, clock.now())
    assert (told.views, told.reach, told.clicks) == (900, 700, None)
    page.deleted.add(receipt.external_id)
    with pytest.raises(Gone):
        await facebook.measure(post, clock.now())


async def test_counts_that_we_may_not_see_are_unknown_and_not_none_at_all(facebook, page, clock):
    receipt = await facebook.publish(approved(), PICTURE, Memo())
    page.counts = False
    post = approved(external_id=receipt.external_id)
    assert await facebook.measure(post, clock.now()) == Metrics()


async def test_the_whole_history_comes_page_by_page(facebook, page, clock):
    for number in range(120):
        page.put_up(f"Plato {number}", picture=number % 2 == 0)
        clock.tick(timedelta(hours=1))
    since = START + timedelta(hours=10)
    past = [one async for one in facebook.history(since)]
    assert [one.text for one in past] == [f"Plato {number}" for number in range(119, 9, -1)]
    assert {one.media for one in past} == {Media.PHOTO, Media.TEXT}
    assert past[-1].published_at == since
    assert past[0].metrics.likes == 12


async def test_a_refusal_names_a_sentence(facebook):
    with pytest.raises(Rejected, match=r"networks\.refused"):
        await facebook.publish(approved(text="x" * 70_000), None, Memo())


async def test_it_says_whose_page_it_is(facebook, page):
    assert await facebook.check() == "La Mar Brava"
    page.token = "another"
    with pytest.raises(Unauthorized):
        await facebook.check()
