"""Slack writes 🌶️ as `:hot_pepper:`; here it becomes a character again."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

NAMED = re.compile(r":([a-z0-9_+'-]{1,60}):(?::skin-tone-([2-6]):)?")
TONES = "🏻🏼🏽🏾🏿"
PLAIN_FACE = "\ufe0f"


@cache
def characters() -> dict[str, str]:
    """Return every standard emoji by Slack's name for it (from iamcal/emoji-data, MIT)."""
    told = (files("bot.slack") / "emoji.txt").read_text("utf-8").split()
    return dict(zip(told[::2], told[1::2], strict=True))


def spelled_out(text: str) -> str:
    """Put characters in place of names; what is no standard emoji stays as it was typed."""

    def character(found: re.Match[str]) -> str:
        known = characters().get(found[1])
        if known is None:
            return found[0]
        tone = TONES[int(found[2]) - 2] if found[2] else ""
        return known.removesuffix(PLAIN_FACE) + tone if tone else known

    return NAMED.sub(character, text) if ":" in text else text


def coded(unicode: str) -> str:
    """Read Slack's `1f336-fe0f`; empty where it is no such code."""
    try:
        return "".join(chr(int(code, 16)) for code in unicode.split("-"))
    except (ValueError, OverflowError):
        return ""
