"""How far a column of dates reaches, and which of its days do not exist."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from peruopt.sources.evidence import Evidence
from peruopt.sources.ordering import anchor
from peruopt.sources.turning import turned

SHOWN = 5
EARLIEST = 2004


@dataclass(frozen=True, slots=True)
class Span:
    """First and last day, and the lines of those that are no days."""

    first: date | None
    last: date | None
    impossible: int
    lines: tuple[int, ...]
    example: str


def span(evidence: Evidence, orders: Mapping[str, str]) -> Span:
    """Turn every date by its order."""
    first = last = None
    impossible = 0
    lines: list[int] = []
    example = ""
    near = anchor(evidence, orders)
    for place, ((style, _clock, _zone, year, a, b, _seconds), _witness) in enumerate(
        evidence.rows()
    ):
        day = turned(orders[style], year, a, b, near)
        if day is None or day.year < EARLIEST:
            impossible += 1
            example = example or (
                f"{a}{style[1]}{b}{style[1]}{year}"
                if style[0] == "~"
                else f"{year}-{a:02d}-{b:02d}"
            )
            if len(lines) < SHOWN:
                lines.append(evidence.lines[place])
            continue
        near = day
        first = day if first is None or day < first else first
        last = day if last is None or day > last else last
    return Span(first, last, impossible, tuple(lines), example)
