"""What every publisher promises."""

from __future__ import annotations

from datetime import timedelta

from peruopt.post import Post
from peruopt.restaurant import Network
from tests.conftest import START


class Memo(dict):
    def put(self, key, value):
        self[key] = value


def approved(number: int = 1, **changes) -> Post:
    told = {"restaurant_id": 1, "channel_id": 1, "network": Network.FACEBOOK, "text": "Ceviche"}
    post = Post(id=number, **told | changes)
    post.approve("Rosa", START, START - timedelta(hours=1))
    return post


async def test_what_was_published_is_found_by_its_receipt(publisher):
    post, memo = approved(), Memo()
    receipt = await publisher.publish(post, None, memo)
    assert receipt.external_id
    assert await publisher.find(post, memo) == receipt


async def test_what_was_not_published_is_not_found(publisher):
    await publisher.publish(approved(1), None, Memo())
    assert await publisher.find(approved(2), Memo()) is None


async def test_two_posts_have_two_names(publisher):
    receipts = [await publisher.publish(approved(n), None, Memo()) for n in (1, 2)]
    assert receipts[0].external_id != receipts[1].external_id


async def test_a_receipt_survives_a_process_that_forgets_its_memo(publisher):
    post = approved()
    receipt = await publisher.publish(post, None, Memo())
    assert await publisher.find(post, Memo()) == receipt


async def test_it_knows_its_network(publisher):
    assert publisher.network is Network.FACEBOOK
