"""A stream that stops before it has read more than is safe."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable
from typing import IO
from zipfile import BadZipFile

from peruopt.errors import UserError

MOST = 1 << 30
RATIO = 200
"""DEFLATE reaches 1,032; real exports 3 to 40."""
SMALL = 64 << 20
"""Below this even a bomb does no harm."""

BROKEN = (EOFError, OSError, zlib.error, BadZipFile)


def allowance(packed: int) -> int:
    """Return how many bytes `packed` compressed bytes may become."""
    return min(MOST, max(SMALL, RATIO * packed))


class Bounded(io.RawIOBase):
    """Reads `source`, refusing to go past `limit` bytes."""

    def __init__(self, source: IO[bytes], limit: int, told: Callable[[int], None]) -> None:
        super().__init__()
        self._source, self._left, self._told = source, limit, told

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill `buffer`; turn a damaged archive into a sentence."""
        try:
            chunk = self._source.read(len(buffer))
        except BROKEN as broken:
            raise UserError("importing.broken") from broken
        self._left -= len(chunk)
        if self._left < 0:
            raise UserError("importing.too_big")
        buffer[: len(chunk)] = chunk
        self._told(len(chunk))
        return len(chunk)
