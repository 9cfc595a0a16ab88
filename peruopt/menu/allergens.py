"""What a text may not say of a dish: that it is free of what the menu says it holds."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources

from peruopt.menu.item import Item
from peruopt.rules.letters import plain

_FREE = (
    r"\b(?:sin|libre de|no (?:lleva|tiene|contiene)|cero|free of|without|no) (?:nada de )?{what}\b"
    r"|\b{what}[- ]free\b"
)


@cache
def _families() -> dict[str, dict[str, str]]:
    text = resources.files(__package__).joinpath("allergens.toml").read_text("utf-8")
    return tomllib.loads(text)


def denied(text: str, item: Item) -> str | None:
    """Return the words in `text` that deny an allergen which the menu names, or None."""
    held = plain(f"{item.allergens}, {item.name}, {item.ingredients}")
    low = plain(text)
    for family in _families().values():
        if not re.search(rf"\b(?:{family['held']})\b", held):
            continue
        claims = [_FREE.format(what=f"(?:{family['named']})")]
        claims += [rf"\b(?:{family['fits']})\b"] if family["fits"] else []
        if found := re.search("|".join(claims), low):
            return text[found.start() : found.end()]
    return None
