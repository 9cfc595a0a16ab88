"""Both doors of one house."""

from __future__ import annotations

import contextlib
import io

import pytest
from PIL import Image, ImageDraw

from peruopt.restaurant import Role
from tests.fakes import FakeWriter
from tests.story.two_doors import open_both
from tests.taster import Taster

PARTNERS = ("502", "503")
"""On Telegram, beside Rosa."""
COLLEAGUES = ("ULUIS", "UANA")
"""In Slack."""


@pytest.fixture
def dish():
    """A plate of something, drawn: slices in a yellow cream, seen from above."""
    plate = Image.new("RGB", (1200, 1200), "#6b4a2f")
    pen = ImageDraw.Draw(plate)
    pen.ellipse((110, 110, 1090, 1090), fill="#f7f4ec")
    pen.ellipse((240, 240, 960, 960), fill="#f2b632")
    for at in range(5):
        left, top = 300 + 110 * at, 430 + 40 * (at % 2)
        pen.rounded_rectangle((left, top, left + 95, top + 300), 40, fill="#fdf1e3")
        pen.ellipse((left + 30, top - 60, left + 62, top - 28), fill="#3f7d3a")
    kept = io.BytesIO()
    plate.save(kept, "PNG")
    return kept.getvalue()


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
