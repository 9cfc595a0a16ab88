"""How an account's hours drift: `python -m tests.bench.learning_drift --data FOLDER --set NAME`.

Two questions to real posts, content taken out: how alike an account's hours of the day are to its
own some months later, and whether forgetting foretells the coming 90 days' hours better than
remembering everything.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from peruopt.learn.adjusting import residuals
from peruopt.learn.fading import nothing_known
from peruopt.learn.features import look
from peruopt.learn.slots import Belief, Evidence
from tests.bench.learning import SAMPLES, read

DAY = 86_400
LONG, SEASON = 60, 90
"""Days of a run of posts whose hours are compared, and foretold."""
FEWEST = 40
BANDS = (1, 2, 4, 7, 10, 15, 21)
"""Gaps between two runs, in runs, from which a band begins."""
MEMORIES = (1e9, 3 * 365.0, 365.0, 180.0)

Left = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]
"""Of each post: account, moment, hour of the week, what is left of its result."""


def alike(left: Left) -> dict[int, tuple[float, float]]:
    """Return, per gap in days, the covariance of an account's hours with its own, and its
    deviation over resampled accounts."""
    code, at, slot, rest = left
    top, bottom = ({band: np.zeros(int(code.max()) + 1) for band in BANDS} for _ in range(2))
    for account in np.unique(code):
        mine = code == account
        runs: dict[int, tuple[np.ndarray, np.ndarray]] = {}
        for run in np.unique(at[mine] // DAY // LONG):
            rows = mine & (at // DAY // LONG == run)
            if rows.sum() >= FEWEST:
                tame = np.clip(rest[rows], -2, 2)
                hour, off = slot[rows] % 24, tame - tame.mean()
                runs[int(run)] = np.bincount(hour, off, 24), np.bincount(hour, minlength=24)
        for one, (sums, posts) in runs.items():
            for other, (sums_then, posts_then) in runs.items():
                if other > one:
                    band = max(b for b in BANDS if b <= other - one)
                    top[band][account] += sums @ sums_then
                    bottom[band][account] += posts @ posts_then
    told = {}
    for band in BANDS:
        if bottom[band].any():
            drawn = _resampled(len(top[band]), lambda rows, b=band: top[b][rows].sum()
                               / max(bottom[b][rows].sum(), 1.0))  # fmt: skip
            told[band * LONG] = (top[band].sum() / bottom[band].sum(), float(np.std(drawn)))
    return told


def foretold(left: Left, network: str, memory: float) -> np.ndarray:
    """Return, per account, how much better than the prior each 90 days' hours are foretold by a
    belief that is renewed as posts come in and fades meanwhile."""
    code, at, slot, rest = left
    prior = nothing_known(network)
    gains = []
    for account in np.unique(code):
        mine, gain, before = code == account, 0.0, None
        belief = prior
        for season in np.unique(at[mine] // DAY // SEASON).tolist():
            rows = mine & (at // DAY // SEASON == season)
            if rows.sum() < FEWEST:
                continue
            evidence = Evidence.of(slot[rows], rest[rows])
            if before is not None:
                kept = float(np.exp(-SEASON * (season - before) / memory))
                mean = prior.mean + kept * (belief.mean - prior.mean)
                belief = Belief(mean, kept**2 * belief.cover + (1 - kept**2) * prior.cover)
                gain += belief.foretold(evidence) - prior.foretold(evidence)
            belief, before = belief.given(evidence), season
        gains.append(gain)
    return np.array(gains)


def _resampled(many: int, figure: object) -> Sequence[float]:
    draw = np.random.default_rng(0)
    return [figure(draw.integers(0, many, many)) for _ in range(400)]


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=SAMPLES, help="folder of canonical CSVs")
    parser.add_argument("--set", default="*", help="one set's name")
    parser.add_argument("--most", type=int, default=72_000, help="posts of a set, the newest")
    told = parser.parse_args()
    for path in sorted(told.data.glob(f"{told.set}.csv.gz")):
        past = read(path, told.most)
        rows, table = past.learnable, past.table
        rest = residuals(past, look(past), rows, 0)
        left = table.code[rows], table.at[rows], table.hour_of_week[rows], rest
        for days, (value, spread) in alike(left).items():
            print(f"{path.name} {days} days and more apart: {value:.4f} ± {spread:.4f}")
        everything = foretold(left, table.names[0][0], MEMORIES[0])
        for memory in MEMORIES[1:]:
            gain = foretold(left, table.names[0][0], memory) - everything
            drawn = _resampled(len(gain), lambda rows, g=gain: g[rows].sum())
            low, high = np.quantile(drawn, (0.025, 0.975))
            print(
                f"{path.name} forgetting in {memory:.0f} days: log likelihood "
                f"{gain.sum():+.1f} ({low:+.1f} to {high:+.1f}) over remembering all",
                flush=True,
            )


if __name__ == "__main__":
    main()
