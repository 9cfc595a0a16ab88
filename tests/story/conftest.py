"""Both doors of one house."""

from __future__ import annotations

import contextlib
import io

import pytest
from PIL import Image

from peruopt.restaurant import Role
from tests.fakes import FakeWriter
from tests.story.two_doors import open_both
from tests.taster import Taster

PARTNERS = ("502", "503")
"""On Telegram, beside Rosa."""
COLLEAGUES = ("ULUIS", "UANA")
"""In Slack."""


@pytest.fixture
def png():
    def png(width: int = 1200, height: int = 1200, color: str = "gold") -> bytes:
        kept = io.BytesIO()
        Image.new("RGB", (width, height), color).save(kept, "PNG")
        return kept.getvalue()

    return png


@pytest.fixture
def opening(data_dir):
    """`async with opening(…) as town`: a house of five, three on Telegram and two in Slack."""

    @contextlib.asynccontextmanager
    async def opening(**parts):
        plain = {"writer": FakeWriter(), "recommender": Taster()} | parts
        async with open_both(data_dir, **plain) as town:
            house = town.found()
            for handle in PARTNERS:
                town.add(house, "telegram", handle, Role.APPROVER)
            for handle in COLLEAGUES:
                town.add(house, "slack", handle, Role.APPROVER)
            town.bind(house)
            yield town

    return opening


@pytest.fixture
async def town(opening):
    async with opening() as town:
        yield town
