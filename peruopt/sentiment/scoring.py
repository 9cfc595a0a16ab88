"""The score of a text: a small linear model over its words and feelings, kept as plain arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from math import exp
from typing import Protocol

from peruopt.sentiment.reading import features

_CLEAR = 0.2
"""A score nearer to zero than this is no feeling."""


class Label(StrEnum):
    """What a text feels."""

    POSITIVE = "positive"
    NEUTRAL = "neutral"
    NEGATIVE = "negative"


class Sentiment(Protocol):
    """Something that reads feelings."""

    def score(self, texts: Sequence[str]) -> list[float]:
        """Return how each text feels, from −1 to 1."""

    def labels(self, texts: Sequence[str]) -> list[Label]:
        """Return the same in a word each."""


@dataclass(frozen=True, slots=True)
class _Weights:
    of: dict[str, tuple[float, float, float]]
    start: tuple[float, float, float]
    """Negative, neutral, positive: in this order throughout."""


@cache
def _weights() -> _Weights:
    import numpy as np

    with resources.files(__package__).joinpath("model.npz").open("rb") as file:
        kept = np.load(file, allow_pickle=False)
        names, weights, start = kept["names"], kept["weights"], kept["start"]
    rows = zip(names.tolist(), weights.astype(float).tolist(), strict=True)
    return _Weights({name: (a, b, c) for name, (a, b, c) in rows}, tuple(start.tolist()))


class LearnedSentiment:
    """Implements `Sentiment`, offline; the model is loaded at the first question."""

    def score(self, texts: Sequence[str]) -> list[float]:
        """Return how each text feels, from −1 to 1; an empty one is 0."""
        return [round(good - bad, 4) for bad, _, good in map(_chances, texts)]

    def labels(self, texts: Sequence[str]) -> list[Label]:
        """Return the likeliest feeling of each text."""
        order = (Label.NEGATIVE, Label.NEUTRAL, Label.POSITIVE)
        return [order[max(range(3), key=_chances(text).__getitem__)] for text in texts]


def label(score: float) -> Label:
    """Return a score in a word."""
    if abs(score) < _CLEAR:
        return Label.NEUTRAL
    return Label.POSITIVE if score > 0 else Label.NEGATIVE


def _chances(text: str) -> tuple[float, float, float]:
    """The chance of each feeling: negative, neutral, positive."""
    if not text.strip():
        return 0.0, 1.0, 0.0
    known = _weights()
    sums = list(known.start)
    found = features(text)
    size = sum(1 for name in found if name[0] != "=") ** 0.5 or 1.0
    for name, count in found.items():
        if (row := known.of.get(name)) is not None:
            value = float(count) if name[0] == "=" else 1.0 / size
            for i in range(3):
                sums[i] += value * row[i]
    top = max(sums)
    bad, flat, good = (exp(value - top) for value in sums)
    whole = bad + flat + good
    return bad / whole, flat / whole, good / whole
