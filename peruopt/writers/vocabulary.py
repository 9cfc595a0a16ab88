"""The offline writer's word lists, read once."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from typing import Any


@cache
def _all() -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("words.toml").read_text("utf-8"))


@cache
def words(name: str) -> tuple[str, ...]:
    """Return one list of words.toml."""
    return tuple(_all()[name])


@cache
def pattern(name: str) -> re.Pattern[str]:
    """Return one regular expression of words.toml."""
    return re.compile(_all()[name], re.VERBOSE)
