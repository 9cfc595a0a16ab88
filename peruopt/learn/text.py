"""What a text says about itself: length, tags, emoji, tone, and its hashed words."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from math import log1p
from zlib import crc32

import numpy as np

from peruopt.learn.arrays import Floats, Ints, Singles

NAMES = (
    "text_length",
    "words",
    "hashtag_count",
    "mention_count",
    "url_count",
    "emoji_count",
    "exclamations",
    "questions",
    "capitals",
    "digits",
    "lines",
    "prices",
    "sentiment_score",
)
MOST_WORDS = 48
_WORD = re.compile(r"(?:https?://|www\.)\S+|[#@]?\w+|[\u2600-\u27bf\U0001f300-\U0001faff]")
_PRICE = re.compile(r"(?:S/|[$€£R]\$?|USD|PEN)\s?\.?\d|\d\s?%|\d\s?(?:soles|d[oó]lares|reais)")
_MARKUP = re.compile(r"<[^<>]{1,200}>")
_EMOJI = re.compile(r"[\u2600-\u27bf\U0001f300-\U0001faff]")
_CAPITAL = re.compile(r"[A-ZÁÉÍÓÚÜÑÂÊÔÃÕÇÀ]")
_DIGIT = re.compile(r"\d")
_READ, _HEAD, _SPOKEN = 2_000, 400, 56  # letters, letters, words: what readers see before "more"
_STEM = 7  # letters: enough to fold Spanish, Portuguese and English endings together


@dataclass(frozen=True, slots=True)
class Texts:
    """Texts as numbers: one row of values each, and hashed words laid end to end."""

    values: Floats
    """(rows, len(NAMES))"""
    words: Ints
    starts: Ints
    """(rows + 1,): the words of row i are words[starts[i]:starts[i + 1]]."""
    meaning: Singles
    """(rows, d): points of an embedder; d is 0 without one."""


Reader = Callable[[Sequence[str]], Texts]
"""How a table reads its texts."""


def read_texts(texts: Sequence[str]) -> Texts:
    """Read every text; equal texts are read once."""
    read = [_read(text) for text in texts]
    starts = np.zeros(len(read) + 1, dtype=np.int64)
    starts[1:] = np.cumsum([len(words) for _, words in read])
    words = np.fromiter((w for _, row in read for w in row), dtype=np.int64, count=starts[-1])
    values = np.array([v for v, _ in read], dtype=np.float64).reshape(len(read), len(NAMES))
    return Texts(values, words, starts, np.zeros((len(read), 0), dtype=np.float32))


@lru_cache(maxsize=16_384)
def _read(text: str) -> tuple[tuple[float, ...], tuple[int, ...]]:
    """Return the values of NAMES and the distinct word hashes of one text."""
    text = _MARKUP.sub(" ", text[:_READ])
    head = text[:_HEAD]
    hashes: dict[int, None] = {}
    tone = 0
    found = _WORD.findall(text)
    for raw in found[:_SPOKEN]:
        code, lean = _word(raw)
        tone += lean
        if code and len(hashes) < MOST_WORDS:
            hashes[code] = None
    values = (
        log1p(len(text)),
        log1p(len(found)),
        min(text.count("#"), 30),
        min(text.count("@"), 10),
        min(text.count("http") + text.count("www."), 5),
        min(len(_EMOJI.findall(text)), 20),
        min(text.count("!"), 10),
        min(text.count("?"), 10),
        len(_CAPITAL.findall(head)) / (len(head) or 1),
        min(len(_DIGIT.findall(head)), 40),
        min(text.count("\n"), 30),
        min(len(_PRICE.findall(head)), 5),
        tone / (min(len(found), _SPOKEN) + 4) * 4,
    )
    return values, tuple(hashes)


@lru_cache(maxsize=131_072)
def _word(raw: str) -> tuple[int, int]:
    """Return a word's hash (0 for one too short to mean anything) and its tone."""
    word = fold(raw)
    if word[:4] in {"http", "www."}:
        return crc32(("url:" + word.split("//")[-1].split("/")[0]).encode()), 0
    if word.isdigit():
        return crc32(b"num:%d" % len(word)), 0
    marked = word[0] in "#@"
    if len(word) < 3 and not (len(word) == 1 and not word.isalnum()):
        return 0, 0
    good, bad = _lexicon()
    tone = (word in good) - (word in bad)
    return crc32((word if marked else word[:_STEM]).encode()), tone


def fold(word: str) -> str:
    """Lower case, without accents."""
    low = word.lower()
    if low.isascii():
        return low
    parts = unicodedata.normalize("NFKD", low)
    return "".join(c for c in parts if not unicodedata.combining(c)) or low


@cache
def _lexicon() -> tuple[frozenset[str], frozenset[str]]:
    told = tomllib.loads(files("peruopt.learn").joinpath("lexicon.toml").read_text("utf-8"))
    return frozenset(told["good"].split()), frozenset(told["bad"].split())
