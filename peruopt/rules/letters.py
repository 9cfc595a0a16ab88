"""Letters as they are compared, lower case and without accents; and as a line begins."""

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


def capital_first(text: str) -> str:
    """Return `text` as a line begins; what `capitalize` would lower, names above all, stays."""
    return text[:1].upper() + text[1:]
