"""Text from outside, made fit to be shown: one line, no markup, nothing that cannot be seen."""

from __future__ import annotations

import html
import re
import unicodedata

LONGEST = 140
_TAGS = re.compile(r"<[^<>]{0,2000}>")
# format characters (Cf) turn lines round and hide words; emoji joiners go with them, no loss here
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def line(text: str, longest: int = LONGEST) -> str:
    """Return `text` as one plain line of at most `longest` characters."""
    text = text[: longest * 20]
    for _ in range(2):  # feeds often escape twice
        text = html.unescape(_TAGS.sub(" ", text))
    text = unicodedata.normalize("NFC", _TAGS.sub(" ", text).replace("<", " ").replace(">", " "))
    seen = "".join(" " if unicodedata.category(c) in _UNSEEN else c for c in text)
    kept = " ".join(seen.split())
    if len(kept) <= longest:
        return kept
    return kept[: longest - 1].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"


def address(text: str) -> str:
    """Return a web address that can be shown, or nothing."""
    text = text.strip()
    fits = re.fullmatch(r"https?://[!-~]{3,500}", text)
    return text if fits and not re.search(r"[\"'<>\\^`{|}]", text) else ""
