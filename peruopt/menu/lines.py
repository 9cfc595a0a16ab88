"""Reads a menu as people type it: one dish a line, its price where they put it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from peruopt.menu.item import Item
from peruopt.rules.letters import capital_first

LONGEST_NAME = 80
DEAREST = 200_000
"""S/ 2,000: beyond it a number is a telephone or a year."""
_PRICE = re.compile(
    r"(?:(?P<sign>s/\.?|s\.|pen)\s*)?(?P<whole>\d{1,4})(?:[.,](?P<cents>\d{1,2}))?"
    r"(?P<after>\s*(?:soles|sol|s/\.?|pen)\b)?",
    re.IGNORECASE,
)
_BULLET = re.compile(r"^\s*(?:[-•*·▪–—>]+|\d{1,2}[.)]\s)\s*")
_LEADER = re.compile(r"[\s.·…_:=\-–—|,]+$")
_ASIDE = re.compile(r"\(([^()]{2,300})\)|\[([^\[\]]{2,300})\]")
_ALLERGENS = re.compile(r"^(?:al[eé]rgenos?|contiene|allergens?|contains)\s*:?\s*", re.IGNORECASE)
_SEASON = re.compile(r"^(?:temporada|solo en|season|in season)\s*:?\s*", re.IGNORECASE)
_UNITS = re.compile(
    r"\s*(?:kg|kilos?|gr?|ml|lt?s?|litros?|cl|oz|personas?|pax|unid|pzs?|und)\b|\s*%"
)


def read_lines(text: str, *, priced_only: bool = False) -> list[Item]:
    """Return the dishes of a text; lines without a price are sections, or are passed over."""
    items: list[Item] = []
    section = ""
    for line in text.splitlines():
        bare = _BULLET.sub("", line).strip()
        if not bare or len(bare) > 400:
            continue
        item = read_line(bare, section)
        if item is not None:
            items.append(item)
        elif _is_section(bare):
            section = bare.strip(" :*_#").capitalize()[:60]
        elif items and _goes_on(bare):
            items[-1] = _with_aside(items[-1], bare)
        elif not priced_only and _names_a_dish(bare):
            items.append(_named(bare, None, section))
    return _once(items)


def read_line(line: str, section: str = "") -> Item | None:
    """Return the dish of one line that has a price, or None."""
    found = _price_in(line)
    if found is None:
        return None
    price, start, end = found
    name = line[:start] if len(line[:start].strip(" .-")) > 1 else line[end:]
    rest = line[end:] if name == line[:start] else ""
    item = _named(name, price, section)
    if not item.key or not re.search(r"[^\W\d_]{3}", item.name):
        return None
    aside = rest.strip(" .-–—:|,")
    return _with_aside(item, aside) if aside else item


def price_of(said: str) -> int | None:
    """Return the céntimos that a cell or a word says, or None."""
    found = _price_in(said.strip())
    return found[0] if found else None


def _price_in(line: str) -> tuple[int, int, int] | None:
    """The price and where it stands: one with a sign, else a number that closes the line."""
    bare: tuple[int, int, int] | None = None
    for match in _PRICE.finditer(line):
        before, after = line[: match.start()], line[match.end() :]
        if before[-1:].isalnum() or after[:1].isalnum() or _UNITS.match(after):
            continue
        cents = (match["cents"] or "").ljust(2, "0")
        price = int(match["whole"]) * 100 + int(cents)
        if not 0 < price <= DEAREST:
            continue
        if match["sign"] or match["after"]:
            return price, match.start(), match.end()
        if re.fullmatch(r"[\s.\-–—|)*]*(?:[(\[].*)?", after):
            bare = price, match.start(), match.end()
    return bare


def _named(said: str, price: int | None, section: str) -> Item:
    ingredients, allergens, season = "", "", ""
    for match in _ASIDE.finditer(said):
        aside = (match[1] or match[2]).strip()
        if _ALLERGENS.match(aside):
            allergens = _ALLERGENS.sub("", aside)
        elif _SEASON.match(aside):
            season = _SEASON.sub("", aside)
        else:
            ingredients = aside
    name = " ".join(_LEADER.sub("", _ASIDE.sub(" ", said)).split())
    name = re.sub(r" (?:a|por|at|for)$", "", name)
    shouted = name.isupper() and len(name) > 3
    name = (name.capitalize() if shouted else capital_first(name))[:LONGEST_NAME].strip()
    return Item(name, price, section, ingredients, allergens, season)


def _with_aside(item: Item, said: str) -> Item:
    from dataclasses import replace

    parts = [p for m in _ASIDE.finditer(said) for p in m.groups() if p] or [said.strip("()[] ")]
    for part in parts:
        if _ALLERGENS.match(part):
            item = replace(item, allergens=_ALLERGENS.sub("", part)[:200])
        elif _SEASON.match(part):
            item = replace(item, season=_SEASON.sub("", part)[:80])
        elif not item.ingredients:
            item = replace(item, ingredients=part[:300])
    return item


def _is_section(line: str) -> bool:
    words = line.strip(" :*_#").split()
    marked = line.endswith(":") or line.startswith(("#", "*")) or line.isupper()
    return marked and 0 < len(words) <= 4


def _goes_on(line: str) -> bool:
    """A line that describes the dish above it: in brackets, or in small letters with commas."""
    return line[0] in "([" or (line[0].islower() and "," in line) or bool(_ALLERGENS.match(line))


def _names_a_dish(line: str) -> bool:
    return (
        len(line) <= LONGEST_NAME
        and 0 < len(line.split()) <= 8
        and not re.search(r"[?!@/]|\d{4}", line)
    )


def _once(items: Iterable[Item]) -> list[Item]:
    """The last line about a dish is the one that counts."""
    return list({item.key: item for item in items if item.key}.values())
