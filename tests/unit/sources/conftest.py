"""How these tests look at a file."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from peruopt.results import PastPost
from peruopt.sources import Answers, Reading, Refused, Survey, read, survey

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
EXPORTS = Path(__file__).parents[2] / "data" / "exports"


@dataclass
class Looked:
    """A file, surveyed and read."""

    survey: Survey
    reading: Reading
    posts: list[PastPost]
    refused: list[Refused]

    @property
    def asked(self) -> list[str]:
        return [question.key for question in self.survey.questions]

    @property
    def local(self) -> list[str]:
        """When each went out, on Lima's clock (five hours behind UTC, all year)."""
        from zoneinfo import ZoneInfo

        lima = ZoneInfo("America/Lima")
        return [f"{post.published_at.astimezone(lima):%Y-%m-%d %H:%M}" for post in self.posts]


Look = Callable[..., Looked]


@pytest.fixture
def look() -> Look:
    """Survey and read a table given as text, bytes or path."""

    def looked(
        table: str | bytes | Path,
        name: str = "lacaleta.csv",
        answers: Answers | None = None,
        zone: str = "America/Lima",
    ) -> Looked:
        if isinstance(table, str):
            table = table.encode()
        file = io.BytesIO(table) if isinstance(table, bytes) else table
        name = table.name if isinstance(table, Path) else name
        found = survey(file, name, default_zone=zone, now=NOW, answers=answers)
        reading = read(file, found)
        rows = list(reading)
        posts = [row for row in rows if isinstance(row, PastPost)]
        return Looked(found, reading, posts, [row for row in rows if isinstance(row, Refused)])

    return looked


@pytest.fixture
def exports() -> Path:
    """Where the sample exports are."""
    return EXPORTS


def dated(dates: list[str], *, header: str = "fecha", quoted: bool = True) -> str:
    """Return a table of posts with these dates, on Facebook."""
    cells = [f'"{date}"' if quoted else date for date in dates]
    rows = [f"{cell},Plato del día {n},{n},facebook" for n, cell in enumerate(cells)]
    return "\n".join([f"{header},texto,me gusta,red", *rows]) + "\n"
