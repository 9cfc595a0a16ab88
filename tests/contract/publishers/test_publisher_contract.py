"""What every publisher promises."""

from __future__ import annotations

from datetime import timedelta

import pytest

from peruopt.post import Post
from peruopt.progress import PROGRESS, progress
from peruopt.restaurant import Network
from peruopt.rules import threads
from tests.conftest import START
from tests.networks.build import PICTURE


class Memo(dict):
    def put(self, key, value):
        self[key] = value


def approved(number: int = 1, **changes) -> Post:
    told = {"restaurant_id": 1, "channel_id": 1, "network": Network.FACEBOOK, "picture": "a.jpg"}
    post = Post(id=number, **told | {"text": f"Ceviche {number} 🐟 & chicha"} | changes)
    post.approve("Rosa", START, START - timedelta(hours=1))
    return post


async def test_what_was_published_is_found_by_its_receipt(publisher):
    post, memo = approved(), Memo()
    receipt = await publisher.publish(post, PICTURE, memo)
    assert receipt.external_id
    assert await publisher.find(post, memo) == receipt


async def test_what_was_not_published_is_not_found(publisher):
    await publisher.publish(approved(1), PICTURE, Memo())
    assert await publisher.find(approved(2), Memo()) is None


async def test_two_posts_have_two_names(publisher):
    receipts = [await publisher.publish(approved(n), PICTURE, Memo()) for n in (1, 2)]
    assert receipts[0].external_id != receipts[1].external_id


async def test_a_receipt_survives_a_process_that_forgets_its_memo(publisher):
    if publisher.network is Network.TELEGRAM:
        pytest.skip("a bot is shown nothing of what stands in a channel")
    post = approved()
    receipt = await publisher.publish(post, PICTURE, Memo())
    assert await publisher.find(post, Memo()) == receipt


async def test_what_was_published_is_never_called_unsent(publisher):
    post, memo = approved(), Memo()
    await publisher.publish(post, PICTURE, memo)
    assert await publisher.unsent(post, memo) is False


async def test_it_knows_its_network(publisher):
    assert publisher.network in set(Network)


async def test_a_thread_is_one_post_with_one_receipt(publisher):
    text = "Ceviche de hoy, con su leche de tigre y su canchita. " * 12
    cut = len(threads.cut(text)) if publisher.network is Network.X else 0
    post, memo = approved(text=text, network=publisher.network, thread=cut), Memo()
    receipt = await publisher.publish(post, PICTURE, memo)
    if cut:  # others are told by `in_doubt` alone whether to look first
        assert await publisher.publish(post, PICTURE, memo) == receipt
    assert await publisher.find(post, memo) == receipt
    assert await publisher.unsent(post, memo) is False
    told = progress(memo.get(PROGRESS))
    assert (told.out, told.external_id) == (cut, receipt.external_id) if cut else told is None
