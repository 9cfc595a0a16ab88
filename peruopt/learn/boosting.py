"""Boosting and forests of two kinds, averaged: trees alone, and on what a line leaves over.

Trees stop at the highest and lowest they have seen; a line goes on, and trees on top of it mend
what is not straight.  Neither is better everywhere, and validation can hardly tell them apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from peruopt.learn import trees
from peruopt.learn.arrays import Floats, Ints
from peruopt.learn.linear import Line
from peruopt.learn.trees import Shape, Trees

FEW = (
    (Shape(rounds=240, rate=0.05, leaves=7, least=40, ridge=5.0, columns=0.5), True),
    (Shape(rounds=180, rate=0.08, leaves=15, least=30, ridge=5.0, columns=0.4), True),
    (Shape(rounds=240, rate=0.05, leaves=7, least=40, ridge=5.0, columns=0.5), False),
    (Shape(rounds=180, rate=0.08, leaves=15, least=30, ridge=5.0, columns=0.4), False),
)
"""How it grows where rows are few, and whether on the line."""
MANY = (
    (Shape(rounds=300, rate=0.06, leaves=15, least=30, ridge=5.0, columns=0.4), True),
    (Shape(rounds=300, rate=0.07, leaves=31, least=60, ridge=5.0, columns=0.3), True),
    (Shape(rounds=300, rate=0.07, leaves=31, least=60, ridge=5.0, columns=0.3), False),
)


@dataclass(frozen=True, slots=True)
class Grown:
    """Grown trees, and how much of the line they stand on."""

    trees: Trees
    line: Line
    lean: float

    def predict(self, rows: Floats) -> Floats:
        """Return the forecast of each row."""
        told: Floats = self.trees.predict(rows) + self.lean * self.line.predict(rows)
        return told

    @property
    def feature(self) -> Ints:
        """The column that each node asks; -1 is a leaf."""
        return self.trees.feature


@dataclass(frozen=True, slots=True)
class Plan:
    """What validation chose: rounds of each shape."""

    rounds: tuple[int, ...]
    brisk: bool
    """Whether rows were few."""

    @property
    def shapes(self) -> tuple[tuple[Shape, bool], ...]:
        """Each shape, and whether it grows on the line."""
        return FEW if self.brisk else MANY


def try_out(
    rows: Floats, target: Floats, asked: Floats, truth: Floats, line: Line, seed: int, *,
    brisk: bool,
) -> tuple[Plan, Floats]:  # fmt: skip
    """Grow on `rows`, choose the rounds by `asked`; return them and the forecast of `asked`."""
    under, below = line.predict(rows), line.predict(asked)
    rounds, forecast = [], np.zeros(len(asked))
    shapes = Plan((), brisk).shapes
    for shape, on_line in shapes:
        base = below if on_line else np.zeros(len(asked))
        left = target - under if on_line else target
        errors, best = [], base
        for staged in trees.grow(rows, left, shape, seed).staged_predict(asked):
            errors.append(float(((truth - base - staged) ** 2).mean()))
            if errors[-1] == min(errors):
                best = base + staged
        rounds.append(int(np.argmin(errors)) + 1)
        forecast += best / len(shapes)
    return Plan(tuple(rounds), brisk), forecast


def settle(rows: Floats, target: Floats, line: Line, plan: Plan, seed: int) -> Grown:
    """Grow by the plan."""
    under = line.predict(rows)
    grown: list[tuple[Any, int]] = []
    for (shape, on_line), rounds in zip(plan.shapes, plan.rounds, strict=True):
        left = target - under if on_line else target
        grown.append((trees.grow(rows, left, replace(shape, rounds=rounds), seed), rounds))
    return Grown(trees.lay(grown), line, lean([on for _, on in plan.shapes]))


def lean(on_line: Sequence[bool]) -> float:
    """Return the share of shapes that stand on the line."""
    return sum(on_line) / max(len(on_line), 1)


def plant(rows: Floats, target: Floats, line: Line, seed: int) -> Grown:
    """Grow a forest, half of it on the line: slower to err than boosting where posts are few."""
    forests = [
        trees.plant(rows, target - base, seed)
        for base in (np.zeros(len(rows)), line.predict(rows))
    ]
    return Grown(trees.lay_forests(forests), line, 0.5)


def nothing(line: Line) -> Grown:
    """Return trees that always say 0."""
    return Grown(trees.nothing(), line, 0.0)
