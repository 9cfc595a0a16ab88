"""The words of people's tools, read once from columns.toml."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from peruopt.restaurant import Network

METRICS = ("likes", "comments", "shares", "saves", "clicks", "reach", "views")


@dataclass(frozen=True, slots=True)
class Tool:
    """A program that writes exports, and what is known of them."""

    name: str
    headers: tuple[frozenset[str], ...]
    network: Network | None = None
    order: str = ""
    zone: str = ""
    asks: bool = False


@cache
def words() -> dict[str, Any]:
    """Return columns.toml as it stands."""
    return tomllib.loads(files("peruopt.sources").joinpath("columns.toml").read_text("utf-8"))


@cache
def tools() -> tuple[Tool, ...]:
    """Return every tool that is known by its headers."""
    return tuple(
        Tool(
            name=tool["name"],
            headers=tuple(frozenset(group) for group in tool["headers"]),
            network=Network(tool["network"]) if "network" in tool else None,
            order=tool.get("order", ""),
            zone=tool.get("zone", ""),
            asks=tool.get("asks", False),
        )
        for tool in words()["tools"]
    )


@cache
def synonyms() -> dict[str, dict[str, int]]:
    """Return, by field, each header name and its rank."""
    return {
        field: {name: rank for rank, name in reversed(list(enumerate(names)))}
        for field, names in words()["fields"].items()
    }


@cache
def months() -> dict[str, int]:
    """Return month numbers by name, in Spanish, English and Portuguese."""
    return {name: int(number) for number, names in words()["months"].items() for name in names}


def plain(text: str) -> str:
    """Return `text` without accents, case, punctuation or camelCase: how names are compared."""
    text = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)
    text = unicodedata.normalize("NFKD", text)
    text = "".join(char for char in text if not unicodedata.combining(char)).casefold()
    return " ".join(re.findall(r"[a-z0-9]+", text))


def bare(name: str) -> str:
    """Return a plain name without the filler words."""
    filler = frozenset(words()["filler"])
    return " ".join(word for word in name.split() if word not in filler)
