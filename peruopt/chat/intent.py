"""Plain questions, brought to the commands that answer them."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from importlib.resources import files

Rule = tuple[str, re.Pattern[str], bool]
"""A command, what is said for it, and whether its handler gets all that was said."""


def plain(text: str) -> str:
    """Return the text in lower case, without accents (ñ included: phones leave it out)."""
    split = unicodedata.normalize("NFKD", text.lower())
    return "".join(c for c in split if not unicodedata.combining(c))


def intent(text: str) -> tuple[str, str] | None:
    """Return (command, words for it) for a plain question, or None when it is not understood."""
    text = " ".join(text.split()).lstrip("¿¡ ")
    said = plain(text)
    drafts, rules, periods = _known()
    for pattern in drafts:
        found = pattern.match(said)
        # letter for letter, so that the idea keeps its accents
        if found and len(said) == len(text) > found.end():
            return "redactar", text[found.end() :]
    for name, pattern, whole in rules:
        if pattern.search(said):
            if whole:
                return name, text
            period = next((days for word, days in periods.items() if word in said), "")
            return name, period if name == "resumen" else ""
    return None


@cache
def _known() -> tuple[list[re.Pattern[str]], list[Rule], dict[str, str]]:
    read = tomllib.loads((files("peruopt.chat") / "intents.toml").read_text("utf-8"))
    rules = [
        (i["command"], re.compile(says), i.get("whole", False))
        for i in read["intent"]
        for says in i["says"]
    ]
    return [re.compile(says) for says in read["draft"]["says"]], rules, read["periods"]
