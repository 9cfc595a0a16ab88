"""CSV that a spreadsheet opens as it is, and that does nothing when it is opened."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import BytesIO, TextIOWrapper
from zipfile import ZIP_DEFLATED, ZipFile

from peruopt.chat.message import Upload

BOM = b"\xef\xbb\xbf"
"""Without it Excel reads accents as Latin-1."""
TRIGGERS = ("=", "+", "-", "@", "\t", "\r", "\n", *"\uff1d\uff0b\uff0d\uff20")
"""The last four are full-width forms, which some spreadsheets take for the same."""
LARGE = 4_000_000
"""Bytes past which files travel zipped."""
Cell = str | int | float | None


def defused(cell: Cell) -> Cell:
    """Return the cell; a text that a spreadsheet would run gets an apostrophe before it."""
    if isinstance(cell, str) and cell.startswith(TRIGGERS):
        return f"'{cell}"
    return cell


def table(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return the rows as CSV, UTF-8 with its mark; an unknown number stays empty."""
    out = BytesIO()
    out.write(BOM)
    text = TextIOWrapper(out, "utf-8", newline="")
    writer = csv.writer(text)
    writer.writerow(head)
    for row in rows:
        writer.writerow([defused(cell) for cell in row])
    text.flush()
    content = out.getvalue()
    text.detach()
    return content


def parcel(files: Sequence[Upload], name: str) -> tuple[Upload, ...]:
    """Return the files, or one zip of them where they are large."""
    if sum(len(f.content) for f in files) <= LARGE:
        return tuple(files)
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED, compresslevel=6) as parcel_:
        for file in files:
            parcel_.writestr(file.name, file.content)
    return (Upload(f"{name}.zip", out.getvalue()),)
