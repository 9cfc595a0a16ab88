"""How the import tests look at a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from peruopt.results import PastPost
from peruopt.sources.asking import Refused
from peruopt.sources.reading import Reading
from peruopt.sources.survey import Survey

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


def dated(dates: list[str], *, header: str = "fecha", quoted: bool = True) -> str:
    """Return a table of posts with these dates, on Facebook."""
    cells = [f'"{date}"' if quoted else date for date in dates]
    rows = [f"{cell},Plato del día {n},{n},facebook" for n, cell in enumerate(cells)]
    return "\n".join([f"{header},texto,me gusta,red", *rows]) + "\n"
