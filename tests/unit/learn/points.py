"""An embedder for tests: words fall into places, and a few are known in two languages."""

from __future__ import annotations

from collections.abc import Sequence
from zlib import crc32

import numpy as np

from peruopt.learn.embedding import halved

SAME = {"fresh": "fresco", "today": "hoy", "house": "casa"}
WIDE = 24


class Bag:
    """Implements `Embedder`; remembers what it was asked."""

    def __init__(self, name: str = "bag-1") -> None:
        self.name = name
        self.asked: list[str] = []

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        self.asked += texts
        rows = np.zeros((len(texts), WIDE), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in text.lower().split():
                code = crc32(SAME.get(word, word).encode())
                row[code % WIDE] += 1.0 if code & 64 else -1.0
            row /= np.linalg.norm(row) or 1.0
        return halved(rows)

    def find(self, name: str) -> Bag | None:
        """Bring it where it is the one that is meant."""
        return self if name == self.name else None
