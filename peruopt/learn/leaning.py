"""Which past posts a forecast leans on: the network's attention, read back as it is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from peruopt.learn.arrays import Ints
from peruopt.learn.features import Seen

if TYPE_CHECKING:
    from torch import Tensor

_MOST, _LEAST = 3, 0.02
Leaning = list[tuple[int, float]]
"""Past rows, with their share of the attention."""


class Leanings:
    """Hears the network's attention and keeps, per candidate, the past rows it dwells on."""

    def __init__(self, seen: Seen) -> None:
        self._seen = seen
        self.told: dict[int, Leaning] = {}

    def __call__(self, blocks: list[Ints], share: Tensor) -> None:
        """Take the attention of blocks of candidates, (B, heads, L, T)."""
        from peruopt.learn.segments import opening

        every = share.mean(1).numpy()  # (B, L, T) over all heads
        for block, looks in zip(blocks, every, strict=True):
            first = opening(self._seen, block)
            for row, look in zip(block.tolist(), looks, strict=False):
                best = np.argsort(-look, kind="stable")[:_MOST]
                self.told[row] = [
                    (int(first + i), round(float(look[i]), 4)) for i in best if look[i] > _LEAST
                ]
