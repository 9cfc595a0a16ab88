"""Cutting a history by time: train, validation, test, per account."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from peruopt.learn.arrays import Bools
from peruopt.learn.features import Past
from peruopt.learn.past import MATURE


@dataclass(frozen=True, slots=True)
class Split:
    """Which rows are for what.  Weights are learned from train and valid alone."""

    train: Bools
    valid: Bools
    test: Bools


def split(past: Past, share: float = 0.15) -> Split:
    """The last `share` of each account is the test, the `share` before it validation.

    What is less than 24 h older than an account's first test post is left out of the weights.
    """
    table = past.table
    count = np.bincount(table.code, minlength=len(table.names))
    first = np.concatenate([[0], np.cumsum(count)[:-1]])
    place = np.arange(len(table)) - first[table.code]
    total = count[table.code]
    cut = np.floor(total * (1 - share) + 1e-9)
    middle = np.floor(total * (1 - 2 * share) + 1e-9)
    test = place >= cut
    opening = np.full(len(count), np.iinfo(np.int64).max)
    np.minimum.at(opening, table.code[test], table.at[test])
    mature = table.at <= opening[table.code] - MATURE
    usable = past.learnable & mature & ~test
    return Split(usable & (place < middle), usable & (place >= middle), test)
