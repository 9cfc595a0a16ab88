"""The 24-hour rule, sums and medians, against the slow and obvious way."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peruopt.learn.past import MATURE, Sums, begins, matured, trailing_median

rows = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 400_000)), min_size=1, max_size=60)


@given(rows)
@settings(deadline=None)
def test_matured_counts_what_is_a_day_older(drawn: list[tuple[int, int]]):
    drawn = sorted(drawn)
    code = np.array([c for c, _ in drawn])
    at = np.array([a for _, a in drawn])
    end, begin = matured(code, at, code, at), begins(code, code)
    for i, (account, moment) in enumerate(drawn):
        mine = [j for j, (c, a) in enumerate(drawn) if c == account and a <= moment - MATURE]
        assert list(range(begin[i], end[i])) == mine


def test_an_account_without_a_past_sees_nothing():
    code, at = np.array([0, 0, 2]), np.array([0, 100, 0])
    assert matured(code, at, np.array([1]), np.array([10**6])) == begins(code, np.array([1]))


@given(st.lists(st.floats(-4, 4), min_size=1, max_size=50), st.integers(1, 30))
@settings(deadline=None)
def test_a_trailing_median_is_the_median(values: list[float], size: int):
    column = np.array(values)
    end = np.arange(len(values) + 1)
    told = trailing_median(column, np.zeros_like(end), end, size)
    assert np.isnan(told[0])
    for i in range(1, len(end)):
        assert told[i] == pytest.approx(np.median(column[max(0, i - size) : i]))


def test_sums_do_not_remember_what_left_the_window():
    column = np.array([1e6, 0.1, 0.2, -1e6, 0.1, 0.2])
    sums = Sums.of(column)
    assert sums.within(np.array([1]), np.array([3])) == sums.within(np.array([4]), np.array([6]))
