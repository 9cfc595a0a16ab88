"""What the Bot API takes, counted as Telegram counts: in UTF-16 units."""

from __future__ import annotations

import re

TEXT, CAPTION = 4096, 1024
LABEL = 60  # nothing states a limit for labels; a phone shows about 36 letters of them
PER_ROW, KEYS = 8, 100
MEGA = 1024 * 1024
DOWNLOAD_MB, UPLOAD_MB, PHOTO_MB = 20, 50, 10
MENU, DESCRIPTION = 100, 256
DATA = 64
ALBUM = 10
NEVER = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def units(words: str) -> int:
    """Return the length as Telegram counts it: an emoji is two."""
    return len(words.encode("utf-16-le", "surrogatepass")) // 2


def clean(words: str) -> str:
    """Drop what Telegram refuses or shows as nothing: control characters, lone surrogates."""
    return NEVER.sub("", words.replace("\r\n", "\n"))


def head(words: str, most: int) -> int:
    """Return how many characters of `words` take at most so many units."""
    if len(words) * 2 <= most:
        return len(words)
    taken = 0
    for index, letter in enumerate(words):
        taken += 2 if ord(letter) > 0xFFFF else 1
        if taken > most:
            return index
    return len(words)


def fit(words: str, most: int) -> str:
    """Return `words`, or as much of them as fits with an ellipsis."""
    return words if units(words) <= most else words[: head(words, most - 1)].rstrip() + "…"
