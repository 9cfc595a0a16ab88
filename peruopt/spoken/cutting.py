"""Taking words out of a sentence, and the little words that only led to them."""

from __future__ import annotations

import re

from peruopt.rules.letters import plain

_JOINT = re.compile(
    r"^(?:(?:para|el|la|a|al|en|de|del|este|esta|for|on|at|the|this)\b[ ,]*)+$|^[ ,;:-]+$"
)
_ITS = re.compile(r"['’]s\b", re.IGNORECASE)
"""What makes a day possessive: `for tomorrow's lunch` is for lunch, tomorrow."""
_FOR = re.compile(r"(?:for|on|at) ", re.IGNORECASE)
_OPENED, _CLOSED = '¡(«“"[', '!)»”"]'


def without(text: str, spans: list[tuple[int, int]]) -> str:
    """Cut `spans` out with what made them possessive, and the little words that led to them."""
    kept, position = [], 0
    for start, end in sorted(spans):
        if its := _ITS.match(text, end):
            led, end = _FOR.match(text, start), its.end()
            start = led.end() if led else start
        kept.append(text[position:start])
        position = max(position, end)
    kept.append(text[position:])
    pieces = [piece.strip() for piece in kept]
    joined = " ".join(p for p in pieces if p and not _JOINT.match(plain(p)))
    if not kept[0].strip():
        joined = re.sub(r"^(?:de|del|of) ", "", joined)
    joined = re.sub(
        r"(?: (?:para|del|de|el|a|en|for|on|at|the))+$", "", joined.strip(" ,;:-"), flags=re.I
    )
    return re.sub(r"\s+([,.;:!?])", r"\1", re.sub(r"\s+", " ", joined)).strip(" ,;:-")


def cut(text: str, phrase: str) -> str:
    """Return `text` without `phrase`, the marks and the commas that only held it."""
    if not phrase or phrase not in text:
        return text
    before, _, after = text.partition(phrase)
    while before[-1:] and before[-1] in _OPENED and after[:1] and after[0] in _CLOSED:
        before, after = before[:-1], after[1:]
    before, after = before.rstrip(" ,;:–—-"), after.lstrip(" ,;:–—-")
    if before and after:  # a comma on either side is one between what is left
        comma = text.partition(phrase)[2].lstrip().startswith(",")
        before += "," if comma and not before.endswith((".", "!", "?")) else ""
    left = without(f"{before} {after}", [])
    return left.lstrip(".!) ").rstrip() if not before else left
