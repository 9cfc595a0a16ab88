"""A fitted forecast: boosting, forest, line and network, blended by weights from validation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from peruopt.learn import boosting, network, trees
from peruopt.learn.arrays import Bools, Floats
from peruopt.learn.boosting import Grown, Plan
from peruopt.learn.features import Past, Seen
from peruopt.learn.intervals import Widths
from peruopt.learn.linear import Line, best_penalty
from peruopt.learn.network import Keep, Net, Pace
from peruopt.learn.pretraining import pretrained
from peruopt.learn.reach import Reach

MEMBERS = ("boosting", "forest", "line", "network")
FOREST_MOST = 20_000
"""Rows above which boosting leaves a forest nothing to add."""
AFRESH_MOST = 10_000
"""Rows above which starting afresh has not paid for its time."""
_PULL = 100.0
"""Validation posts that equal weights count for."""
Tick = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Recipe:
    """What validation chose: rounds of each shape of trees, epochs, and the blend."""

    rounds: tuple[int, ...]
    epochs: int
    weights: tuple[float, ...]
    """In the order of MEMBERS."""
    pretrained: bool = False
    """Whether the network began from the weights that ship with the package."""
    penalty: float = 0.0
    """Of the line."""
    brisk: bool = False
    """Whether boosting grew as it does where rows are few."""

    @property
    def plan(self) -> Plan:
        """How boosting grows."""
        return Plan(self.rounds, self.brisk)


@dataclass(frozen=True, slots=True)
class Forecaster:
    """What answers a forecast."""

    boosting: Grown
    forest: Grown
    line: Line
    nets: tuple[Net, ...]
    recipe: Recipe
    widths: Widths
    reach: Reach

    def ask(
        self, past: Past, seen: Seen, rows: Bools | None = None, keep: Keep | None = None
    ) -> tuple[Floats, Floats]:
        """Return mean and spread of the result over usual; `keep` is handed the attention."""
        asked = np.ones(len(seen.table), dtype=np.bool_) if rows is None else rows
        mean, spread = np.zeros(len(asked)), np.ones(len(asked))
        boosted, forest, line, net = self.recipe.weights
        seen = replace(seen, values=seen.values[:, : len(self.reach.low)])  # what it learned from
        held = replace(seen, values=self.reach.hold(seen.values))
        values = held.values[asked][:, trees.columns(len(self.reach.low))]
        mean[asked] = boosted * self.boosting.predict(values) + line * self.line.predict(values)
        if forest:
            mean[asked] += forest * self.forest.predict(values)
        if self.nets:
            middle, spread = self.nets[0].ask(past, held, asked, keep)
            mean += net * middle
        _, low, high, _ = self.reach.limits(past, seen, asked)
        mean[asked] = np.clip(mean[asked], low, high) * self.reach.familiar(seen.values[asked])
        narrow: Floats = np.maximum(spread, 0.05)
        return mean.round(6), narrow.round(6)


@dataclass(frozen=True, slots=True)
class Tried:
    """Forecasts of the validation by what learned from train alone."""

    recipe: Recipe
    mean: Floats
    spread: Floats


def try_out(past: Past, seen: Seen, train: Bools, valid: Bools, seed: int, tick: Tick) -> Tried:
    """Learn from train, choose on validation."""
    columns = trees.columns(seen.values.shape[1])
    rows, target = seen.values[train][:, columns], past.lift[train]
    asked, truth = seen.values[valid][:, columns], past.lift[valid]
    few = len(rows) <= FOREST_MOST
    penalty = best_penalty(rows, target, asked, truth)
    line = Line.fit(rows, target, penalty)
    plan, boosted = boosting.try_out(rows, target, asked, truth, line, seed, brisk=few)
    tick(0.3)
    members = [boosted]
    if few:
        members.append(boosting.plant(rows, target, line, seed).predict(asked))
    tick(0.4)
    members.append(line.predict(asked))
    net, epochs, shipped = _net(past, seen, train, valid, seed, lambda s: tick(0.4 + 0.6 * s))
    middle, spread = net.ask(past, seen, valid)
    members.append(middle[valid])
    mixed = blend(truth, members)
    whole = np.zeros(len(valid))
    whole[valid] = np.column_stack(members) @ mixed
    weights = mixed.tolist() if few else [mixed[0], 0.0, *mixed[1:]]
    blended = tuple(float(w) for w in weights)
    recipe = Recipe(plan.rounds, epochs, blended, shipped, penalty, few)
    return Tried(recipe, whole, spread)


def _net(
    past: Past, seen: Seen, train: Bools, valid: Bools, seed: int, tick: Tick
) -> tuple[Net, int, bool]:
    """Fine-tune what ships with the package, and start afresh; keep what validation prefers."""
    many = int(train.sum())
    shipped = pretrained()
    found: list[tuple[float, Net, int, bool]] = []
    starts: list[Net | None] = [None] if shipped is None else [shipped, None]
    if shipped is not None and many > AFRESH_MOST:
        starts = [shipped]
    for i, start in enumerate(starts):
        pace = Pace.of(many) if start is None else Pace.tuning(many)
        net, epochs = network.fit(
            past, seen, train, valid, pace, seed, start,
            lambda s, i=i: tick((i + s) / len(starts)),  # type: ignore[misc]
        )  # fmt: skip
        off = past.lift[valid] - net.ask(past, seen, valid)[0][valid]
        found.append((float((off**2).mean()), net, epochs, start is not None))
    best = min(found, key=lambda one: one[0])
    return best[1], best[2], best[3]


def blend(truth: Floats, members: list[Floats]) -> Floats:
    """Return weights that are never negative, drawn towards equal ones, together at most 1."""
    from scipy.optimize import nnls

    stacked = np.column_stack(members)
    many = len(members)
    pull = np.sqrt(_PULL * max(float((stacked**2).mean()), 1e-6))
    left = np.vstack([stacked, np.eye(many) * pull])
    right = np.concatenate([truth, np.full(many, pull / many)])
    found: Floats = nnls(left, right)[0]
    return found / max(float(found.sum()), 1.0)


def settle(
    past: Past, seen: Seen, rows: Bools, recipe: Recipe, widths: Widths, seed: int, tick: Tick,
    before: Net | None = None,
) -> Forecaster:  # fmt: skip
    """Learn again from everything that may be learned from, by the recipe.

    A network that has learned most of it `before` only goes on for a while.
    """
    columns = trees.columns(seen.values.shape[1])
    values, target = seen.values[rows][:, columns], past.lift[rows]
    line = Line.fit(values, target, recipe.penalty)
    grown = boosting.settle(values, target, line, recipe.plan, seed)
    tick(0.3)
    forest = boosting.nothing(line)
    if recipe.weights[1]:
        forest = boosting.plant(values, target, line, seed)
    tick(0.4)
    start, pace = before, Pace.going_on(int(rows.sum()))
    if before is None:
        start = pretrained() if recipe.pretrained else None
        pace = Pace.of(int(rows.sum())) if start is None else Pace.tuning(int(rows.sum()))
        pace = replace(pace, epochs=recipe.epochs)
    net, _ = network.fit(
        past, seen, rows, None, pace, seed, start, lambda share: tick(0.4 + 0.6 * share)
    )
    reach = Reach.of(seen.values[rows], target)
    return Forecaster(grown, forest, line, (net,), recipe, widths, reach)
