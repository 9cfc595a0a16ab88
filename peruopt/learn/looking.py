"""A past described for learning: with what its texts mean, where they were read for it."""

from __future__ import annotations

from peruopt.learn.embedding import Embedder
from peruopt.learn.features import Past, Seen, look
from peruopt.learn.meaning import Axes, axes
from peruopt.learn.splits import split


def described(past: Past, share: float, embedder: Embedder | None) -> tuple[Seen, Axes | None]:
    """Return the past's posts as candidates, and the axes of meaning found on the train part."""
    found = None
    if embedder is not None:
        table = past.table
        rows = split(past, share).train
        found = axes(embedder.name, table.names, table.code, table.texts.meaning, rows)
    return look(past, axes=found), found
