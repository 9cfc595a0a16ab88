"""A moment as it is told at another one: with its year where that is not the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Dated:
    """What a sentence says as `vie 27 nov, 20:00`, or `jue 27 nov 2027, 20:00` in another year."""

    at: datetime
    now: datetime
