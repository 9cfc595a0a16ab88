"""Cleans what cells hold: text stays text, and says what the post showed."""

from __future__ import annotations

import html
import re
from functools import lru_cache
from hashlib import blake2b

from peruopt.restaurant import Network
from peruopt.results import Media
from peruopt.sources.vocabulary import plain, words

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\ufffe\uffff]")
SURROGATE = re.compile(r"[\ud800-\udfff]")
LONGEST = 20_000
INEXACT = 2**53


def text_of(cell: object) -> str:
    """Return a cell's words: entities read, control characters gone, all else as it was."""
    if cell is None:
        return ""
    text = cell if isinstance(cell, str) else str(cell)
    if "&" in text:
        text = html.unescape(text)
    # most texts hold nothing odd but line breaks; finding that out costs less than looking
    if not text.replace("\n", "").isprintable() or "_x000D_" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        text = SURROGATE.sub("\ufffd", CONTROL.sub("", text).replace("_x000D_", ""))
    return text.strip()[:LONGEST]


def id_of(cell: object) -> str:
    """Return an external id, or nothing where a spreadsheet has rounded it away."""
    if cell is None or isinstance(cell, bool):
        return ""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < INEXACT else ""
    text = text_of(cell)
    if re.fullmatch(r"\d+([.,]\d+)?[eE]\+?\d+", text):
        return ""
    return text.removesuffix(".0").lstrip("'")[:200]


def rounded(number: str) -> bool:
    """Whether an id looks as a spreadsheet leaves long numbers: zeros after 15 digits."""
    return len(number) > 15 and number.isdigit() and not number[15:].strip("0")


@lru_cache(maxsize=512)
def media_of(said: str, url: str = "") -> Media:
    """Return what a post showed, by the tool's name for it or by its address."""
    name = plain(said)
    exact = words()["media_exact"].get(name)
    if exact:
        return Media(exact)
    for media, parts in words()["media"].items():
        if any(re.search(rf"\b{re.escape(part)}", name) for part in parts):
            return Media(media)
    found = re.search(r"/(reel|reels|tv|videos?|photos?|stories|watch|p)/", url)
    if found is None:
        return Media.OTHER
    kinds = {"reel": Media.REEL, "reels": Media.REEL, "stories": Media.STORY}
    fallback = Media.PHOTO if found[1].startswith("p") else Media.VIDEO
    return kinds.get(found[1], fallback)


@lru_cache(maxsize=512)
def network_of(said: str) -> Network | None:
    """Return the network a cell names, if it is one of ours."""
    name = plain(said)
    for network, names in words()["networks"].items():
        if name in names:
            return Network(network)
    return next((n for n in Network if len(n) > 1 and n in name.split()), None)


def derived_id(text: str, moment: str) -> str:
    """Return a stable id for a post whose own id is not told."""
    told = f"{text}\x1f{moment}".encode("utf-8", "replace")
    return f"t-{blake2b(told, digest_size=8).hexdigest()}"
