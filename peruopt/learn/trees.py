"""A gradient-boosting forecast, grown by scikit-learn and kept as plain arrays.

Serving needs numpy alone: no scikit-learn, no pickle.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np

from peruopt.learn.arrays import Bools, Floats, Ints
from peruopt.learn.spec import SPEC, names

_BLOCK = 4_096  # rows walked at once: small enough to stay in cache
_AT_ONCE = 16_384
_MANY = 20_000  # rows from which finer bins and a second thread pay
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


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
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
        plan = _PLANS.get(self)
        if plan is None:
            plan = _PLANS[self] = _Plan.of(self)
        for low in range(0, len(rows), _BLOCK):
            out[low : low + _BLOCK] += plan.walk(rows[low : low + _BLOCK])
        return out

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


@dataclass(frozen=True, slots=True)
class _Plan:
    """Every node in one line, leaves pointing at themselves, so that a step down is a look-up."""

    roots: Ints
    feature: Ints
    threshold: Floats
    child: Ints
    """Four a node: right, left, and either way where the feature is missing."""
    value: Floats
    depth: int

    @classmethod
    def of(cls, trees: Trees) -> _Plan:
        """Lay trees end to end."""
        many, wide = trees.feature.shape
        roots = np.arange(many) * wide
        own = np.arange(many * wide).reshape(many, wide)
        leaf = trees.feature < 0
        left = np.where(leaf, own, roots[:, None] + trees.left).ravel()
        right = np.where(leaf, own, roots[:, None] + trees.right).ravel()
        missing = np.where(trees.missing_left.ravel(), left, right)
        child = np.column_stack([right, left, missing, missing]).ravel()
        feature = np.where(leaf, 0, trees.feature).ravel()
        return cls(
            roots, feature, trees.threshold.ravel(), child, trees.value.ravel(), trees.depth
        )

    def walk(self, rows: Floats) -> Floats:
        """Send rows down a few trees at a time: what is looked up must stay in cache."""
        many, wide = rows.shape
        flat, blank = rows.ravel(), np.isnan(rows).ravel()
        some = bool(blank.any())
        total = np.zeros(many)
        step = max(1, _AT_ONCE // max(many, 1))
        line = (np.arange(many) * wide)[:, None]
        for first in range(0, len(self.roots), step):
            node = np.repeat(self.roots[None, first : first + step], many, axis=0)
            for _ in range(self.depth):
                place = line + self.feature.take(node)
                turn = (flat.take(place) <= self.threshold.take(node)).astype(np.int64)
                if some:
                    turn += 2 * blank.take(place)
                down = self.child.take(4 * node + turn)
                if np.array_equal(down, node):
                    break
                node = down
            total += self.value.take(node).sum(axis=1)
        return total


_PLANS: WeakKeyDictionary[Trees, _Plan] = WeakKeyDictionary()


def columns(wide: int = len(SPEC)) -> Ints:
    """Return which columns of a matrix of features the trees may see."""
    return np.array([i for i, name in enumerate(names(wide)) if name not in LEFT_OUT])


def grow(rows: Floats, target: Floats, shape: Shape, seed: int) -> Any:
    """Grow scikit-learn's trees; `lay` makes Trees of them."""
    from sklearn.ensemble import HistGradientBoostingRegressor
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    many = len(rows)
    trees = HistGradientBoostingRegressor(
        learning_rate=shape.rate, max_iter=shape.rounds, max_leaf_nodes=shape.leaves,
        min_samples_leaf=shape.least, l2_regularization=shape.ridge, max_features=shape.columns,
        early_stopping=False, random_state=seed, max_bins=64 if many < _MANY else 128,
    )  # fmt: skip
    # threads that wait for each other spin: on few rows that costs more than it brings
    with threadpool_limits(1 if many < _MANY else 2, user_api="openmp"):
        return trees.fit(rows, target)  # weights would bin by slow percentiles


@dataclass(frozen=True, slots=True)
class _Tree:
    """One tree's nodes, wherever it grew."""

    feature: Ints
    threshold: Floats
    left: Ints
    right: Ints
    missing_left: Bools
    value: Floats
    depth: int


def lay(grown: Sequence[tuple[Any, int]]) -> Trees:
    """Average several boosted models, each with the rounds to keep of it, into one Trees."""
    kept = [
        _boosted(tree[0].nodes, 1.0 / len(grown))
        for model, rounds in grown
        for tree in model._predictors[:rounds]  # noqa: SLF001 - the only door to the nodes
    ]
    start = float(np.mean([np.ravel(m._baseline_prediction)[0] for m, _ in grown]))  # noqa: SLF001
    return _side_by_side(start, kept)


def lay_forests(forests: Sequence[Any]) -> Trees:
    """Average fitted scikit-learn forests."""
    every = [tree for forest in forests for tree in forest.estimators_]
    return _side_by_side(0.0, [_planted(tree.tree_, 1.0 / len(every)) for tree in every])


def _boosted(nodes: np.ndarray[Any, Any], share: float) -> _Tree:
    leaf = nodes["is_leaf"].astype(bool)
    return _Tree(
        np.where(leaf, -1, nodes["feature_idx"].astype(np.int64)), nodes["num_threshold"],
        nodes["left"].astype(np.int64), nodes["right"].astype(np.int64),
        nodes["missing_go_to_left"].astype(bool), nodes["value"] * share * leaf,
        int(nodes["depth"].max()),
    )  # fmt: skip


def _planted(tree: Any, share: float) -> _Tree:
    leaf = tree.children_left < 0
    return _Tree(
        np.where(leaf, -1, tree.feature), tree.threshold, np.maximum(tree.children_left, 0),
        np.maximum(tree.children_right, 0), tree.missing_go_to_left.astype(bool),
        tree.value[:, 0, 0] * share * leaf, int(tree.max_depth),
    )  # fmt: skip


def _side_by_side(start: float, trees: Sequence[_Tree]) -> Trees:
    shape = (len(trees), max((len(t.feature) for t in trees), default=1))
    feature = np.full(shape, -1, dtype=np.int64)
    threshold, value = np.zeros(shape), np.zeros(shape)
    left, right = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    missing = np.zeros(shape, dtype=np.bool_)
    for i, tree in enumerate(trees):
        n = len(tree.feature)
        feature[i, :n] = tree.feature
        # rounded to what is kept, so that laying down and taking up change nothing
        threshold[i, :n] = tree.threshold.astype(np.float32)
        value[i, :n] = tree.value.astype(np.float32)
        left[i, :n], right[i, :n], missing[i, :n] = tree.left, tree.right, tree.missing_left
    depth = max((t.depth for t in trees), default=0)
    return Trees(start, feature, threshold, left, right, missing, value, depth)


def plant(rows: Floats, target: Floats, seed: int) -> Any:
    """Grow scikit-learn's forest."""
    from sklearn.ensemble import RandomForestRegressor

    many = len(rows)
    forest = RandomForestRegressor(
        40, min_samples_leaf=max(5, many // 2_000), max_features=0.25, random_state=seed,
        max_samples=min(1.0, 3_000 / many), n_jobs=1,
    )  # fmt: skip
    return forest.fit(rows, target)


def nothing() -> Trees:
    """Return trees that always say 0."""
    none = np.zeros((1, 1))
    zero = none.astype(np.int64)
    return Trees(0.0, zero - 1, none, zero, zero, none.astype(np.bool_), none, 0)
