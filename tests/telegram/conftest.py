"""A Bot API of our own, and doors that open on it."""

from __future__ import annotations

import contextlib

import pytest

from tests.telegram.emulator.opening import opened
from tests.telegram.emulator.server import bot_api


@pytest.fixture
async def api():
    async with bot_api() as served:
        yield served


@pytest.fixture
async def at(api, tmp_path):
    """An open door that hears and says nothing by itself."""
    async with opened(api, tmp_path) as door:
        yield door


@pytest.fixture
def opening(api, tmp_path):
    """`async with opening(script, **parts) as at`: a door that answers."""

    @contextlib.asynccontextmanager
    async def opening(script=None, **parts):
        async with opened(api, tmp_path, script, **parts) as door:
            yield door

    return opening
