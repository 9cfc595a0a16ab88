"""A fitted forecast: trees and network, blended by a weight chosen on validation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from peruopt.learn import network, trees
from peruopt.learn.arrays import Bools, Floats
from peruopt.learn.features import Past, Seen
from peruopt.learn.intervals import Widths
from peruopt.learn.network import Net, Pace
from peruopt.learn.trees import Shape, Trees

SHAPES = (
    Shape(rounds=400, rate=0.03, leaves=7, least=40, ridge=5.0, columns=0.5),
    Shape(rounds=300, rate=0.05, leaves=15, least=30, ridge=5.0, columns=0.4),
    Shape(rounds=350, rate=0.06, leaves=31, least=60, ridge=5.0, columns=0.3),
)
Tick = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Recipe:
    """What validation chose: rounds of each shape of trees, epochs, and the blend."""

    rounds: tuple[int, ...]
    epochs: int
    trees: float
    net: float


@dataclass(frozen=True, slots=True)
class Forecaster:
    """What answers a forecast."""

    grown: Trees
    nets: tuple[Net, ...]
    recipe: Recipe
    widths: Widths

    def ask(self, past: Past, seen: Seen, rows: Bools | None = None) -> tuple[Floats, Floats]:
        """Return mean and spread of the result over usual."""
        asked = np.ones(len(seen.table), dtype=np.bool_) if rows is None else rows
        mean = np.zeros(len(asked))
        mean[asked] = self.recipe.trees * self.grown.predict(seen.values[asked][:, trees.columns()])
        spread = np.zeros(len(asked))
        for net in self.nets:
            middle, wide = net.ask(past, seen, asked)
            mean += self.recipe.net * middle / len(self.nets)
            spread += wide / len(self.nets)
        if not self.nets:
            spread[asked] = 1.0
        return np.round(mean, 6), np.round(np.maximum(spread, 0.05), 6)


@dataclass(frozen=True, slots=True)
class Tried:
    """Forecasts of the validation by what learned from train alone."""

    recipe: Recipe
    mean: Floats
    spread: Floats
    trees: Floats
    net: Floats


def try_out(
    past: Past, seen: Seen, train: Bools, valid: Bools, weight: Floats, seed: int, tick: Tick
) -> Tried:
    """Learn from train, choose on validation."""
    columns = trees.columns()
    rows, target = seen.values[train][:, columns], past.lift[train]
    asked, truth = seen.values[valid][:, columns], past.lift[valid]
    rounds, forecasts = [], []
    for shape in SHAPES:
        grown = trees.grow(rows, target, shape, weight[train], seed)
        staged = list(grown.staged_predict(asked))
        errors = [float(((truth - s) ** 2).mean()) for s in staged]
        rounds.append(int(np.argmin(errors)) + 1)
        forecasts.append(staged[rounds[-1] - 1])
    tick(0.3)
    by_trees = np.mean(forecasts, axis=0)
    net, epochs = network.fit(
        past, seen, train, valid, Pace.of(int(train.sum())), seed, weight,
        tick=lambda share: tick(0.3 + 0.7 * share),
    )  # fmt: skip
    middle, spread = net.ask(past, seen, valid)
    mixed = blend(truth, by_trees, middle[valid])
    recipe = Recipe(tuple(rounds), epochs, *mixed)
    whole = np.zeros(len(valid))
    whole[valid] = mixed[0] * by_trees + mixed[1] * middle[valid]
    trees_all = np.zeros(len(valid))
    trees_all[valid] = by_trees
    return Tried(recipe, whole, spread, trees_all, middle)


def blend(truth: Floats, by_trees: Floats, by_net: Floats) -> tuple[float, float]:
    """Return weights that are never negative, drawn towards a half each by 50 posts' worth."""
    from scipy.optimize import nnls

    pull = np.sqrt(50.0 * max(float(np.mean((by_trees**2 + by_net**2) / 2)), 1e-6))
    left = np.vstack([np.column_stack([by_trees, by_net]), np.eye(2) * pull])
    right = np.concatenate([truth, np.full(2, 0.5 * pull)])
    found, _ = nnls(left, right)
    total = float(found.sum())
    return float(found[0] / max(total, 1.0)), float(found[1] / max(total, 1.0))


def settle(
    past: Past, seen: Seen, rows: Bools, recipe: Recipe, weight: Floats, widths: Widths, seed: int, tick: Tick
) -> Forecaster:
    """Learn again from everything that may be learned from, by the recipe."""
    columns = trees.columns()
    values, target = seen.values[rows][:, columns], past.lift[rows]
    grown: list[tuple[Any, int]] = []
    for shape, rounds in zip(SHAPES, recipe.rounds, strict=True):
        exact = Shape(rounds, shape.rate, shape.leaves, shape.least, shape.ridge, shape.columns)
        grown.append((trees.grow(values, target, exact, weight[rows], seed), rounds))
    tick(0.3)
    pace = Pace.of(int(rows.sum()))
    pace = Pace(recipe.epochs, pace.rate, pace.length, pace.size, pace.decay)
    net, _ = network.fit(
        past, seen, rows, None, pace, seed, weight, tick=lambda share: tick(0.3 + 0.7 * share)
    )
    return Forecaster(trees.lay(grown), (net,), recipe, widths)
