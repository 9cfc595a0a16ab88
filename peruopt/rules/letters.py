"""Letters as they are compared: lower case, without accents, and as long as the original."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_KEPT = {"ñ", "Ñ"}


def composed(text: str) -> str:
    """Return `text` with each accented letter as one character, so that positions agree."""
    return unicodedata.normalize("NFC", text)


def plain(text: str) -> str:
    """Return `text` in lower case without accents, position for position; ñ stays."""
    return "".join(map(_plain, composed(text)))


@lru_cache(maxsize=4096)
def _plain(char: str) -> str:
    if char in _KEPT:
        return "ñ"
    base = unicodedata.normalize("NFD", char)[0].lower()
    return base if len(base) == 1 else char
