"""Points remembered on disk, so that a nightly training embeds only what is new.

The file holds hashes of texts and points, never the texts; losing it costs time and nothing else.
"""

from __future__ import annotations

import os
import re
import zipfile
from collections.abc import Sequence
from hashlib import blake2b
from pathlib import Path
from tempfile import NamedTemporaryFile

import numpy as np

from peruopt.learn.arrays import Singles
from peruopt.learn.embedding import Embedder

MOST = 60_000
"""Texts that are remembered, some 50 MB: those asked for last."""
OFTEN = 512
"""New texts after which the file is written: a training that is stopped has not lost them all."""
_SIZE = 16
_BROKEN = (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile)


class Recalled:
    """Implements `Embedder` over another, beside a file in a folder.  `keep` writes it."""

    def __init__(self, embedder: Embedder, folder: Path) -> None:
        self.name = embedder.name
        self._embedder = embedder
        self._path = folder / f"{re.sub(r'[^A-Za-z0-9.-]', '_', self.name)}.npz"
        self._known: dict[bytes, Singles] | None = None
        self._new = 0
        self.made = 0
        """Texts that had to be embedded so far."""

    def embed(self, texts: Sequence[str]) -> Singles:
        """Return a row per text, asking the other only for those never seen."""
        if self._known is None:
            self._known = _read(self._path)
        known, keys = self._known, [_key(text) for text in texts]
        unknown = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        if unknown or not texts:
            fresh = self._embedder.embed(list(unknown.values()))
            known |= dict(zip(unknown, fresh.astype(np.float16), strict=True))
            self._new += len(unknown)
            self.made += len(unknown)
            if not texts:
                return fresh
        for key in keys:
            known[key] = known.pop(key)  # to the end: what is asked for stays
        if self._new >= OFTEN:
            self.keep()
        return np.stack([known[key] for key in keys]).astype(np.float32)

    def keep(self) -> None:
        """Write what is new; where the disk does not let, the next time embeds again."""
        if not self._new or self._known is None:
            return
        kept = list(self._known.items())[-MOST:]
        hashes = np.frombuffer(b"".join(key for key, _ in kept), dtype=np.uint8)
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with NamedTemporaryFile(dir=self._path.parent, delete=False) as file:
                np.savez(
                    file,
                    hashes=hashes.reshape(-1, _SIZE),
                    points=np.stack([point for _, point in kept]),
                )
            os.replace(file.name, self._path)  # noqa: PTH105 - whole or not at all
        except OSError:
            return
        self._new = 0


def _key(text: str) -> bytes:
    return blake2b(text.encode(), digest_size=_SIZE).digest()


def _read(path: Path) -> dict[bytes, Singles]:
    """Return what is remembered; a file that is cut or not ours is forgotten."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as read:
            hashes, points = read["hashes"], read["points"]
        if hashes.dtype != np.uint8 or points.dtype != np.float16 or len(hashes) != len(points):
            return {}
        if hashes.ndim != 2 or hashes.shape[1] != _SIZE or points.ndim != 2:
            return {}
    except _BROKEN:
        return {}
    return {row.tobytes(): point for row, point in zip(hashes, points, strict=True)}
