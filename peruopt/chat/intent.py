"""Plain questions, brought to the commands that answer them."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

COURTESY = "charla"
"""The command for what is said in passing."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A command, and what is said for it."""

    command: str
    says: re.Pattern[str]
    whole: bool
    """Whether its handler gets all that was said."""
    words: str
    """What its handler gets otherwise."""

    def told(self, text: str, found: re.Match[str]) -> str:
        """Return the words for the handler, in the spelling of the person."""
        if self.whole:
            return text
        same = len(plain(text)) == len(text)
        parts = {
            name: text[slice(*found.span(name))] if same else said
            for name, said in found.groupdict("").items()
        }
        return self.words.format(**parts).strip()


def plain(text: str) -> str:
    """Return the text in lower case, without accents (ñ included: phones leave it out)."""
    split = unicodedata.normalize("NFKD", text.lower())
    return "".join(c for c in split if not unicodedata.combining(c))


def intent(text: str) -> tuple[str, str] | None:
    """Return (command, words for it) for a plain question, or None when it is not understood."""
    text = " ".join(text.split()).lstrip("¿¡ ")
    said = plain(text)
    if (idea := _ordered(text)) is not None:
        return "redactar", idea
    _, rules, periods = _known()
    for rule in rules:
        if found := rule.says.search(said):
            if rule.command == "resumen":
                days = next((days for w, days in periods.items() if w in said), "")
                return "resumen", " ".join(dict.fromkeys(filter(None, (rule.words, days))))
            return rule.command, rule.told(text, found)
    return None


def courtesy(text: str) -> str | None:
    """Return which kind of remark this is, said in passing; None when it is not one."""
    found = intent(text)
    return found[1] if found and found[0] == COURTESY else None


def idea_in(text: str) -> str:
    """Return the idea without the order around it: `algo del lomo para hoy`, `lomo para hoy`."""
    text = " ".join(text.split()).lstrip("¿¡ ")
    for order in ("", "redacta "):
        if (idea := _ordered(order + text)) is not None:
            return idea
    return text


def _ordered(text: str) -> str | None:
    """Return what a draft is asked for about, letter for letter; None where none is asked for."""
    said = plain(text)
    for pattern in _known()[0]:
        found = pattern.match(said)
        if found and len(said) == len(text) > found.end():
            return text[found.end() :]
    return None


@cache
def _known() -> tuple[list[re.Pattern[str]], list[Rule], dict[str, str]]:
    read = tomllib.loads(Path(__file__).with_name("intents.toml").read_text("utf-8"))
    rules = [
        Rule(i["command"], re.compile(says), i.get("whole", False), i.get("words", ""))
        for i in read["intent"]
        for says in i["says"]
    ]
    return [re.compile(says) for says in read["draft"]["says"]], rules, read["periods"]
