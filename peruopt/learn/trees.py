"""A gradient-boosting forecast, grown by scikit-learn and kept as plain arrays.

Serving needs numpy alone: no scikit-learn, no pickle.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from peruopt.learn.arrays import Bools, Floats, Ints
from peruopt.learn.spec import SPEC

_BLOCK = 4_096  # rows walked at once: small enough to stay in cache
LEFT_OUT = frozenset({"post_month", "usual"})
"""Features that tell one account or season from another: they carry last year into this one."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How trees are grown."""

    rounds: int
    rate: float
    leaves: int
    least: int
    """Rows a leaf needs."""
    ridge: float
    columns: float
    """Share of the features each split may look at."""


@dataclass(frozen=True, slots=True)
class Trees:
    """Grown trees, laid side by side: (trees, nodes)."""

    start: float
    feature: Ints
    """-1 is a leaf."""
    threshold: Floats
    left: Ints
    right: Ints
    missing_left: Bools
    value: Floats
    depth: int

    def predict(self, rows: Floats) -> Floats:
        """Return the sum of every tree's leaf, row by row."""
        out = np.full(len(rows), self.start)
        for low in range(0, len(rows), _BLOCK):
            out[low : low + _BLOCK] += self._walk(rows[low : low + _BLOCK])
        return out

    def _walk(self, rows: Floats) -> Floats:
        count = len(self.feature)
        total = np.zeros(len(rows))
        step = max(1, 262_144 // max(len(rows), 1))
        line = np.arange(len(rows))[:, None]
        for first in range(0, count, step):
            tree = np.arange(first, min(first + step, count))[None, :]
            node = np.zeros((len(rows), tree.shape[1]), dtype=np.int64)
            for _ in range(self.depth):
                feature = self.feature[tree, node]
                inner = feature >= 0
                if not inner.any():
                    break
                asked = rows[line, np.maximum(feature, 0)]
                goes_left = np.where(
                    np.isnan(asked), self.missing_left[tree, node], asked <= self.threshold[tree, node]
                )
                child = np.where(goes_left, self.left[tree, node], self.right[tree, node])
                node = np.where(inner, child, node)
            total += self.value[tree, node].sum(axis=1)
        return total

    def arrays(self) -> dict[str, np.ndarray[Any, Any]]:
        """Return what must be kept, as small as it goes."""
        return {
            "start": np.array([self.start, self.depth]),
            "feature": self.feature.astype(np.int16),
            "threshold": self.threshold.astype(np.float32),
            "left": self.left.astype(np.int16),
            "right": self.right.astype(np.int16),
            "missing_left": self.missing_left,
            "value": self.value.astype(np.float32),
        }

    @classmethod
    def of(cls, kept: Mapping[str, np.ndarray[Any, Any]]) -> Trees:
        """Take up what `arrays` laid down."""
        return cls(
            float(kept["start"][0]), kept["feature"].astype(np.int64),
            kept["threshold"].astype(np.float64), kept["left"].astype(np.int64),
            kept["right"].astype(np.int64), kept["missing_left"].astype(np.bool_),
            kept["value"].astype(np.float64), int(kept["start"][1]),
        )  # fmt: skip


def columns() -> Ints:
    """Return which columns of SPEC the trees may see."""
    return np.array([i for i, name in enumerate(SPEC) if name not in LEFT_OUT])


def grow(rows: Floats, target: Floats, shape: Shape, weight: Floats | None, seed: int) -> Any:
    """Grow scikit-learn's trees; `lay` makes Trees of them."""
    from sklearn.ensemble import HistGradientBoostingRegressor

    trees = HistGradientBoostingRegressor(
        learning_rate=shape.rate, max_iter=shape.rounds, max_leaf_nodes=shape.leaves,
        min_samples_leaf=shape.least, l2_regularization=shape.ridge, max_features=shape.columns,
        early_stopping=False, random_state=seed, max_bins=128,
    )  # fmt: skip
    return trees.fit(rows, target, sample_weight=weight)


def lay(grown: Sequence[tuple[Any, int]]) -> Trees:
    """Average several (grown trees, rounds to keep) into one Trees."""
    kept = [
        (tree[0].nodes, 1.0 / len(grown))
        for model, rounds in grown
        for tree in model._predictors[:rounds]  # noqa: SLF001 - the only door to the nodes
    ]
    width = max((len(nodes) for nodes, _ in kept), default=1)
    shape = (len(kept), width)
    feature = np.full(shape, -1, dtype=np.int64)
    threshold, value = np.zeros(shape), np.zeros(shape)
    left, right = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    missing = np.zeros(shape, dtype=np.bool_)
    for i, (nodes, share) in enumerate(kept):
        n = len(nodes)
        leaf = nodes["is_leaf"].astype(bool)
        feature[i, :n] = np.where(leaf, -1, nodes["feature_idx"].astype(np.int64))
        # rounded up to what float32 keeps, so that laying down and taking up change nothing
        threshold[i, :n] = nodes["num_threshold"].astype(np.float32)
        value[i, :n] = (nodes["value"] * share * leaf).astype(np.float32)
        left[i, :n], right[i, :n] = nodes["left"], nodes["right"]
        missing[i, :n] = nodes["missing_go_to_left"].astype(bool)
    depth = max((int(nodes["depth"].max()) for nodes, _ in kept), default=0)
    start = float(np.mean([np.ravel(m._baseline_prediction)[0] for m, _ in grown]))  # noqa: SLF001
    return Trees(start, feature, threshold, left, right, missing, value, depth)


def nothing() -> Trees:
    """Return trees that always say 0."""
    none = np.zeros((1, 1))
    zero = none.astype(np.int64)
    return Trees(0.0, zero - 1, none, zero, zero, none.astype(np.bool_), none, 0)
