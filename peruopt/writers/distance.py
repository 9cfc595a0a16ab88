"""How far two texts are from each other, by the runs of words they share."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from peruopt.rules.letters import plain

_RUN = 3


@lru_cache(maxsize=8192)  # the same few hundred texts are compared with each other
def runs(text: str) -> frozenset[tuple[str, ...]]:
    """Return the runs of three words in `text`, without hashtags, emoji and accents."""
    words = re.findall(r"\w+", re.sub(r"#\w+", " ", plain(text)))
    if len(words) < _RUN:
        return frozenset({tuple(words)}) if words else frozenset()
    return frozenset(tuple(words[i : i + _RUN]) for i in range(len(words) - _RUN + 1))


def overlap(a: str, b: str) -> float:
    """Return the share of the shorter text's runs that the other has, too: 0 to 1."""
    first, second = runs(a), runs(b)
    if not first or not second:
        return 0.0
    return len(first & second) / min(len(first), len(second))


def nearest(text: str, others: Iterable[str]) -> float:
    """Return the overlap with the most similar of `others`; 0 when there is none."""
    return max((overlap(text, other) for other in others), default=0.0)


@lru_cache(maxsize=8192)
def opening(text: str, words: int = 3) -> str:
    """Return the first words of `text`, for telling openings apart."""
    return " ".join(re.findall(r"\w+", plain(text))[:words])


@lru_cache(maxsize=8192)
def sentences(text: str) -> tuple[str, ...]:
    """Return the sentences of `text` in plain words, without hashtags and what is all capitals."""
    parts = re.split(r"[.!?…:\n]+", re.sub(r"#\w+", " ", text))
    said = (" ".join(re.findall(r"\w+", part)) for part in parts if not part.isupper())
    return tuple(plain(each) for each in said if each)


def ending(text: str) -> str:
    """Return the last sentence of `text`, for telling endings apart."""
    return next(reversed(sentences(text)), "")
