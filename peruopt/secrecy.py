"""What looks like a token is shown, kept and told to nobody."""

from __future__ import annotations

import re
from typing import Any

HIDDEN = "•••"
_TOKENS = re.compile(
    r"""
    (?<![\w/.#@])(?:
      \d{6,}:[\w-]{30,}                                     # Telegram's bots
    | EAA[A-Za-z0-9]{12,}                                   # Meta
    | (?=[\w:|.~+=-]*\d)(?=[\w:|.~+=-]*[A-Za-z])
      [A-Za-z0-9][\w:|~+=-]{38,}                            # X, and whatever is as long
    )
    """,
    re.VERBOSE,
)
WRITTEN = frozenset({"text", "caption"})
"""Telegram's names for it; its ids of files look like tokens and are none."""
MET = 4
"""Long runs of letters and figures have this many turns between the two; words do not."""
_TURN = re.compile(r"[A-Za-z]\d|\d[A-Za-z]|[a-z][A-Z]")


def hidden(text: str) -> str:
    """Return the text with whatever looks like a token blotted out."""
    return _TOKENS.sub(_blot, text)


def _blot(found: re.Match[str]) -> str:
    told = found[0]
    known = told.startswith("EAA") or re.match(r"\d{6,}:", told)
    return HIDDEN if known or len(_TURN.findall(told)) >= MET else told


def hidden_in(value: Any) -> Any:
    """Return plain data in which everything that somebody wrote is blotted."""
    if isinstance(value, dict):
        return {
            key: hidden(part) if key in WRITTEN and isinstance(part, str) else hidden_in(part)
            for key, part in value.items()
        }
    return [hidden_in(part) for part in value] if isinstance(value, list | tuple) else value
