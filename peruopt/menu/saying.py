"""What people say about their menu: “agrega tiradito 42”, “hoy no hay pulpo”, “quita la jalea”."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from peruopt.chat.intent import plain
from peruopt.menu.item import Item
from peruopt.menu.lexicon import lexicon
from peruopt.menu.lines import read_line, read_lines


class Act(StrEnum):
    """What to do with the menu."""

    ADD = "add"
    PRICE = "price"
    REMOVE = "remove"
    AWAY = "away"
    BACK = "back"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Wish:
    """One thing said."""

    act: Act
    said: str = ""
    items: tuple[Item, ...] = ()
    today: bool = False
    """Whether it is only for today."""


@cache
def _pattern(said: str) -> re.Pattern[str]:
    whole = said.replace("\n", "")
    for name in ("today", "the"):
        whole = whole.replace(f"{{{name}}}", lexicon()[name])
    return re.compile(whole)


def wish(text: str) -> Wish | None:
    """Return what was meant, or None when it is no order about a menu."""
    line = " ".join(text.split()).strip(" .!¡")
    low = plain(line)
    if len(low) != len(line):  # positions must agree, to keep the accents of what is added
        line = low
    if "\n" in text.strip():
        return _listed(text)
    today = bool(_pattern(lexicon()["is_today"]).search(low))
    tail = _pattern(lexicon()["tail"]).search(low)
    kept = low[: tail.start()] if tail else low
    for rule in lexicon()["rule"]:
        if found := _pattern(rule["say"]).match(kept):
            span = found.span("said") if "said" in found.groupdict() else (0, 0)
            return Wish(Act(rule["act"]), line[slice(*span)].strip(" ,."), today=today)
    if found := _pattern(lexicon()["add"]).match(kept):
        said = line[found.end() : len(kept)].strip()
        item = read_line(said) or next(iter(read_lines(said)), None)
        return Wish(Act.ADD, said, (item,)) if item else None
    if found := _pattern(lexicon()["price"]).match(kept):
        name = line[found.start("said") : found.end("said")]
        item = read_line(f"{name} {line[found.end() : len(kept)]}")
        return Wish(Act.PRICE, name, (item,)) if item else None
    return _listed(text)


def _listed(text: str) -> Wish | None:
    items = tuple(read_lines(text, priced_only="\n" not in text.strip()))
    return Wish(Act.ADD, text, items) if any(item.price for item in items) else None
