"""A body taken in piece by piece, never past its limit, however well it is packed."""

from __future__ import annotations

import zlib

from peruopt.trends.refused import Refused

_WINDOWS = {"gzip": 31, "x-gzip": 31, "deflate": 15}


class Body:
    """Grows by `feed`; refuses more than `limit` bytes, packed or unpacked."""

    def __init__(self, encoding: str, limit: int) -> None:
        name = encoding.strip().lower()
        if name not in ("", "identity", *_WINDOWS):
            raise Refused("packing")
        window = _WINDOWS.get(name)
        self._open = zlib.decompressobj(window) if window else None
        self._limit, self._taken, self._packed = limit, 0, 0
        self._parts: list[bytes] = []

    def feed(self, packed: bytes) -> None:
        """Take in the next piece."""
        self._packed += len(packed)
        if self._packed > self._limit:
            raise Refused("big")
        if self._open is None:
            self._keep(packed)
            return
        try:
            # one byte more than fits tells a bomb without setting it off
            self._keep(self._open.decompress(packed, self._limit - self._taken + 1))
        except zlib.error as error:
            raise Refused("packing") from error
        if self._open.unconsumed_tail:
            raise Refused("big")

    def whole(self) -> bytes:
        """Return all of it."""
        return b"".join(self._parts)

    def _keep(self, part: bytes) -> None:
        self._taken += len(part)
        if self._taken > self._limit:
            raise Refused("big")
        self._parts.append(part)
