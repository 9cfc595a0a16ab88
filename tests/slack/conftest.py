"""A Slack of our own, and a door opened to it."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.slack import SlackDoor
from peruopt.chat.message import Address, Message
from tests.slack.emulator import TEAM_ROOM, Slack, open_slack

sys.path.insert(0, str(Path(__file__).parent.parent / "contract"))
from doors.slack_stage import open_slack_door

ROOM = Address("slack", TEAM_ROOM)


@dataclass
class Opened:
    """A door, and what came through it."""

    door: SlackDoor
    heard: list[Message]


@pytest.fixture
async def slack():
    async with open_slack() as slack:
        yield slack


@pytest.fixture
def opened(slack: Slack):
    """Return `opened(script)`: the door, open, answering with `script(door, message)`."""

    @contextlib.asynccontextmanager
    async def opened(script=None, **more):
        heard, opening = [], asyncio.get_running_loop().create_future()

        async def answer(message):
            heard.append(message)
            if script:
                await script(await asyncio.shield(opening), message)

        async with open_slack_door(slack, answer, **more) as door:
            opening.set_result(door)
            yield Opened(door, heard)

    return opened


@pytest.fixture
def until():
    """Return `until(question)`: wait until it is answered with something true."""

    async def until(question, seconds: float = 5):
        for _ in range(int(seconds / 0.02)):
            if told := question():
                return told
            await asyncio.sleep(0.02)
        raise TimeoutError(question)

    return until
