"""What we know of Peruvian dishes, and finding the one that somebody means."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from importlib import resources

from peruopt.rules.letters import plain
from peruopt.writers.vocabulary import words

_LIKE_SHORT = 0.89
_LIKE = 0.84  # how alike a misspelt name must be; `aji de galina` .96, `seco` and `saco` .75
_LINES = ("has", "made", "story", "short", "ask", "what")


@dataclass(frozen=True, slots=True)
class Dish:
    """One dish of the knowledge base."""

    key: str
    name: str
    form: str
    """Gender and number: ms, fs, mp, fp."""
    kind: str
    emoji: tuple[str, ...]
    tag: str
    also: tuple[str, ...]
    safe: frozenset[str]
    """Words that may follow the name while the facts stay true."""
    goes_with: str
    alcohol: bool
    lines: dict[str, dict[str, str]]
    senses: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Found:
    """A dish in a phrase."""

    dish: Dish
    start: int
    end: int
    """Where its name stands, in characters."""


@cache
def dishes() -> dict[str, Dish]:
    """Return every dish by key."""
    found: dict[str, Dish] = {}
    for path in sorted(resources.files(__package__).joinpath("dishes").iterdir(), key=str):
        for key, row in tomllib.loads(path.read_text("utf-8")).items():
            both = {"es": row, "en": row["en"]}
            found[key] = Dish(
                key=key,
                name=row["name"],
                form=row["form"],
                kind=row["kind"],
                emoji=tuple(row["emoji"]),
                tag=row["tag"],
                also=tuple(row["also"]),
                safe=frozenset(plain(word) for word in row["safe"]) | frozenset(words("harmless")),
                goes_with=row["with"][0],
                alcohol=row.get("alcohol", False),
                lines={
                    tongue: {line: said[line] for line in _LINES if line in said}
                    for tongue, said in both.items()
                },
                senses={tongue: tuple(said["sense"]) for tongue, said in both.items()},
            )
    return found


@cache
def _names() -> tuple[tuple[str, str], ...]:
    pairs = {
        (plain(name), dish.key) for dish in dishes().values() for name in (dish.name, *dish.also)
    }
    return tuple(sorted(pairs, key=lambda pair: (-len(pair[0]), pair)))


def find(text: str) -> Found | None:
    """Return the dish named in `text`, exactly or misspelt; the longest name wins."""
    low = re.sub(r"\b(?:a|por|sin) causa\b", lambda m: "·" * len(m.group()), plain(text))
    tokens = list(re.finditer(r"\w+", low))[:40]
    best: tuple[float, Found] | None = None
    for name, key in _names():
        for span in _windows(tokens, len(name.split())):
            said = low[span[0] : span[1]]
            score = len(name) * _likeness(said, name)
            if score and (best is None or score > best[0]):
                best = score, Found(dishes()[key], *span)
    return best[1] if best else None


def _windows(tokens: list[re.Match[str]], size: int) -> Iterator[tuple[int, int]]:
    """A misspelt name may have a word more or less: `pollo ala brasa`."""
    for width in {size, size - 1, size + 1} if size > 2 else {size}:
        for i in range(len(tokens) - width + 1):
            yield tokens[i].start(), tokens[i + width - 1].end()


def _likeness(said: str, name: str) -> float:
    if said == name:
        return 1.0
    starts_alike = said[0] == name[0] or {said[0], name[0]} <= {"c", "s", "z"}
    if len(name) < 5 or abs(len(said) - len(name)) > 3 or not starts_alike:
        return 0.0
    like = SequenceMatcher(None, said, name).ratio()
    return like if like >= (_LIKE if len(name) > 6 else _LIKE_SHORT) else 0.0
