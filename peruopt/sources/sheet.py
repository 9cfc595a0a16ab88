"""Reads the rows of a workbook: values only, so a formula is nothing but its last result."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO

from peruopt.errors import UserError

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

WIDEST = 300
EMPTIEST = 5_000
"""So many empty rows in a row are the end: a stray format at the foot of a sheet is no data."""


@contextmanager
def workbook(stream: BinaryIO) -> Iterator[Workbook]:
    """Open a workbook for reading from front to back."""
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # styles and extensions that openpyxl does not know
        try:
            book = load_workbook(
                stream, read_only=True, data_only=True, keep_links=False, keep_vba=False
            )
        except Exception as broken:  # a stranger's file can break a parser in any way
            raise UserError("importing.broken") from broken
        try:
            yield book
        finally:
            book.close()


def sheets(book: Workbook) -> list[str]:
    """Return the names of the sheets that hold cells."""
    return [sheet.title for sheet in book.worksheets]


def sheet_rows(book: Workbook, name: str) -> Iterator[tuple[int, list[object]]]:
    """Yield each row of a sheet that is not empty, with its number."""
    sheet = book[name]
    # the stated size is often wrong, and costs a million empty rows when it is
    sheet.reset_dimensions()
    empty = 0
    try:
        for number, row in enumerate(sheet.iter_rows(max_col=WIDEST, values_only=True), 1):
            cells: list[object] = list(row)
            while cells and cells[-1] in {None, ""}:
                cells.pop()
            if cells:
                empty = 0
                yield number, cells
            elif (empty := empty + 1) > EMPTIEST:
                return
    except UserError:
        raise
    except Exception as broken:  # a stranger's file can break a parser in any way
        raise UserError("importing.broken") from broken
