"""A text as the sentiment model reads it: words with their negation, pieces of words, feelings."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Any

from peruopt.chat.intent import plain

_REACH = 3
"""Words that a negation turns round."""
_GRAMS = (3, 4, 5)
_LONGEST = 2000


@cache
def lexicon() -> dict[str, Any]:
    """Return the word lists."""
    return tomllib.loads(resources.files(__package__).joinpath("lexicon.toml").read_text("utf-8"))


@cache
def _stems(name: str) -> re.Pattern[str]:
    parts = (
        re.escape(word[:-1]) + r"(?!\w)" if word.endswith(".") else re.escape(word)
        for word in lexicon()[name]
    )
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})")


def tokens(text: str) -> list[str]:
    """Return the words in plain letters, long drawls shortened, marks kept as words."""
    low = re.sub(r"(\w)\1{2,}", r"\1\1", plain(text[:_LONGEST]).replace("'", "").replace("’", ""))
    return re.findall(r"\w+|[¿?!.,;:]", low)


def features(text: str) -> Counter[str]:
    """Return what the model weighs, by name."""
    words = tokens(text)
    found: Counter[str] = Counter()
    turned = list(_turned(words))
    for i, (word, no) in enumerate(turned):
        found[f"no_{word}" if no else word] = 1
        if i:
            found[f"{turned[i - 1][0]} {word}"] = 1
        padded = f" {word} "
        for size in _GRAMS:
            for at in range(max(0, len(padded) - size + 1)):
                found[f"{'~' if no else ''}#{padded[at : at + size]}"] = 1
    found.update(_feelings(text, turned))
    return found


def _turned(words: list[str]) -> Iterator[tuple[str, bool]]:
    """Each word, and whether a negation before it reaches it."""
    no, ends = frozenset(lexicon()["no"]), frozenset(lexicon()["ends"])
    left = 0
    for word in words:
        if not word[0].isalnum() or word in ends:
            left = 0
        yield word, left > 0 and word not in no
        left = _REACH if word in no else max(0, left - 1)


def _feelings(text: str, turned: list[tuple[str, bool]]) -> Counter[str]:
    """The rule layer: feelings counted, turned round where they are negated."""
    found: Counter[str] = Counter()
    line = " ".join(word for word, _ in turned)
    for name in ("turned_good", "turned_bad", "flat"):
        found[f"={name}"] = min(len(_stems(name).findall(line)), 2)
    reach = {i for i, (_, no) in enumerate(turned) if no}
    strong = frozenset(lexicon()["strong"])
    for kind, other in (("good", "bad"), ("bad", "good")):
        for hit in _stems(kind).finditer(line):
            at = line.count(" ", 0, hit.start())
            side = other if at in reach else kind
            found[f"={side}" if at not in reach else f"=not_{kind}"] += 1
            if at and turned[at - 1][0] in strong:
                found[f"=very_{side}"] += 1
    for kind in ("good", "bad"):
        found[f"=emoji_{kind}"] = min(sum(text.count(e) for e in lexicon()["emoji"][kind]), 3)
    found["=asks"] = int("?" in text)
    found["=silent"] = int(not found["=good"] and not found["=bad"])
    return Counter({name: count for name, count in found.items() if count})
