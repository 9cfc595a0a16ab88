"""The line to Slack when it is bad: redelivered, cut, forged, late."""

from __future__ import annotations

import asyncio
import json
import time

import pytest
from pydantic import SecretStr

from bot.slack import SlackDoor
from peruopt.chat.command import Register
from peruopt.chat.message import Action, Button, Message, Reply
from peruopt.errors import UserError
from tests.slack.conftest import ROOM
from tests.slack.delivering import encoded
from tests.slack.emulator import TEAM_ROOM

CARD = Reply("¿Va?", buttons=((Button("Aprobar", Action("aprobar", ("7",))),),))


@pytest.mark.parametrize("http", [False, True])
async def test_what_is_delivered_twice_is_heard_once(slack, opened, until, http):
    async with opened(http=http) as at:
        await at.door.send(ROOM, CARD)
        await slack.say("UROSA", TEAM_ROOM, "@peruopt hola", again=True)
        await slack.slash("UROSA", TEAM_ROOM, "hola", again=True)
        await slack.press("UROSA", "Aprobar", again=True)
        await until(lambda: len(at.heard) == 3)
        await asyncio.sleep(0.1)
    assert len({m.id for m in at.heard}) == len(at.heard) == 3


async def test_an_acknowledgement_lost_on_its_way_does_no_harm(slack, opened, until):
    slack.line.patience, slack.line.deaf = 0.1, True
    async with opened() as at:
        done = await slack.slash("UROSA", TEAM_ROOM, "una vez")
        await asyncio.sleep(0.35)
        slack.line.deaf = False
        await until(done.done)
    assert [m.text for m in at.heard] == ["una vez"]


@pytest.mark.parametrize("cut", ["refresh", "drop"])
async def test_a_cut_line_loses_nothing(slack, opened, until, cut):
    async with opened() as at:
        for number in range(12):
            await slack.say("UROSA", TEAM_ROOM, f"@peruopt {number}")
            if number in (3, 7):
                await getattr(slack.line, cut)()
        await until(lambda: len(at.heard) >= 12 and slack.line.connections >= 2, 15)
    assert sorted(int(m.text) for m in at.heard) == list(range(12))


async def test_everything_is_acknowledged_at_once(slack, opened, until):
    hold = asyncio.Event()

    async def script(_door, _message):
        await hold.wait()

    async with opened(script) as at:
        await at.door.send(ROOM, CARD)
        began = time.monotonic()
        for send in (
            slack.slash("UROSA", TEAM_ROOM, "larga"),
            slack.press("UROSA", "Aprobar"),
            slack.slash("UROSA", TEAM_ROOM, "otra"),
        ):
            done = await send
            await until(done.done)
        assert time.monotonic() - began < 2
        hold.set()


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"secret": "otra"}, 401),
        ({"ago": 400}, 401),
        ({"ago": -400}, 401),
        ({"X-Slack-Request-Timestamp": "ayer"}, 401),
        ({"X-Slack-Request-Timestamp": ""}, 401),
        ({"X-Slack-Signature": ""}, 401),
        ({"X-Slack-Signature": "v0=00"}, 401),
        ({}, 200),
    ],
)
async def test_only_slack_itself_is_believed(slack, opened, until, wrong, status):
    wrong = dict(wrong)
    if "ago" in wrong:  # from now, not from when the tests were collected
        wrong["at"] = time.time() - wrong.pop("ago")
    async with opened(http=True) as at:
        payload = {
            "command": "/peruopt",
            "text": "hola",
            "user_id": "UROSA",
            "channel_id": TEAM_ROOM,
            "trigger_id": "1.1",
        }
        said = slack.space.add(TEAM_ROOM, "UROSA", "@peruopt hola")
        event = slack.callback(slack._event(said, ()) | {"type": "app_mention"})
        for kind, told in (("slash_commands", payload), ("events_api", event)):
            done, _ = await slack.line.post(*encoded(kind, told), **wrong)
            assert done == status
        await asyncio.sleep(0.05)
        assert len(at.heard) == 2 * (status == 200)


async def test_slack_is_answered_when_it_checks_the_address(slack, opened):
    async with opened(http=True):
        body = json.dumps({"type": "url_verification", "challenge": "abc"})
        assert await slack.line.post(body, "application/json") == (200, '{"challenge": "abc"}')


async def test_what_a_restart_interrupts_is_heard_afterwards(slack, opened, until, tmp_path):
    begun = asyncio.Event()

    async def hang(_door, _message):
        begun.set()
        await asyncio.sleep(60)

    async with opened(hang, folder=tmp_path):
        await slack.slash("UROSA", TEAM_ROOM, "primera")
        await begun.wait()
        await slack.slash("UROSA", TEAM_ROOM, "segunda")
        await until(lambda: len(list(tmp_path.rglob("*.json"))) == 2)
    async with opened(folder=tmp_path) as at:
        await until(lambda: len(at.heard) == 2)
        await until(lambda: not list((tmp_path / "inbox").iterdir()))
    assert [m.text for m in at.heard] == ["primera", "segunda"]


async def test_the_same_door_can_be_opened_again_and_stops_quickly(slack):
    door = SlackDoor(
        bot_token=SecretStr("xoxb-test"),
        app_token=SecretStr("xapp-test"),
        signing_secret=None,
        http=None,
        now=lambda: None,
        register=Register(),
        base_url=slack.base_url,
    )

    async def answer(_message: Message) -> None: ...

    for _ in range(2):
        running = asyncio.create_task(door.run(answer))
        await asyncio.wait_for(door.ready.wait(), 5)
        began = time.monotonic()
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
        assert time.monotonic() - began < 1


@pytest.mark.parametrize(
    ("token", "key"),
    [("bot_token", "slack.invalid_auth"), ("app_token", "slack.invalid_app_auth")],
)
async def test_a_token_that_slack_does_not_know_is_said_so(slack, opened, token, key):
    setattr(slack.api, token, "otro")
    with pytest.raises(UserError) as refused:
        async with opened():
            pass
    assert refused.value.key == key


@pytest.mark.parametrize(
    ("http", "key"), [(None, "slack.no_app_token"), (("", 0), "slack.no_signing_secret")]
)
def test_a_missing_token_is_named(http, key):
    with pytest.raises(UserError) as refused:
        SlackDoor(
            bot_token=SecretStr("xoxb"),
            app_token=None,
            signing_secret=None,
            http=http,
            now=lambda: None,
            register=Register(),
        )
    assert refused.value.key == key


async def test_a_flood_in_one_channel_keeps_no_other_waiting(slack, opened, until):
    async def script(_door, message):
        if message.text == "mucho":
            await asyncio.sleep(0.2)

    async with opened(script) as at:
        for _ in range(40):
            await slack.say("ULUIS", TEAM_ROOM, "@peruopt mucho")
        await slack.say("UROSA", slack.space.direct("UROSA"), "yo también")
        await until(lambda: any(m.person == "UROSA" for m in at.heard), 2)
        assert len(at.heard) < 40
