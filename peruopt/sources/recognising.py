"""Knows columns by their names, and checks the guess against what they hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from peruopt.sources.dating import raw_moment
from peruopt.sources.numerals import MISSING, NotACount, count
from peruopt.sources.vocabulary import METRICS, Tool, bare, plain, synonyms, tools

EXACT, FILLED, WITHIN, HELD = 1.0, 0.9, 0.75, 0.6
SURE = 0.7
URL = re.compile(r"https?://", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Column:
    """A column that is taken for a field, and how surely."""

    field: str
    header: str
    index: int
    score: float


def header_score(field: str, header: str) -> float:
    """Return how well a header names a field: 0 to 1, a hair less for later synonyms."""
    names = synonyms()[field]
    name = plain(re.sub(r"[(\[].*?[)\]]", " ", header)) or plain(header)
    if name in names:
        return EXACT - names[name] / 1000
    short = bare(name)
    if short and short in names:
        return FILLED - names[short] / 1000
    if field == "published_at":
        words = set(name.split())
        for known, rank in names.items():
            parts = set(known.split())
            if len(parts) > 1 and parts <= words:
                return WITHIN - rank / 1000
    return 0.0


def known_headers(headers: Sequence[str]) -> int:
    """Return how many headers name some field."""
    return sum(
        any(header_score(field, header) > 0 for field in synonyms())
        for header in headers
        if header.strip() and len(header) < 80
    )


def tool_of(headers: Sequence[str]) -> Tool | None:
    """Return the tool whose headers are all there."""
    names = {plain(header) for header in headers}
    for tool in tools():
        if any(group <= names for group in tool.headers):
            return tool
    return None


def columns_of(
    headers: Sequence[str],
    rows: Sequence[Sequence[object]],
    chosen: Mapping[str, str],
) -> tuple[dict[str, Column], dict[str, list[Column]]]:
    """Return the column of each field, and for what is doubtful the columns it may be."""
    scored = [
        Column(field, header, index, score * _fit(field, _held(rows, index)))
        for field in synonyms()
        for index, header in enumerate(headers)
        if (score := header_score(field, header)) > 0
    ]
    taken: dict[str, Column] = {}
    used: set[int] = set()
    for field, header in chosen.items():
        if header in headers:
            index = list(headers).index(header)
            taken[field] = Column(field, header, index, EXACT)
            used.add(index)
    closed = set(chosen)
    # what only fills gaps takes what the others leave
    scored.sort(key=lambda column: (column.field == "more_text", -column.score))
    for column in scored:
        free = column.index not in used and column.field not in closed
        if column.score > 0.3 and free:
            taken[column.field] = column
            closed.add(column.field)
            used.add(column.index)
    _named_date(scored, taken, used, closed)
    doubtful: dict[str, list[Column]] = {}
    for field in ("published_at", "text"):
        if field in closed and (field in chosen or taken[field].score >= SURE):
            continue
        others = used - {taken[field].index} if field in taken else used
        guesses = _by_content(field, headers, rows, others)
        if field in taken:
            guesses = [taken[field], *(g for g in guesses if g.index != taken[field].index)]
        if guesses and (field not in taken or guesses[0].score >= taken[field].score):
            taken[field] = guesses[0]
            used.add(guesses[0].index)
            doubtful[field] = guesses
    return taken, doubtful


def _named_date(
    scored: Sequence[Column], taken: dict[str, Column], used: set[int], closed: set[str]
) -> None:
    """Take a column called a date for one, though it cannot be read: its lines will be named."""
    named = [c for c in scored if c.field == "published_at" and c.index not in used]
    if named and "published_at" not in closed:
        taken["published_at"] = named[0]
        used.add(named[0].index)
        closed.add("published_at")


def _held(rows: Sequence[Sequence[object]], index: int) -> list[object]:
    cells = (row[index] for row in rows if index < len(row))
    return [cell for cell in cells if cell is not None and str(cell).strip() != ""]


def _fit(field: str, cells: Sequence[object]) -> float:
    """Return how far the cells are what the field holds; an empty column is only a little so."""
    if not cells:
        return 0.5
    if field == "published_at":
        share = _share(cells, _is_date)
        # a few bad dates are named later, by their lines
        return 0.8 + share / 5 if share >= 0.5 else share / 4
    if field == "time":
        return _share(cells, lambda cell: bool(re.match(r"\d{1,2}[:.h]\d\d", str(cell))))
    if field in METRICS:
        share = _share(cells, _is_count)
        return share if share >= 0.5 else share / 4
    if field == "url":
        return max(0.4, _share(cells, lambda cell: bool(URL.match(str(cell)))))
    if field in {"text", "more_text"}:
        return 0.4 if _share(cells, lambda cell: bool(URL.match(str(cell)))) > 0.9 else 1.0
    if field == "account":
        # a post's own account repeats; a column of mostly different names is something else
        return 1.0 if len(cells) < 20 or len(set(map(str, cells))) <= len(cells) / 2 else 0.3
    return 1.0


def _by_content(
    field: str, headers: Sequence[str], rows: Sequence[Sequence[object]], used: set[int]
) -> list[Column]:
    found: list[Column] = []
    for index, header in enumerate(headers):
        cells = _held(rows, index)
        if index in used or len(cells) < max(1, len(rows) // 3):
            continue
        if field == "published_at" and _share(cells, _is_dated) >= 0.9:
            found.append(Column(field, header, index, HELD))
        if field == "text":
            length = sum(len(str(cell)) for cell in cells) / len(cells)
            spaced = _share(cells, lambda cell: str(cell).count(" ") >= 2)
            if length >= 15 and spaced > 0.5:
                found.append(Column(field, header, index, min(HELD, length / 200)))
    return sorted(found, key=lambda column: -column.score)


def _share(cells: Sequence[object], test: Callable[[object], bool]) -> float:
    return sum(map(test, cells)) / len(cells)


def _is_date(cell: object) -> bool:
    return raw_moment(cell) is not None


def _is_dated(cell: object) -> bool:
    """Whether a cell is a date beyond doubt: a bare number may be anything."""
    return isinstance(cell, datetime) or (
        isinstance(cell, str) and not cell.strip().isdigit() and raw_moment(cell) is not None
    )


def _is_count(cell: object) -> bool:
    if str(cell).strip().lower() in MISSING:
        return True
    try:
        count(cell)
    except NotACount:
        return False
    return not isinstance(cell, datetime)
