"""What a person wants of a draft just read: `más corto`, `sin emojis`, `otra versión`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from peruopt.rules.letters import composed, plain

MOST_WORDS = 20
"""Who says more tells a story."""
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
    low = " ".join(re.findall(r"[a-zñ0-9]+", low))
    if not low or len(low.split()) > MOST_WORDS:
        return None
    if _again().fullmatch(low):
        return Wish(again=True, which=which)
    if _changes().fullmatch(low):
        said = " ".join(_POLITE.sub("", text).split()).strip(" ¿¡?!.,")
        return Wish(said or text.strip(), which=which)
    return Wish(which=which) if _open().fullmatch(low) else None


@cache
def _read() -> dict[str, str]:
    text = resources.files(__package__).joinpath("wishes.toml").read_text("utf-8")
    return {name: f"(?:{said})" for name, said in tomllib.loads(text).items()}


@cache
def _number() -> re.Pattern[str]:
    return re.compile(rf"\b{_read()['number']}\b", re.VERBOSE)


def _line(*middle: str, around: tuple[str, ...]) -> re.Pattern[str]:
    """Return a pattern for `around`, one of `middle`, and again anything of both."""
    filler = "|".join(_read()[name] for name in around)
    core = "|".join(middle)
    return re.compile(rf"(?:(?:{filler})\ )*(?:{core})(?:\ (?:{filler}|{core}))*", re.VERBOSE)


@cache
def _again() -> re.Pattern[str]:
    return _line(_read()["again"], around=("polite", "order"))


@cache
def _open() -> re.Pattern[str]:
    return _line(_read()["open"], around=("polite",))


@cache
def _changes() -> re.Pattern[str]:
    said = _read()
    very = r"(?:(?:algo|un\ poco|bien|muy|super|nice\ and|very|really|un)\ )?"
    told = rf"{said['order']}\ {very}{said['manner']}"
    version = rf"(?:una?\ |otra\ |a\ )?(?:version|texto|text|caption)\ {said['manner']}"
    return _line(
        rf"(?:{said['how']}|{said['not_so']})\ {said['manner']}",
        said["compared"],
        said["too_much"],
        rf"{said['without']}\ {said['thing']}",
        rf"{said['adding']}\ {said['thing']}",
        said["verb"],
        told,
        version,
        around=_FILLER,
    )
