"""The words of hours and days, read once."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import Any

STRUCK = "·"


@cache
def lexicon(table: str) -> dict[str, Any]:
    """Return one table of words.toml."""
    text = resources.files(__package__).joinpath("words.toml").read_text("utf-8")
    return dict(tomllib.loads(text)[table])


def either(words: Iterable[str]) -> str:
    """Return a pattern that matches any of `words`, the longest first."""
    return "(?:" + "|".join(sorted(words, key=len, reverse=True)) + ")"


@cache
def number_pattern() -> str:
    """Return a pattern for a number of up to three digits or in words."""
    return rf"(?:\d{{1,3}}|{either(lexicon('numbers'))})"


def number(text: str) -> int:
    """`8` or `ocho` → 8."""
    return int(text) if text.isdigit() else int(lexicon("numbers")[text])


def blank(text: str, *spans: tuple[int, int]) -> str:
    """Return `text` with `spans` struck out, so that every position stays."""
    for start, end in spans:
        text = text[:start] + STRUCK * (end - start) + text[end:]
    return text
