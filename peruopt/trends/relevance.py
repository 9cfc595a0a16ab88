"""What a headline means for a Peruvian kitchen: a dish, a kind of food, or nothing.

Only words of our own leave this file.  What somebody wrote in a headline is looked for in our
lists and never passed on, so that nothing hidden in it can reach a draft, a button or a prompt.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from peruopt.rules.letters import plain
from peruopt.writers.dishes import dishes

DISH, KIND, OURS = 0.6, 0.3, 0.4
"""How much a dish of ours, a kind of food, and being on this house's menu count."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """A topic in our words."""

    topic: str
    dish: str = ""
    """Key of the dish knowledge base."""

    def relevance(self, ours: bool) -> float:  # noqa: FBT001, said of a topic
        """Return 0 to 1."""
        return (DISH if self.dish else KIND) + (OURS if ours else 0.0)


@cache
def _words() -> dict[str, Any]:
    text = resources.files(__package__).joinpath("words.toml").read_text("utf-8")
    return tomllib.loads(text)


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], dict[str, str]]:
    known = _words()
    names = {
        plain(name): dish.key for dish in dishes().values() for name in (dish.name, *dish.also)
    }
    longest = sorted(map(re.escape, names), key=len, reverse=True)
    return (
        re.compile(rf"\b(?:{'|'.join(longest)})(?:s|es)?\b"),
        re.compile(rf"\b(?:{'|'.join(known['food'])})\b"),
        re.compile(known["grim"]),
        names,
    )


def meanings(text: str) -> list[Meaning]:
    """Return what `text` is about; nothing where it is not about food, or is no food for posts."""
    low = plain(text)
    named, food, grim, names = _patterns()
    if grim.search(low):
        return []
    about_food = food.search(low) is not None
    found: dict[str, Meaning] = {}
    for match in named.finditer(low):
        key = names.get(match.group()) or names.get(re.sub(r"e?s$", "", match.group()), "")
        key = key or names.get(match.group().removesuffix("s"), "")
        if key and (about_food or key not in _words()["doubtful"]):
            found.setdefault(key, Meaning(dishes()[key].name, key))
    if found:
        return list(found.values())
    kinds = _words()["kinds"].values()
    return next(([Meaning(row["es"])] for row in kinds if re.search(row["says"], low)), [])


def named(meaning_topic: str, locale: str) -> str:
    """Return a topic as people of that language call it."""
    if locale.startswith("es"):
        return meaning_topic
    for row in _words()["kinds"].values():
        if row["es"] == meaning_topic:
            return str(row["en"])
    return meaning_topic


def served(texts: Iterable[str]) -> frozenset[str]:
    """Return the dishes (keys) and kinds that a house's own texts name."""
    return frozenset(meaning.dish or meaning.topic for text in texts for meaning in meanings(text))
