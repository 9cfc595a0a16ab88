"""When a post was made, as its own id or address tells: proof of day order and time zone."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from peruopt.restaurant import Network

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
X_EPOCH_MS = 1_288_834_974_657
"""X ids since November 2010: milliseconds since this, above 22 bits of machine and sequence."""
X_FIRST = 30_000_000_000
INSTAGRAM_EPOCH_MS = 1_314_220_021_721
"""Instagram media ids: milliseconds since this, above 23 bits; a short code is one in base 64.

It dates the upload, which comes seconds before the post, or days before one that was scheduled.
"""
ALPHABET = {
    char: value
    for value, char in enumerate(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    )
}
X_URL = re.compile(r"(?:twitter|x)\.com/[^/]+/status(?:es)?/(\d+)")
INSTAGRAM_URL = re.compile(r"instagram\.com/(?:[\w.]+/)?(?:p|reel|reels|tv)/([\w-]{9,})")
TIKTOK_URL = re.compile(r"tiktok\.com/@[^/]+/(?:video|photo)/(\d{18,20})")


def witness(network: Network | None, external_id: str, url: str) -> datetime | None:
    """Return the moment (UTC) that the id or address encodes, if it encodes one."""
    if found := X_URL.search(url):
        return _snowflake(int(found[1]))
    if found := INSTAGRAM_URL.search(url):
        return _shortcode(found[1])
    if found := TIKTOK_URL.search(url):
        return _at(int(found[1]) >> 32, 1)
    if network is Network.X and external_id.isdigit():
        return _snowflake(int(external_id))
    return None


def url_key(url: str) -> str:
    """Return the id that an address carries, where its network's addresses carry one."""
    for pattern in (X_URL, INSTAGRAM_URL, TIKTOK_URL):
        if found := pattern.search(url):
            return found[1]
    return ""


def _snowflake(number: int) -> datetime | None:
    return _at((number >> 22) + X_EPOCH_MS, 1000) if number > X_FIRST else None


def _shortcode(code: str) -> datetime | None:
    number = 0
    for char in code[:11]:
        number = number * 64 + ALPHABET[char]
    return _at((number >> 23) + INSTAGRAM_EPOCH_MS, 1000) if len(code) >= 10 else None


def _at(ticks: int, per_second: int) -> datetime | None:
    seconds = ticks / per_second
    if not 1_262_304_000 < seconds < 4_102_444_800:  # 2010 to 2100
        return None
    return EPOCH + timedelta(seconds=seconds)
