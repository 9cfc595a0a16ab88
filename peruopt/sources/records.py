"""Reads delimited text record by record; a stray quote costs its own line, not the file."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator


class _Held(list[str]):
    """The lines of the record being read, and the number of the last one."""

    number = 0

    def following(self, lines: Iterable[str]) -> Iterator[str]:
        """Hand on every line, and hold it."""
        hold = self.append
        for line in lines:
            self.number += 1
            clean = line.replace("\0", "") if "\0" in line else line
            hold(clean)
            yield clean


def records(
    lines: Iterable[str], delimiter: str, width: int = 0, *, spaced: bool = False
) -> Iterator[tuple[int, list[str]]]:
    """Yield each record with the number of its first line.

    With `width`, a record over several lines that does not have as many cells is read again line
    by line, so that one bad quote does not swallow its neighbours.
    """
    held = _Held()
    reader = csv.reader(held.following(lines), delimiter=delimiter, skipinitialspace=spaced)
    while True:
        held.clear()
        first = held.number + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:  # a cell past csv's own limit: a quote that was never closed
            cells = []
            if len(held) == 1:
                yield first, [held[0][:200]]
                continue
        if width and len(held) > 1 and len(cells) != width:
            yield from _apart(held, first, delimiter, width, cells, spaced=spaced)
        else:
            yield first, cells


def _apart(
    held: list[str], first: int, delimiter: str, width: int, whole: list[str], *, spaced: bool
) -> Iterator[tuple[int, list[str]]]:
    """Yield the lines of a broken record one by one where that makes more sense of them."""
    lines = [
        (first + place, cells)
        for place, line in enumerate(held)
        for cells in [_alone(line, delimiter, spaced=spaced)]
    ]
    fitting = sum(len(cells) == width for _number, cells in lines)
    if not fitting or (whole and len(whole) == width):
        yield first, whole
        return
    for number, cells in lines:
        if cells:
            yield number, cells


def _alone(line: str, delimiter: str, *, spaced: bool) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter, skipinitialspace=spaced), [])
    except csv.Error:
        return [line[:200]]
