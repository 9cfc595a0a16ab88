"""Pretraining the network on pooled accounts.

`python -m peruopt.learn.pretraining CSV... --out peruopt/learn/pretrained.pt --seed 0`.

Only the first 70 % of each account is learned from, so that a backtest on the same sets stays
honest.  What the shipped weights learned from, and its licences, is told in docs/learning.md.
"""

from __future__ import annotations

import argparse
from functools import cache
from importlib.resources import files
from pathlib import Path

import numpy as np

from peruopt.learn.arrays import Bools
from peruopt.learn.features import Past, Seen
from peruopt.learn.network import Net, Pace

MOST = 12_000
"""Posts from one set's newest accounts' training parts: no set drowns the others."""


@cache
def pretrained() -> Net | None:
    """Return the network that ships with the package; None where it is missing."""
    from peruopt.learn.network import load

    kept = files("peruopt.learn").joinpath("pretrained.pt")
    if not kept.is_file():
        return None
    with kept.open("rb") as file:
        nets = load(file)
    return nets[0]


def pretrain(sets: list[tuple[Past, Seen, Bools]], seed: int, epochs: int) -> Net:
    """Fit one network, one set after the other within every epoch, at a falling pace."""
    from peruopt.learn.network import afresh, fit

    net = afresh(np.vstack([seen.values[rows] for _, seen, rows in sets]), seed)
    for epoch in range(epochs):
        rate = 2e-3 * (1 - epoch / epochs) + 2e-4
        for past, seen, rows in sets:
            net, _ = fit(past, seen, rows, None, Pace(epochs=1, rate=rate), seed + epoch, net)
    return net


def load_set(path: Path, most: int) -> tuple[Past, Seen, Bools]:
    """Read one set; choose the training part of accounts, evenly, up to `most` posts."""
    from peruopt.learn.cleaning import clean
    from peruopt.learn.features import look, remember
    from peruopt.learn.reading import read_csv
    from peruopt.learn.splits import split

    past = remember(clean(read_csv(path)[0]))
    rows = split(past).train
    each = max(most // len(past.table.names), 200)
    kept = np.zeros_like(rows)
    for code in range(len(past.table.names)):
        kept[np.flatnonzero(rows & (past.table.code == code))[-each:]] = True
    return past, look(past), kept


def main() -> None:
    """Run from the command line."""
    from peruopt.learn.network import save

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("csv", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--epochs", type=int, default=8)
    told = parser.parse_args()
    sets = [load_set(path, MOST) for path in told.csv]
    net = pretrain(sets, told.seed, told.epochs)
    with told.out.open("wb") as file:
        save((net,), file)


if __name__ == "__main__":
    main()
