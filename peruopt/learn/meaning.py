"""What a text means, in a few numbers: the directions in which a house's own posts differ most.

Found on the training part alone, kept with the model, and the same for every candidate after.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from peruopt.learn.arrays import Bools, Floats, Singles
from peruopt.learn.spec import MEANING

FEWEST = 150
"""Posts to learn from below which directions would be chance."""
_MOST = 4_000
"""Posts that directions are found on, at about the most."""


@dataclass(frozen=True, slots=True)
class Axes:
    """The directions, for points of one embedder."""

    embedder: str
    middle: Floats
    """(d,)"""
    turn: Floats
    """(d, len(MEANING)), so that each number comes out with a deviation of about 1."""

    def of(self, points: Singles) -> Floats:
        """Return (rows, len(MEANING)).

        Summed in one order, row by row, so that a row does not depend on its company.
        """
        off = points.astype(np.float64) - self.middle
        told: Floats = np.einsum("nd,dk->nk", off, self.turn, optimize=False)
        return told.round(6)

    def arrays(self) -> dict[str, np.ndarray[Any, Any]]:
        """Return what must be kept."""
        return {"middle": self.middle, "turn": self.turn}

    @classmethod
    def taken(cls, embedder: str, kept: Mapping[str, np.ndarray[Any, Any]]) -> Axes:
        """Take up what `arrays` laid down."""
        return cls(embedder, kept["middle"], kept["turn"])


def axes(embedder: str, points: Singles, rows: Bools) -> Axes | None:
    """Find the directions on chosen rows; None where they are too few or have no points."""
    picked = np.flatnonzero(rows)
    picked = picked[:: len(picked) // _MOST + 1]
    if len(picked) < FEWEST or points.shape[1] < len(MEANING):
        return None
    known = points[picked].astype(np.float64)
    middle = known.mean(axis=0)
    off = known - middle
    _, vectors = np.linalg.eigh(off.T @ off / len(off))
    turn = vectors[:, ::-1][:, : len(MEANING)]
    # which way an axis points is chance: its largest part shall point up
    turn = turn * np.sign(turn[np.abs(turn).argmax(axis=0), np.arange(turn.shape[1])])
    width = np.maximum((off @ turn).std(axis=0), 1e-3)
    return Axes(embedder, _short(middle), _short(turn / width))


def _short(values: Floats) -> Floats:
    """Round to what is kept, so that laying down and taking up change nothing."""
    return values.astype(np.float32).astype(np.float64)
