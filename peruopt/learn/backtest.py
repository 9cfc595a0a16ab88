"""The backtest: every account's last part forecast from what came before, strictly causal."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from peruopt.learn.arrays import Bools, Floats
from peruopt.learn.features import Past, Seen
from peruopt.learn.intervals import NOMINAL, roll
from peruopt.learn.learning import Learned, Say, learn, quiet
from peruopt.learn.metrics import coverage, judge
from peruopt.learn.splits import split


@dataclass(frozen=True, slots=True)
class Backtest:
    """Forecasts of the test, and honest ones of the validation before it."""

    learned: Learned
    valid: Bools
    test: Bools
    mean: Floats
    spread: Floats
    low: Floats
    high: Floats


def backtest(past: Past, seen: Seen, share: float, seed: int, say: Say = quiet) -> Backtest:
    """Learn from the first part, forecast the last."""
    cut = split(past, share)
    learned = learn(past, seen, cut.train, cut.valid, seed, lambda s, stage: say(0.9 * s, stage))
    asked = cut.test & past.learnable
    mean, spread = learned.forecaster.ask(past, seen, asked)
    mean = np.where(cut.valid, learned.tried.mean, mean)
    spread = np.where(cut.valid, learned.tried.spread, spread)
    spread = np.where(cut.valid | asked, spread, 1.0)
    say(0.95, "intervals")
    lowest, highest = np.full(len(mean), -np.inf), np.full(len(mean), np.inf)
    lowest[asked], _, _, highest[asked] = learned.forecaster.reach.limits(past, seen, asked)
    low, high = roll(
        past.table, past.lift, mean, spread, cut.valid, asked, learned.forecaster.widths,
        (lowest, highest),
    )  # fmt: skip
    return Backtest(learned, cut.valid, asked, mean, spread, low, high)


def measure(past: Past, done: Backtest, seed: int) -> dict[str, object]:
    """Return the model's metrics on the test."""
    rows = done.test
    table = past.table
    told = judge(table.code[rows], table.at[rows], past.lift[rows], done.mean[rows], seed)
    inside = coverage(past.lift, done.low, done.high, rows)
    told["coverage"] = round(inside, 4) if np.isfinite(inside) else None
    told["nominal"] = NOMINAL
    told["width"] = round(float((done.high - done.low)[rows].mean()), 4) if rows.any() else None
    return told
