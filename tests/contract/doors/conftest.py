"""Every door, opened on its stage.  A new one is a line in DOORS."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable

import pytest

from doors.slack_stage import open_slack_channel, open_slack_direct
from doors.stage import Opened
from doors.telegram_stage import open_telegram
from doors.web_stage import open_web

DOORS = {
    "slack": open_slack_channel,
    "slack_direct": open_slack_direct,
    "telegram": open_telegram,
    "web": open_web,
}


@pytest.fixture(params=DOORS)
def opened(request, tmp_path):
    """Return `opened(script)`: the door, open, answering with `script(stage, message)`."""

    @contextlib.asynccontextmanager
    async def opened(script=None) -> AsyncIterator[Opened]:
        heard = []
        held = []

        async def answer(message) -> None:
            heard.append(message)
            if script:
                await script(held[0], message)

        async with DOORS[request.param](tmp_path, answer) as stage:
            held.append(stage)
            yield Opened(stage, heard)

    return opened


@pytest.fixture
def until():
    """Return `until(question)`: wait until it is answered with something true."""

    async def until(question: Callable[[], object], seconds: float = 5):
        for _ in range(int(seconds / 0.02)):
            told = question()
            if asyncio.iscoroutine(told):
                told = await told
            if told:
                return told
            await asyncio.sleep(0.02)
        raise TimeoutError(question)

    return until
