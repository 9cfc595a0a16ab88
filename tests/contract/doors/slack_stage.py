"""Slack's other side: the team's channel by Socket Mode, direct messages by HTTP."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

from pydantic import SecretStr

from bot.slack import SlackDoor
from bot.slack.api import Pace
from doors.stage import Answer
from peruopt.chat.command import Register
from peruopt.chat.message import Address
from tests.slack.delivering import SECRET
from tests.slack.emulator import TEAM_ROOM, Slack, open_slack


class SlackStage:
    """Rosa types, presses and looks."""

    def __init__(self, slack: Slack, door: SlackDoor, channel: str) -> None:
        self.slack, self.door, self.channel = slack, door, channel
        self.chat = Address("slack", channel)
        self.mention = "" if channel.startswith("D") else "@peruopt "

    async def say(self, text: str, *, again: bool = False) -> None:
        await self.slack.say("UROSA", self.channel, self.mention + text, again=again)

    async def upload(self, name: str, content: bytes, caption: str) -> None:
        await self.upload_all([(name, content)], caption)

    async def upload_all(self, files: list[tuple[str, bytes]], caption: str) -> None:
        kept = [self.slack.file(name, content) for name, content in files]
        await self.slack.say("UROSA", self.channel, self.mention + caption, files=kept)

    async def press(self, label: str) -> None:
        await self.slack.press("UROSA", label, channel=self.channel)

    async def seen(self) -> list[str]:
        return self.slack.space.screen(self.channel)


@contextlib.asynccontextmanager
async def open_slack_door(
    slack: Slack, answer: Answer, folder: Path | None = None, *, http: bool = False, **more
) -> AsyncIterator[SlackDoor]:
    """Open a door to the emulated workspace, and close it again."""
    door = SlackDoor(
        bot_token=SecretStr("xoxb-test"),
        app_token=None if http else SecretStr("xapp-test"),
        signing_secret=SecretStr(SECRET) if http else None,
        http=("127.0.0.1", 0) if http else None,
        base_url=slack.base_url,
        folder=folder,
        **{"now": lambda: datetime.now(UTC), "register": Register(), "pace": Pace(0.0)}
        | {"heartbeat": 0.3}
        | more,
    )
    running = asyncio.create_task(door.run(answer))
    ready = asyncio.create_task(door.ready.wait())
    await asyncio.wait({running, ready}, timeout=5, return_when=asyncio.FIRST_COMPLETED)
    try:
        if running.done():
            running.result()
        if door.http:
            slack.posting_to(f"http://127.0.0.1:{door.http[1]}/slack/events")
        yield door
    finally:
        ready.cancel()
        running.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await running


@contextlib.asynccontextmanager
async def open_slack_channel(folder: Path, answer: Answer) -> AsyncIterator[SlackStage]:
    """The team's channel, by Socket Mode."""
    async with open_slack() as slack, open_slack_door(slack, answer, folder) as door:
        yield SlackStage(slack, door, TEAM_ROOM)


@contextlib.asynccontextmanager
async def open_slack_direct(folder: Path, answer: Answer) -> AsyncIterator[SlackStage]:
    """Direct messages, by HTTP."""
    async with open_slack() as slack, open_slack_door(slack, answer, folder, http=True) as door:
        yield SlackStage(slack, door, slack.space.direct("UROSA"))
