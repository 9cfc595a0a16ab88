"""Choosing among candidates: what promises most, and repeats neither the past nor each other."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise

SHARE = 0.6
"""Log units that a copy of a recent text loses; about twice what a good hour adds."""


def pick(
    texts: Sequence[str], gains: Sequence[float], recent: Sequence[str], count: int
) -> list[int]:
    """Return the indices of up to `count` texts, best first; a text used before comes last."""
    words = [_shingles(text) for text in texts]
    used = [_shingles(text) for text in recent]
    left, chosen = list(range(len(texts))), list[int]()
    while left and len(chosen) < count:
        others = used + [words[index] for index in chosen]

        def worth(index: int, others: list[set[str]] = others) -> float:
            likeness = max((_alike(words[index], other) for other in others), default=0.0)
            return gains[index] - SHARE * likeness - (10.0 if likeness > 0.95 else 0.0)

        best = max(left, key=worth)
        left.remove(best)
        chosen.append(best)
    return sorted(chosen, key=lambda index: -gains[index])


def _shingles(text: str) -> set[str]:
    plain = unicodedata.normalize("NFKD", text.lower())
    said = re.findall(r"\w+", "".join(c for c in plain if not unicodedata.combining(c)))
    return {" ".join(pair) for pair in pairwise(said)} or set(said)


def _alike(one: set[str], other: set[str]) -> float:
    both = len(one | other)
    return len(one & other) / both if both else 0.0
