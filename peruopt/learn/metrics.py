"""How good forecasts are, with intervals by block bootstrap (account × week)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from peruopt.learn.arrays import Bools, Floats, Ints

WEEK = 7 * 86_400


def r2(truth: Floats, forecast: Floats) -> float:
    """Return the share of variance explained."""
    around = float(((truth - truth.mean()) ** 2).sum()) if len(truth) else 0.0
    return 1.0 - float(((truth - forecast) ** 2).sum()) / around if around > 0 else float("nan")


def spearman_within(code: Ints, truth: Floats, forecast: Floats) -> float:
    """Return the mean rank correlation within accounts, weighted by their posts."""
    total, weight = 0.0, 0
    for account in np.unique(code):
        mine = code == account
        if mine.sum() < 10 or np.ptp(forecast[mine]) == 0 or np.ptp(truth[mine]) == 0:
            continue
        ranks = np.corrcoef(_ranks(truth[mine]), _ranks(forecast[mine]))[0, 1]
        total += float(ranks) * int(mine.sum())
        weight += int(mine.sum())
    return total / weight if weight else float("nan")


def _ranks(values: Floats) -> Floats:
    _, back, count = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(count)
    middle: Floats = (ends - (count - 1) / 2)[back]
    return middle


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure and its 95 % interval."""

    value: float
    low: float
    high: float

    def plain(self) -> dict[str, float | None]:
        """Return it as JSON can hold it."""
        return {
            name: round(x, 4) if np.isfinite(x) else None
            for name, x in (("value", self.value), ("low", self.low), ("high", self.high))
        }


def blocks(code: Ints, at: Ints) -> Ints:
    """Number the account-weeks that rows fall in."""
    _, block = np.unique(code * 100_000 + at // WEEK, return_inverse=True)
    return np.asarray(block, dtype=np.int64)


def _draws(block: Ints, seed: int, many: int) -> Ints:
    rng = np.random.default_rng(seed)
    count = int(block.max()) + 1 if len(block) else 0
    drawn = rng.integers(0, count, (many, count))
    return np.stack([np.bincount(row, minlength=count) for row in drawn])


def r2_interval(
    truth: Floats, forecast: Floats, block: Ints, seed: int = 0, against: Floats | None = None
) -> Interval:
    """Return R² (or its gain over `against`) with its interval from 400 resampled weeks."""
    value = r2(truth, forecast) - (r2(truth, against) if against is not None else 0.0)
    if len(np.unique(block)) < 2:
        return Interval(value, float("nan"), float("nan"))
    weight = _draws(block, seed, 400).astype(np.float64)

    def summed(x: Floats) -> Floats:
        return weight @ np.bincount(block, x)

    n, s, q = summed(np.ones(len(truth))), summed(truth), summed(truth**2)
    around = np.maximum(q - s**2 / n, 1e-12)
    off = summed((truth - forecast) ** 2)
    if against is not None:
        drawn = (summed((truth - against) ** 2) - off) / around
    else:
        drawn = 1 - off / around
    return Interval(value, float(np.quantile(drawn, 0.025)), float(np.quantile(drawn, 0.975)))


def judge(
    code: Ints,
    at: Ints,
    truth: Floats,
    forecast: Floats,
    seed: int = 0,
    against: Floats | None = None,
) -> dict[str, object]:
    """Return every metric of one forecast."""
    block = blocks(code, at)
    told: dict[str, object] = {
        "r2": r2_interval(truth, forecast, block, seed).plain(),
        "spearman_within": _round(spearman_within(code, truth, forecast)),
        "mae": _round(float(np.abs(truth - forecast).mean()) if len(truth) else float("nan")),
        "mae_trailing_median": _round(float(np.abs(truth).mean()) if len(truth) else float("nan")),
    }
    if against is not None:
        told["r2_gain"] = r2_interval(truth, forecast, block, seed, against).plain()
    return told


def _round(x: float) -> float | None:
    return round(x, 4) if np.isfinite(x) else None


def coverage(truth: Floats, low: Floats, high: Floats, rows: Bools) -> float:
    """Return the share of results inside their intervals."""
    inside = (truth >= low) & (truth <= high)
    return float(inside[rows].mean()) if rows.any() else float("nan")
