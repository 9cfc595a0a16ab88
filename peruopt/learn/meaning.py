"""What a text means, in a few numbers: how it differs from what its account usually speaks of.

The directions in which posts differ most are found on the training part alone, kept with the
model, and the same for every candidate after.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from peruopt.learn.arrays import Bools, Floats, Ints, Singles
from peruopt.learn.spec import MEANING

FEWEST = 150
"""Posts to learn from below which directions would be chance."""
_MOST = 4_000
"""Posts that directions are found on, at about the most."""
_SHRINK = 20.0
"""Posts that everybody's middle counts for in an account's own."""
Names = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Axes:
    """The directions, for points of one embedder."""

    embedder: str
    names: tuple[tuple[str, str], ...]
    """(network, account) of each middle but the last."""
    middles: Floats
    """(accounts + 1, d): what each usually speaks of, and last everybody."""
    turn: Floats
    """(d, len(MEANING)), so that each number comes out with a deviation of about 1."""

    def of(self, names: Names, code: Ints, points: Singles) -> Floats:
        """Return (rows, len(MEANING)); `code` says which of `names` a row belongs to.

        Summed row by row in one order, so that a row does not depend on its company.
        """
        place = {name: i for i, name in enumerate(self.names)}
        middle = np.array([place.get(name, len(place)) for name in names], dtype=np.int64)
        off = points.astype(np.float64) - self.middles[middle[code]]
        told: Floats = np.einsum("nd,dk->nk", off, self.turn, optimize=False)
        return told.round(6)

    def arrays(self) -> dict[str, np.ndarray[Any, Any]]:
        """Return what must be kept beside the names."""
        return {"middles": self.middles.astype(np.float32), "turn": self.turn.astype(np.float32)}

    @classmethod
    def taken(cls, embedder: str, names: Sequence[Sequence[str]], kept: Mapping[str, Any]) -> Axes:
        """Take up what `arrays` laid down."""
        told = tuple((str(network), str(account)) for network, account in names)
        middles, turn = (kept[name].astype(np.float64) for name in ("middles", "turn"))
        if len(middles) != len(told) + 1 or turn.shape != (middles.shape[1], len(MEANING)):
            raise ValueError("not axes of ours")
        return cls(embedder, told, middles, turn)


def axes(embedder: str, names: Names, code: Ints, points: Singles, rows: Bools) -> Axes | None:
    """Find the directions on chosen rows; None where they are too few or have no points."""
    if rows.sum() < FEWEST or points.shape[1] < len(MEANING):
        return None
    everybody = points[rows].astype(np.float64).mean(axis=0)
    middles = [
        (points[mine].astype(np.float64).sum(axis=0) + _SHRINK * everybody)
        / (mine.sum() + _SHRINK)
        for mine in (rows & (code == i) for i in range(len(names)))
    ]
    centred = _short(np.stack([*middles, everybody]))
    picked = np.flatnonzero(rows)
    picked = picked[:: len(picked) // _MOST + 1]
    off = points[picked].astype(np.float64) - centred[code[picked]]
    _, vectors = np.linalg.eigh(off.T @ off / len(off))
    turn = vectors[:, ::-1][:, : len(MEANING)]
    # which way an axis points is chance: its largest part shall point up
    turn = turn * np.sign(turn[np.abs(turn).argmax(axis=0), np.arange(turn.shape[1])])
    width = np.maximum((off @ turn).std(axis=0), 1e-3)
    return Axes(embedder, tuple(names), centred, _short(turn / width))


def _short(values: Floats) -> Floats:
    """Round to what is kept, so that laying down and taking up change nothing."""
    return values.astype(np.float32).astype(np.float64)
