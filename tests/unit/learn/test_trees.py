"""Trees as plain arrays answer as scikit-learn's own do."""

from __future__ import annotations

import numpy as np
import pytest

from peruopt.learn.trees import Shape, Trees, grow, lay, lay_forests, plant

RNG = np.random.default_rng(0)
ROWS = np.where(RNG.random((600, 6)) < 0.1, np.nan, RNG.normal(size=(600, 6)))
ROWS = ROWS.astype(np.float32).astype(np.float64)  # as `features.look` hands them out
TARGET = np.nan_to_num(ROWS[:, 0]) + np.nan_to_num(ROWS[:, 1]) ** 2 + RNG.normal(0, 0.1, 600)


def test_boosting_is_the_same_laid_down():
    shapes = [Shape(40, 0.1, 7, 20, 1.0, 1.0), Shape(30, 0.1, 15, 20, 1.0, 0.5)]
    grown = [grow(ROWS, TARGET, shape, 0) for shape in shapes]
    laid = lay([(g, s.rounds) for g, s in zip(grown, shapes, strict=True)])
    mean = np.mean([g.predict(ROWS) for g in grown], axis=0)
    assert laid.predict(ROWS) == pytest.approx(mean, abs=1e-4)
    again = Trees.of(laid.arrays())
    np.testing.assert_array_equal(again.predict(ROWS), laid.predict(ROWS))


def test_a_forest_is_the_same_laid_down():
    forest = plant(ROWS, TARGET, 0)
    assert lay_forests([forest]).predict(ROWS) == pytest.approx(forest.predict(ROWS), abs=1e-3)


def test_a_row_is_answered_the_same_alone():
    laid = lay_forests([plant(ROWS, TARGET, 0)])
    np.testing.assert_array_equal(
        laid.predict(ROWS)[:5], [laid.predict(ROWS[i : i + 1])[0] for i in range(5)]
    )
