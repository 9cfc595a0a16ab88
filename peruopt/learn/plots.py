"""What the model card draws: whether forecasts mean what they say, and how they held over time."""

from __future__ import annotations

import numpy as np

from peruopt.learn.arrays import Floats
from peruopt.learn.backtest import Backtest
from peruopt.learn.features import Past

NOMINALS = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95)
_BINS, _BLOCKS, _FEWEST = 8, 12, 15
"""Groups of test posts by forecast and by time, and the fewest posts in each."""
_Z = 1.645


def levels(past: Past, done: Backtest) -> list[list[float]]:
    """Return, for each promised share, the share of test posts that fell inside."""
    rows = done.test
    if rows.sum() < _FEWEST:
        return []
    off = (past.lift[rows] - done.mean[rows]) / np.maximum(done.spread[rows], 1e-6)
    widths, nobody = done.learned.forecaster.widths, np.zeros(0)
    told = []
    for nominal in NOMINALS:
        low, high = (widths.side(0.5 + half * nominal / 2, nobody) for half in (-1, 1))
        told.append([nominal, round(float(((off >= low) & (off <= high)).mean()), 4)])
    return told


def bins(past: Past, done: Backtest) -> list[list[float]]:
    """Return, from the lowest forecasts to the highest: forecast, result, low, high, posts."""
    picked = np.flatnonzero(done.test)
    picked = picked[np.argsort(done.mean[picked], kind="stable")]
    return [
        [_mean(done.mean[group]), *_around(past.lift[group]), float(len(group))]
        for group in _groups(picked, _BINS)
    ]


def over_time(past: Past, done: Backtest) -> list[dict[str, object]]:
    """Return, from the oldest test posts to the newest, the error beside the usual's."""
    picked = np.flatnonzero(done.test)
    picked = picked[np.argsort(past.table.at[picked], kind="stable")]
    inside = (past.lift >= done.low) & (past.lift <= done.high)
    return [
        {
            "day": str(past.table.at[group[0]].astype("datetime64[s]").astype("datetime64[D]")),
            "posts": len(group),
            "error": _mean(np.abs(past.lift[group] - done.mean[group])),
            "usual": _mean(np.abs(past.lift[group])),
            "inside": round(float(inside[group].mean()), 4),
        }
        for group in _groups(picked, _BLOCKS)
    ]


def _groups(picked: np.ndarray, most: int) -> list[np.ndarray]:
    many = min(most, len(picked) // _FEWEST)
    return np.array_split(picked, many) if many >= 2 else []


def _mean(values: Floats) -> float:
    return round(float(values.mean()), 4)


def _around(values: Floats) -> tuple[float, float, float]:
    middle = float(values.mean())
    side = _Z * float(values.std()) / max(len(values) - 1, 1) ** 0.5
    return round(middle, 4), round(middle - side, 4), round(middle + side, 4)
