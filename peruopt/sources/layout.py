"""Finds how a table is laid out: sheet or encoding, delimiter, and the row of the headers."""

from __future__ import annotations

import io
import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from peruopt.errors import UserError
from peruopt.sources.decoding import SAMPLE, encoding_of
from peruopt.sources.opening import opened
from peruopt.sources.recognising import known_headers
from peruopt.sources.records import records
from peruopt.sources.sheet import sheet_rows, sheets, workbook

Row = tuple[int, list[object]]
DELIMITERS = (",", ";", "\t", "|")
PREAMBLE = 40
HINT = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a file's rows are."""

    headers: tuple[str, ...]
    line: int
    """Of the headers, counted from 1."""
    encoding: str = ""
    delimiter: str = ""
    spaced: bool = False
    sheet: str = ""
    """Of a workbook; empty for text."""


def layout_of(file: BinaryIO | Path) -> Layout:
    """Look at the beginning of a file (and, for its encoding, at all of it)."""
    with opened(file) as content:
        if content.workbook:
            return _of_workbook(content.stream)
        head = content.stream.peek(4096)[:4096] if hasattr(content.stream, "peek") else b""
        encoding = encoding_of(content.stream)
        if _binary(head, encoding):
            raise UserError("importing.not_readable")
    with opened(file) as content:
        sample = content.stream.read(SAMPLE).decode(encoding, "replace")
    return _of_text(sample, encoding)


def rows_of(file: BinaryIO | Path, layout: Layout, told: list[int]) -> Iterator[Row]:
    """Yield the rows below the headers, with their line (or row) numbers."""
    with opened(file, told) as content:
        if layout.sheet:
            with workbook(content.stream) as book:
                for number, cells in sheet_rows(book, layout.sheet):
                    if number > layout.line:
                        told[0] += 1
                        yield number, cells
            return
        text = io.TextIOWrapper(content.stream, layout.encoding, "replace", newline="")
        try:
            lines: Iterable[str] = text
            width = len(layout.headers)
            for number, row in records(lines, layout.delimiter, width, spaced=layout.spaced):
                if number > layout.line:
                    yield number, list(row)
        finally:
            text.detach()


def _binary(head: bytes, encoding: str) -> bool:
    if encoding.startswith(("utf-16", "utf-32")):
        return False
    return sum(byte < 9 or 13 < byte < 32 for byte in head) > 8 + len(head) / 50


def _of_workbook(stream: BinaryIO) -> Layout:
    best: tuple[int, Layout] | None = None
    with workbook(stream) as book:
        for name in sheets(book):
            rows = list(itertools.islice(sheet_rows(book, name), PREAMBLE))
            found = _header([(n, ["" if c is None else str(c) for c in row]) for n, row in rows])
            if found and (best is None or found[0] > best[0]):
                best = found[0], Layout(found[2], found[1], sheet=name)
    if best is None:
        raise UserError("importing.no_header")
    return best[1]


def _of_text(sample: str, encoding: str) -> Layout:
    hint = HINT.match(sample.lstrip("\ufeff"))
    candidates = (hint[1],) if hint else DELIMITERS
    whole = len(sample.encode(encoding, "replace")) < SAMPLE - 8
    best: tuple[tuple[int, float], Layout] | None = None
    for delimiter in candidates:
        spaced = re.search(rf'"{re.escape(delimiter)} "', sample[:4000]) is not None
        rows = list(
            itertools.islice(
                records(io.StringIO(sample, newline=""), delimiter, spaced=spaced), PREAMBLE * 3
            )
        )
        if not whole and len(rows) > 1:
            rows.pop()
        found = _header(rows[:PREAMBLE])
        if found is None:
            continue
        below = [len(cells) for number, cells in rows if number > found[1] and any(cells)]
        even = sum(width == len(found[2]) for width in below) / len(below) if below else 0.0
        score = (found[0], even + len(found[2]) / 1000)
        if best is None or score > best[0]:
            best = score, Layout(found[2], found[1], encoding, delimiter, spaced)
    if best is None:
        raise UserError("importing.no_header")
    return best[1]


def _header(rows: Sequence[tuple[int, Sequence[str]]]) -> tuple[int, int, tuple[str, ...]] | None:
    """Return how many headers are known, their line, and the headers."""
    best: tuple[int, int, tuple[str, ...]] | None = None
    for number, cells in rows:
        headers = _trimmed(cells)
        known = known_headers(headers)
        if known >= 2 and (best is None or known > best[0]):
            best = known, number, headers
    if best is not None:
        return best
    for number, cells in rows:
        headers = _trimmed(cells)
        worded = [
            re.search(r"[^\W\d].*[^.!?]$", header) and len(header) < 60 for header in headers
        ]
        if len(headers) >= 2 and all(worded):
            return 0, number, headers
    return None


def _trimmed(cells: Sequence[str]) -> tuple[str, ...]:
    headers = [cell.strip().strip("\ufeff").strip() for cell in cells]
    while headers and not headers[-1]:
        headers.pop()
    return tuple(headers)
