"""The law checker's book of patterns, read once."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from typing import Any

BLANK = "___"
"""What a person has to fill in."""


@cache
def law() -> dict[str, Any]:
    """Return law.toml."""
    return tomllib.loads(resources.files(__package__).joinpath("law.toml").read_text("utf-8"))


@cache
def any_of(section: str, name: str) -> re.Pattern[str]:
    """Return one list of patterns as one."""
    parts = law()[section][name]
    if isinstance(parts, str):
        return re.compile(parts)
    edge = r"\b" if section == "alcohol" else ""
    return re.compile("|".join(f"(?:{edge}{part}{edge})" for part in parts))


def spans(section: str, name: str, low: str) -> list[tuple[int, int]]:
    """Return where the patterns stand in plain text."""
    return [m.span() for m in any_of(section, name).finditer(low)]


def spared(mention: re.Match[str], exempt: list[tuple[int, int]]) -> bool:
    """Whether a mention lies in words that are never an alarm."""
    return any(mention.start() < end and start < mention.end() for start, end in exempt)


def clauses(section: str, locale: str) -> dict[str, str]:
    """Return the clauses that a section offers, in the language of the post."""
    said: dict[str, str] = law()[section]["clause"]["en" if locale.startswith("en") else "es"]
    return said
