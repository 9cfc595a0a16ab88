"""A ridge forecast: where trees would stop at what they have seen, a line goes on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from peruopt.learn.arrays import Floats

PENALTIES = (100.0, 300.0, 1_000.0, 10_000.0)
_FAR = 4.0  # deviations beyond which a feature is drawn in


@dataclass(frozen=True, slots=True)
class Line:
    """Weights of standardised features."""

    middle: Floats
    width: Floats
    weights: Floats
    level: float

    def predict(self, rows: Floats) -> Floats:
        """Return the forecast of each row; a missing feature is as usual."""
        told: Floats = self.level + self._narrow(rows) @ self.weights
        return told

    def _narrow(self, rows: Floats) -> Floats:
        return np.clip(np.nan_to_num((rows - self.middle) / self.width), -_FAR, _FAR)

    @classmethod
    def fit(cls, rows: Floats, target: Floats, penalty: float) -> Line:
        """Fit by least squares, drawn towards nothing by `penalty` posts' worth."""
        told = np.isfinite(rows)
        count = np.maximum(told.sum(axis=0), 1)
        middle = np.where(told, rows, 0.0).sum(axis=0) / count
        spread = np.sqrt((np.where(told, rows - middle, 0.0) ** 2).sum(axis=0) / count)
        blank = cls(middle, np.where(spread > 1e-6, spread, 1.0), np.zeros(len(middle)), 0.0)
        x = blank._narrow(rows)
        level = float(target.mean()) if len(target) else 0.0
        weighed = x.T @ x + penalty * np.eye(x.shape[1])
        weights = np.linalg.solve(weighed, x.T @ (target - level)).astype(np.float64)
        return cls(blank.middle, blank.width, weights, level)

    def arrays(self) -> dict[str, np.ndarray[Any, Any]]:
        """Return what must be kept."""
        return {
            "middle": self.middle, "width": self.width, "weights": self.weights,
            "level": np.array([self.level]),
        }  # fmt: skip

    @classmethod
    def of(cls, kept: Mapping[str, np.ndarray[Any, Any]]) -> Line:
        """Take up what `arrays` laid down."""
        return cls(kept["middle"], kept["width"], kept["weights"], float(kept["level"][0]))


def nothing(features: int) -> Line:
    """Return a line that always says 0."""
    return Line(np.zeros(features), np.ones(features), np.zeros(features), 0.0)


def best_penalty(rows: Floats, target: Floats, asked: Floats, truth: Floats) -> float:
    """Return the penalty that does best on validation."""

    def error(penalty: float) -> float:
        off: Floats = truth - Line.fit(rows, target, penalty).predict(asked)
        return float((off**2).mean())

    return min(PENALTIES, key=error)
