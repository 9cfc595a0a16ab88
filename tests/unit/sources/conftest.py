"""Fixtures of the import tests."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from looking import EXPORTS, NOW, Look, Looked

from peruopt.results import PastPost
from peruopt.sources.asking import Answers, Refused
from peruopt.sources.reading import read
from peruopt.sources.survey import survey


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
