"""Pictures drawn before: the same data in the same words is the same picture."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from hashlib import sha256
from threading import Lock

MOST = 48
"""Pictures kept; a chart is about 60 kB."""


class Album:
    """Finds a picture again by exactly what it shows; drawing one takes a tenth of a second."""

    def __init__(self, most: int = MOST) -> None:
        self._most, self._lock = most, Lock()
        self._kept: OrderedDict[bytes, bytes] = OrderedDict()

    def picture(self, shows: object, draw: Callable[[], bytes]) -> bytes:
        """Return the picture of `shows`, whose `repr` must tell all that it depends on."""
        key = sha256(repr(shows).encode("utf-8", "replace")).digest()
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        drawn = draw()
        with self._lock:
            self._kept[key] = drawn
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return drawn
