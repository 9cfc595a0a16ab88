"""Finds the dishes of a menu that a text names."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from peruopt.menu.item import Item, folded
from peruopt.writers.dishes import find

_GLUE = frozenset(["de", "del", "con", "al", "a", "la", "lo", "el", "los", "las", "en", "y", "of",
                   "with", "the", "our", "un", "una", "and"])  # fmt: skip


@lru_cache(maxsize=2048)
def _stem(word: str) -> str:
    """The singular, near enough to compare: ceviches → cevich, jalea → jalea."""
    for end in ("es", "s"):
        if word.endswith(end) and len(word) - len(end) >= 3:
            return word.removesuffix(end).rstrip("e")
    return word.rstrip("e") if len(word) > 4 else word


def stems(text: str) -> list[str]:
    """Return the words that count, in order and in the singular."""
    return [_stem(word) for word in counted(text)]


def counted(text: str) -> list[str]:
    """Return the words that count, as they are written but for accents."""
    return [word for word in folded(text).split() if word not in _GLUE]


def named(text: str, items: Sequence[Item]) -> list[Item]:
    """Return the dishes of the menu whose whole name stands in `text`; the longest name wins."""
    said = stems(text)
    found: list[Item] = []
    taken: set[int] = set()
    for item in sorted(items, key=lambda i: -len(stems(i.name))):
        name = stems(item.name)
        for start in range(len(said) - len(name) + 1) if name else ():
            places = set(range(start, start + len(name)))
            if said[start : start + len(name)] == name and not places & taken:
                taken |= places
                found.append(item)
    return list(dict.fromkeys(found))


def about(idea: str, items: Sequence[Item]) -> Item | None:
    """Return the dish of the menu that an idea is about, if there is exactly one."""
    if whole := named(idea, items):
        return whole[0]
    said = set(stems(idea))
    if known := find(idea):
        # "lomo" for the menu's "lomo saltado de la casa", and the other way round
        same = [item for item in items if (hit := find(item.name)) and hit.dish is known.dish]
        return same[0] if len(same) == 1 else None
    near = [item for item in items if said and said <= set(stems(item.name))]
    return near[0] if len(near) == 1 else None


def meant(said: str, items: Sequence[Item]) -> list[Item]:
    """Return the dishes that somebody may mean: exactly, else all that hold the words."""
    words = stems(said)
    exact = [item for item in items if stems(item.name) == words]
    if exact or not words:
        return exact
    return [item for item in items if set(words) <= set(stems(item.name))]


def made_with(said: str, items: Sequence[Item]) -> list[Item]:
    """Return the dishes that have it in their name or among their ingredients."""
    words = set(stems(said))
    held = [item for item in items if words <= set(stems(f"{item.name} {item.ingredients}"))]
    return held if words else []
