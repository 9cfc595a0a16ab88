"""Intervals that keep their promise: rolling, per account, adaptive (Gibbs and Candès 2021)."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from peruopt.learn.arrays import Bools, Floats
from peruopt.learn.past import matured
from peruopt.learn.tables import Table

NOMINAL = 0.9
MEMORY = 150
"""Matured residuals that count."""
TRUST = 30.0
"""Residuals that the width of everybody weighs as much as."""
STEP = 0.01
CAUTION = 100.0
WIDER = 1.06
"""The validation that scores come from also chose the epochs and the blend, and flatters them."""


@dataclass(frozen=True, slots=True)
class Widths:
    """How far results fall from forecasts, in spreads, for everybody."""

    scores: Floats
    """(result − forecast) / spread, sorted: quantiles at even steps."""

    @classmethod
    def of(cls, honest: Floats, plain: Floats) -> Widths:
        """Mix the validation's scores with those of no forecast at all, which weigh CAUTION posts:
        a short validation has seen too little, and chose what it judges."""
        even = np.linspace(0, 1, 401)
        parts = len(honest) * np.quantile(honest, even) + CAUTION * np.quantile(plain, even)
        return cls(parts / (len(honest) + CAUTION))

    def side(self, level: float, own: Floats) -> float:
        """Return the quantile of one account's newest scores, shrunk to everybody's."""
        everybody = _quantile(self.scores, level) if len(self.scores) else _normal(level)
        if not len(own):
            return WIDER * everybody
        edge = 1 / (len(own) + 1)  # a quantile of few scores lies too far in
        mine = _quantile(own, level + (edge if level > 0.5 else -edge))
        return WIDER * (len(own) * mine + TRUST * everybody) / (len(own) + TRUST)


def _quantile(scores: Floats, level: float) -> float:
    return float(np.quantile(scores, min(max(level, 0.002), 0.998)))


def _normal(level: float) -> float:
    return NormalDist().inv_cdf(min(max(level, 0.002), 0.998)) * 1.1


def roll(
    table: Table,
    result: Floats,
    mean: Floats,
    spread: Floats,
    warm: Bools,
    asked: Bools,
    widths: Widths,
    within: tuple[Floats, Floats] | None = None,
) -> tuple[Floats, Floats]:
    """Return low and high for every asked row, each from residuals matured by then.

    `warm` rows have honest forecasts too and start the memory; both run in order of time.
    `within`, per row, is how far low and high may go.
    """
    low, high = np.full(len(table), np.nan), np.full(len(table), np.nan)
    judged = np.flatnonzero(warm | asked)
    code, at = table.code[judged], table.at[judged]
    end = matured(code, at, code, at)
    begin = np.searchsorted(code, code, side="left")
    scores = (result[judged] - mean[judged]) / spread[judged]
    rest = (1 - NOMINAL) / 2
    miss = {}
    outside = np.zeros((len(judged), 2))
    done = 0
    account = -1
    for i, row in enumerate(judged.tolist()):
        if code[i] != account:
            account, done = code[i], int(begin[i])
            miss = {"low": rest, "high": rest}
        for j in range(done, int(end[i])):
            if asked[judged[j]]:
                miss["low"] += STEP * (rest - outside[j, 0])
                miss["high"] += STEP * (rest - outside[j, 1])
        done = max(done, int(end[i]))
        own = scores[max(int(end[i]) - MEMORY, int(begin[i])) : int(end[i])]
        if not asked[row]:
            continue
        low[row] = mean[row] + spread[row] * widths.side(miss["low"], own)
        high[row] = mean[row] + spread[row] * widths.side(1 - miss["high"], own)
        if within is not None:
            low[row] = min(max(low[row], within[0][row]), mean[row])
            high[row] = max(min(high[row], within[1][row]), mean[row])
        outside[i] = result[row] < low[row], result[row] > high[row]
    return low, high
