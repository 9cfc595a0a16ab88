"""A Telegram channel over a local Bot API."""

from __future__ import annotations

from datetime import timedelta

import pytest

from peruopt.errors import Busy, Rejected, Unauthorized, Uncertain
from peruopt.restaurant import Network
from tests.contract.publishers.test_publisher_contract import Memo, approved
from tests.networks.build import PICTURE, publisher_for, server_for
from tests.networks.faults import Fault, Kind


@pytest.fixture
async def api(clock):
    async with server_for(Network.TELEGRAM, clock.now) as server:
        yield server


@pytest.fixture
def channel(api, clock):
    return publisher_for(Network.TELEGRAM, api, clock.now)


async def test_with_and_without_a_picture(channel, api):
    receipt = await channel.publish(approved(1), PICTURE, Memo())
    assert receipt.url == f"https://t.me/lamarbrava/{receipt.external_id}"
    await channel.publish(approved(2), None, Memo())
    assert api.asked == ["sendPhoto", "sendMessage"]
    assert [one.picture for one in api.wall] == [True, False]


async def test_a_caption_is_shorter_than_a_message(channel, api):
    with pytest.raises(Rejected, match=r"networks\.caption"):
        await channel.publish(approved(text="á" * 1025), PICTURE, Memo())
    await channel.publish(approved(text="á" * 1025), None, Memo())
    with pytest.raises(Rejected, match=r"networks\.long"):
        await channel.publish(approved(text="á" * 4097), None, Memo())
    assert len(api.wall) == 1


async def test_the_minutes_limit_says_when(channel, api, clock):
    for number in range(20):
        await channel.publish(approved(number), None, Memo())
    with pytest.raises(Busy) as busy:
        await channel.publish(approved(21), None, Memo())
    assert timedelta(0) < busy.value.retry_at - clock.now() < timedelta(seconds=80)


async def test_what_is_lost_cannot_be_looked_for(channel, api):
    memo = Memo()
    api.script.faults = [Fault(Kind.DROP_AFTER, "sendPhoto")]
    with pytest.raises(Uncertain):
        await channel.publish(approved(), PICTURE, memo)
    assert await channel.find(approved(), memo) is None
    assert not await channel.unsent(approved(), memo)


async def test_rights_and_tokens_are_told_apart(channel, api):
    assert await channel.check() == "La Mar Brava"
    api.rights = False
    for act in (channel.check, lambda: channel.publish(approved(), PICTURE, Memo())):
        with pytest.raises(Unauthorized, match=r"networks\.telegram_rights"):
            await act()
    api.token = "1:another"
    with pytest.raises(Unauthorized, match=r"networks\.token"):
        await channel.check()
