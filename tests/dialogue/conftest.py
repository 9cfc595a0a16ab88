"""The house that most dialogues are held with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import FrozenClock
from tests.fakes import FakeWriter
from tests.talk import Dialogue
from tests.taster import Taster


@pytest.fixture
def talk(data_dir: Path, clock: FrozenClock) -> Iterator[Dialogue]:
    """A new house whose drafts are numbered words and whose forecasts are a taste."""
    opened = Dialogue.begin(data_dir, clock, writer=FakeWriter(), recommender=Taster())
    yield opened
    opened.close()
