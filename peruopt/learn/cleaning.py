"""Cleaning before learning.  Each step counts what it changed; nothing is lost in the store."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from peruopt.learn.arrays import Floats, Ints
from peruopt.learn.past import begins, matured, trailing_median
from peruopt.learn.tables import COUNTS, Table

EARLIEST = 1_072_915_200  # 1 January 2004: no network of ours is older
USUAL_OF = 30
"""Posts whose median is an account's usual."""
WILD = 6.0
"""Robust standard deviations past which a post is winsorised as an input."""


@dataclass(frozen=True, slots=True)
class Clean:
    """A table without what cannot be learned from, and the story of how it came to be."""

    table: Table
    level: Floats
    """log1p(interactions) of each row, missing counts imputed."""
    imputed: Floats
    """1 where a count was missing and guessed from what was usual."""
    report: dict[str, int]


def clean(table: Table, until: int | None = None) -> Clean:
    """Drop duplicates, impossible dates and posts nobody counted; guess missing counts.

    What went out after `until` has no final counts yet, or is dated in the future.
    """
    report = {"rows_in": len(table)}
    keep = np.ones(len(table), dtype=np.bool_)
    first: set[tuple[int, str]] = set()
    for row, mark in enumerate(zip(table.code.tolist(), table.ids, strict=True)):
        if mark[1] and mark in first:
            keep[row] = False
        first.add(mark)
    report["duplicates_dropped"] = int((~keep).sum())
    dated = table.at >= EARLIEST
    report["impossible_dates_dropped"] = int((keep & ~dated).sum())
    if until is not None:
        report["too_young_or_future_dropped"] = int((keep & (table.at > until)).sum())
        dated &= table.at <= until
    counted = table.known
    report["uncounted_dropped"] = int((keep & dated & ~counted).sum())
    keep &= dated & counted
    if not keep.all():
        table = table.take(keep)
    negative = table.counts < 0
    report["negative_counts_zeroed"] = int(negative.sum())
    counts, guessed = _impute(table, np.where(negative, 0.0, table.counts))
    for column, name in enumerate(COUNTS):
        report[f"missing_{name}_imputed"] = int(guessed[:, column].sum())
    report["rows_out"] = len(table)
    level: Floats = np.log1p(counts.sum(axis=1))
    return Clean(table, level, guessed.max(axis=1, initial=0.0), report)


def _impute(table: Table, counts: Floats) -> tuple[Floats, Floats]:
    """Fill a missing count with the median of the account's last 30 known mature ones, or 0."""
    guessed = np.zeros(counts.shape)
    filled = counts.copy()
    for column in range(counts.shape[1]):
        missing = np.isnan(counts[:, column])
        if not missing.any():
            continue
        told = np.flatnonzero(~missing)
        code, at = table.code[told], table.at[told]
        mine, when = table.code[missing], table.at[missing]
        end = matured(code, at, mine, when)
        begin = begins(code, mine)
        usual = trailing_median(counts[told, column], begin, end, USUAL_OF)
        filled[missing, column] = np.nan_to_num(usual)
        guessed[missing, column] = np.isfinite(usual)
    return filled, guessed


def tame(values: Floats, begin: Ints, end: Ints) -> tuple[Floats, int]:
    """Winsorise levels by robust z-score against the account's own past; count how many."""
    usual = trailing_median(values, begin, end, USUAL_OF)
    off = np.abs(values - usual)
    wide = trailing_median(np.where(np.isfinite(off), off, 0.0), begin, end, 4 * USUAL_OF)
    limit = WILD * np.maximum(1.4826 * np.nan_to_num(wide, nan=1.0), 0.25)
    tamed = np.where(np.isfinite(usual), np.clip(values, usual - limit, usual + limit), values)
    return tamed, int((tamed != values).sum())
