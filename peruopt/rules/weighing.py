"""How long a text is, as each network counts.

X's count follows twitter-text's configuration v3 (github.com/twitter/twitter-text,
config/v3.json): NFC text, 280 at most, a URL is 23, an emoji sequence is 2, heavy code points
are 2, all others 1.  Telegram counts UTF-16 units; the others code points.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from peruopt.restaurant import Network

URL = re.compile(
    r"(?:https?://|www\.)[^\s]+[^\s.,;:!?)\]»\"']"
    r"|\b(?:[a-z0-9-]+\.)+(?:com|pe|net|org|info|io|app|me|ly|co|menu|tv)\b"
    r"(?:/(?:[^\s]*[^\s.,;:!?)])?)?",
    re.IGNORECASE,
)
_PICTO = (
    "\U0001f000-\U0001f1e5\U0001f200-\U0001faff\u2600-\u27bf\u2190-\u21ff\u2300-\u23ff"
    "\u25a0-\u25ff\u2b00-\u2bff\u203c\u2049\u2122\u2139\u3030\u303d\u3297\u3299"
)
_MODIFIER = "[\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]*"
EMOJI = re.compile(
    f"[\U0001f1e6-\U0001f1ff]{{2}}|[0-9#*]\ufe0f?\u20e3"
    f"|[{_PICTO}]{_MODIFIER}(?:\u200d[{_PICTO}]{_MODIFIER})*"
)
_HEAVY = re.compile("[^\u0000-\u10ff\u2000-\u200d\u2010-\u201f\u2032-\u2037]")
URL_WEIGHT, EMOJI_WEIGHT = 23, 2


def weighted(text: str) -> int:
    """Return the length as X counts it."""
    left, urls = URL.subn("", unicodedata.normalize("NFC", text))
    left, emoji = EMOJI.subn("", left)
    plain = len(left) + len(_HEAVY.findall(left))
    return urls * URL_WEIGHT + emoji * EMOJI_WEIGHT + plain


def _utf16(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


_COUNTERS: dict[Network, Callable[[str], int]] = {
    Network.X: weighted,
    Network.TELEGRAM: _utf16,
    Network.TIKTOK: _utf16,  # TikTok's Content Posting API counts the title in UTF-16 runes
}


def length(text: str, network: Network) -> int:
    """Return the length of `text` as `network` counts it."""
    return _COUNTERS.get(network, len)(text)


def shorten(text: str, fits: Callable[[str], bool]) -> str:
    """Return the longest start of `text` that fits: whole sentences, else whole words and “…”."""
    ends = [m.end() for m in re.finditer(r"[.!?…](?=\s|$)|\n", text)]
    for end in reversed(ends):
        if fits(kept := text[:end].rstrip()) and kept:
            return kept
    words = [m.start() for m in re.finditer(r"\s+", text)]
    for end in reversed(words):
        if fits(kept := text[:end].rstrip(" ,;:—-") + "…") and len(kept) > 1:
            return kept
    for end in range(len(text), 0, -1):
        if fits(kept := text[:end] + "…"):
            return kept
    return ""
