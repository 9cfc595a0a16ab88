"""The 24-hour rule, and exact sums and medians over what is already known.

Every look into an account's past goes through `matured`: nothing else decides what a forecast
may see.  Sums are kept in whole millionths, so that a value depends on exactly the posts it is
made of and not on rounding left behind by others.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from peruopt.learn.arrays import Floats, Ints

MATURE = 24 * 3600
"""Seconds before a post's counts may be used."""
_MILLION = 1_000_000.0
_SPAN = 1 << 36  # seconds; wider than any two dates of one table


def keys(code: Ints, at: Ints) -> Ints:
    """Return one sortable number per (account, moment)."""
    return code * _SPAN + at


def matured(past_code: Ints, past_at: Ints, code: Ints, at: Ints, age: int = MATURE) -> Ints:
    """Return, per (account, moment), the end of what is known: past rows before it are.

    Rows of the past are sorted by account and time; the account's first known row is at
    `begins(past_code, code)`.
    """
    ends = np.searchsorted(keys(past_code, past_at), keys(code, at - age), side="right")
    return np.maximum(ends, begins(past_code, code))


def begins(past_code: Ints, code: Ints) -> Ints:
    """Return where each account's rows begin in the past."""
    return np.searchsorted(past_code, code, side="left")


@dataclass(frozen=True, slots=True)
class Sums:
    """Running sums of a column, exact, so that any window costs one subtraction."""

    total: Ints
    """(rows + 1,) in millionths."""

    @classmethod
    def of(cls, column: Floats) -> Sums:
        """Sum a column up."""
        total = np.zeros(len(column) + 1, dtype=np.int64)
        np.cumsum(np.rint(column * _MILLION).astype(np.int64), out=total[1:])
        return cls(total)

    def within(self, low: Ints, high: Ints) -> Floats:
        """Return the sum over rows low ≤ i < high."""
        return (self.total[high] - self.total[low]) / _MILLION

    def mean(self, low: Ints, high: Ints, empty: float = np.nan) -> Floats:
        """Return the mean over rows low ≤ i < high; `empty` where there are none."""
        count = high - low
        return np.where(count > 0, self.within(low, high) / np.maximum(count, 1), empty)


def windows(column: Floats, begin: Ints, end: Ints, size: int) -> tuple[Floats, Ints]:
    """Return each window's values sorted (rows, size), +inf after its own; and how many."""
    count = np.minimum(end - begin, size)
    index = end[:, None] - 1 - np.arange(size)
    inside = np.arange(size) < count[:, None]
    values = (
        np.where(inside, column[np.where(inside, index, 0)], np.inf)
        if len(column)
        else (np.full(index.shape, np.inf))
    )
    values.sort(axis=1)
    return values, count


def quantile(values: Floats, count: Ints, share: float, empty: float = np.nan) -> Floats:
    """Return the quantile of each sorted window, interpolated; `empty` where it has no rows."""
    place = np.maximum(count - 1, 0) * share
    under = np.floor(place).astype(np.int64)
    over = np.minimum(under + 1, np.maximum(count - 1, 0))
    rows = np.arange(len(values))
    low, high = values[rows, under], values[rows, over]
    with np.errstate(invalid="ignore"):
        mixed = low + (high - low) * (place - under)
    return np.where(count > 0, mixed, empty)


def trailing_median(column: Floats, begin: Ints, end: Ints, size: int) -> Floats:
    """Return the median of the last `size` values of each window; nan where it has none."""
    if not len(end):
        return np.zeros(0)
    pairs, back = np.unique(np.stack([begin, end]), axis=1, return_inverse=True)
    values, count = windows(column, pairs[0], pairs[1], size)
    medians: Floats = quantile(values, count, 0.5)[back]
    return medians
