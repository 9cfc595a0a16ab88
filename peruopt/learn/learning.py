"""One learning, from a table to what answers: try on validation, settle on everything."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from peruopt.learn import boosting, linear
from peruopt.learn.arrays import Bools, Floats
from peruopt.learn.features import Past, Seen
from peruopt.learn.forecaster import Forecaster, Recipe, Tried, settle, try_out
from peruopt.learn.intervals import Widths
from peruopt.learn.reach import nowhere
from peruopt.learn.trees import columns
from peruopt.recommending import EACH

FEWEST = 80
"""Posts below which nothing is learned from a house alone."""
MOST = 100_000
"""Rows that weights are learned from: the newest."""
Say = Callable[[float, str], None]


def quiet(share: float, stage: str) -> None:
    """Tell nobody about progress."""
    del share, stage


@dataclass(frozen=True, slots=True)
class Learned:
    """What came of it, with honest forecasts of the validation beside it."""

    forecaster: Forecaster
    tried: Tried


def learn(
    past: Past, seen: Seen, train: Bools, valid: Bools, seed: int, say: Say = quiet
) -> Learned:
    """Learn from train, choose on valid, learn again from both."""
    train = newest(past, train)
    if train.sum() < FEWEST or valid.sum() < FEWEST // 5:
        return nothing_learned(past, train | valid)
    tried = try_out(past, seen, train, valid, seed, lambda s: say(0.6 * s, "trying"))
    rows = newest(past, train | valid)
    spread = tried.spread[valid]
    scores = (past.lift[valid] - tried.mean[valid]) / spread
    widths = Widths.of(scores, past.lift[rows] / float(np.median(spread)))
    done = settle(
        past, seen, rows, tried.recipe, widths, seed, lambda s: say(0.6 + 0.4 * s, "settling")
    )
    return Learned(done, tried)


def newest(past: Past, rows: Bools) -> Bools:
    """Keep the newest EACH rows of every account, and the newest MOST of those."""
    picked = np.flatnonzero(rows)
    code, at = past.table.code[picked], past.table.at[picked]
    after = np.searchsorted(code, code, side="right") - np.arange(len(picked))
    picked, at = picked[after <= EACH], at[after <= EACH]
    kept = np.zeros_like(rows)
    kept[picked[np.argsort(-at, kind="stable")[:MOST]]] = True
    return kept


def nothing_learned(past: Past, rows: Bools) -> Learned:
    """Answer with the usual and the spread seen so far."""
    blank: Floats = np.zeros(len(past.table))
    lifts = past.lift[rows]
    typical = np.linspace(-2.0, 2.1, 41)
    widths = Widths(np.sort(np.concatenate([lifts, typical])))
    recipe = Recipe((), 0, (0.0, 0.0, 0.0, 0.0))
    line = linear.nothing(len(columns()))
    grown = boosting.nothing(line)
    forecaster = Forecaster(grown, grown, line, (), recipe, widths, nowhere())
    return Learned(forecaster, Tried(recipe, blank, np.ones(len(past.table))))


def settled(past: Past, seen: Seen, learned: Learned, seed: int, say: Say = quiet) -> Forecaster:
    """Learn a last time, from every post there is, by the recipe that was chosen."""
    recipe = learned.forecaster.recipe
    if not recipe.rounds:
        return learned.forecaster
    rows = newest(past, past.learnable)
    return settle(
        past, seen, rows, recipe, learned.forecaster.widths, seed,
        lambda s: say(s, "settling"), learned.forecaster.nets[0],
    )  # fmt: skip
