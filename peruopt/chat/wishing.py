"""What a person wants of a draft just read: `más corto`, `sin emojis`, `otra versión`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from peruopt.rules.letters import composed, plain

MOST_WORDS = 20
"""Who says more tells a story."""
LONGEST_PIECE = 9
"""Words of the longest phrase that the vocabulary holds."""
_FILLER = ("polite", "order", "little")
_ASKS = r"(?:por favor|porfa\w*|please|pls)"
_POLITE = re.compile(
    rf"^(?:(?:{_ASKS}|oye|ok|y)\b[\s,.]*)+|(?:[\s,.]*\b{_ASKS})+\W*$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Wish:
    """Something to be different, or one more version; `which` where a draft is named."""

    words: str = ""
    """What should change, as it was said; nothing where that was not told."""
    again: bool = False
    which: str = ""
    """Its number, or its place among those made together: `segunda`."""


def wish(text: str) -> Wish | None:
    """Return what is wished of a draft, or None where the words may mean anything else."""
    text = composed(text)
    named = _number().search(plain(text))
    which = named["n"] or named["nth"] if named else ""
    low = plain(text)
    if named:
        before, after = text[: named.start()], text[named.end() :]
        low, text = plain(f"{before} it {after}"), f"{before} {after}"
    said_words = re.findall(r"[a-zñ0-9]+", low)
    if not said_words or len(said_words) > MOST_WORDS:
        return None
    if _says(said_words, _again(), around=("polite", "order")):
        return Wish(again=True, which=which)
    if _says(said_words, _changes(), around=_FILLER):
        said = " ".join(_POLITE.sub("", text).split()).strip(" ¿¡?!.,")
        return Wish(said or text.strip(), which=which)
    return Wish(which=which) if _says(said_words, _open(), around=("polite",)) else None


def _says(words: Sequence[str], core: re.Pattern[str], *, around: tuple[str, ...]) -> bool:
    """Whether the words are nothing but `core`, at least once, and what may stand around it.

    Word by word and not by one long pattern, which would try every way to divide them.
    """
    filler = _filler(around)
    reached = [{False}, *(set[bool]() for _ in words)]
    for start, found in enumerate(reached[:-1]):
        if not found:
            continue
        for end in range(start + 1, min(start + LONGEST_PIECE, len(words)) + 1):
            piece = " ".join(words[start:end])
            if core.fullmatch(piece):
                reached[end] |= {True}
            if filler.fullmatch(piece):
                reached[end] |= found
    return True in reached[-1]


@cache
def _read() -> dict[str, str]:
    text = resources.files(__package__).joinpath("wishes.toml").read_text("utf-8")
    return {name: f"(?:{said})" for name, said in tomllib.loads(text).items()}


@cache
def _number() -> re.Pattern[str]:
    return re.compile(rf"\b{_read()['number']}\b", re.VERBOSE)


@cache
def _filler(names: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(_read()[name] for name in names), re.VERBOSE)


@cache
def _again() -> re.Pattern[str]:
    return re.compile(_read()["again"], re.VERBOSE)


@cache
def _open() -> re.Pattern[str]:
    return re.compile(_read()["open"], re.VERBOSE)


@cache
def _changes() -> re.Pattern[str]:
    said = _read()
    very = r"(?:(?:algo|un\ poco|bien|muy|super|nice\ and|very|really|un)\ )?"
    told = rf"{said['order']}\ {very}{said['manner']}"
    version = rf"(?:una?\ |otra\ |a\ )?(?:version|texto|text|caption)\ {said['manner']}"
    ways = (
        rf"(?:{said['how']}|{said['not_so']})\ {said['manner']}",
        said["compared"],
        said["too_much"],
        rf"{said['without']}\ {said['thing']}",
        rf"{said['adding']}\ {said['thing']}",
        said["verb"],
        told,
        version,
    )
    return re.compile("|".join(ways), re.VERBOSE)
