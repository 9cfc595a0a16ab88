"""A text too long for one post on X, cut into a numbered thread, and what it costs.

Cut at ends of sentences, else between words; never inside an address.  What is approved is what
`cut` returns, to the letter.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from peruopt.restaurant import Network
from peruopt.rules.finding import Finding, Severity
from peruopt.rules.networks import LIMITS
from peruopt.rules.weighing import URL, shorten, weighted

LONGEST = LIMITS[Network.X].length
MOST = 9
"""Parts of a thread: so many as are sure to be among X's newest ten when we look for them."""
POST_USD, LINKED_USD = 0.015, 0.20
"""What X charges for a post, and for one with a link (docs.x.com, pricing)."""
_NUMBER = " (9/9)"
_FULL = 0.4
"""A sentence that ends before this share of a part would leave too short a one."""
_SPACE = re.compile(r"\s+")
_CLOSED = re.compile(r"[.!?…][)\]»”\"']*$")
_SHORT = re.compile(
    r"(?:^|[\s(«“\"'])(?:S/|Avd?a?|Jr|Cdra|Urb|Mz|Lt|Sra?|Dra?|Ing|aprox|etc|Nr?o|Tel|telf|pza|"
    r"\w|\d+)\.$",
    re.IGNORECASE,
)
_JOINED = re.compile("[\u200d\ufe0f\U0001f3fb-\U0001f3ff\u0300-\u036f\u20e3]")
_SEEN = 28
_FAR = 4000
"""Characters past which no text fits, even one that is all but a long address."""


def fits(text: str) -> bool:
    """Whether X takes it as one post."""
    return weighted(text) <= LONGEST


def cut(text: str) -> list[str]:
    """Return the parts as they are sent: the text alone, or `… (1/3)` and so on."""
    rest = text.strip()
    if fits(rest):
        return [rest]
    parts: list[str] = []
    while rest:
        end, mark = _end(rest)
        parts.append(rest[:end].rstrip() + mark)
        rest = rest[end:].strip()
    return [f"{part} ({number}/{len(parts)})" for number, part in enumerate(parts, start=1)]


def price(parts: Sequence[str]) -> str:
    """Return what X charges for them, in US dollars."""
    return f"{sum(LINKED_USD if URL.search(part) else POST_USD for part in parts):.3f}".rstrip("0")


def outline(parts: Sequence[str]) -> str:
    """Return where each part begins and ends, a line each."""
    return "\n".join(f"{number}/{len(parts)} {_ends(p)}" for number, p in enumerate(parts, 1))


def threaded(text: str, tags: Sequence[str], full: str, found: list[Finding]) -> list[Finding]:
    """Return what is found on a post for X where the house wants threads.

    `full` is the post to the letter: `text`, and `tags` behind it.
    """
    if fits(full):
        return found
    parts = cut(full)
    others = [finding for finding in found if finding.rule != "x.length"]
    told: dict[str, object] = {"network": Network.X.value, "n": len(parts), "limit": MOST}
    if len(parts) > MOST:
        room = sum(map(len, parts[:MOST]))
        tail = "\n\n" + " ".join(tags) if tags else ""
        fewer = shorten(text[:room], lambda start: len(cut(start + tail)) <= MOST)
        return [*others, _finding("long_thread", Severity.BLOCK, told, fewer or None)]
    short = next((f.mended for f in found if f.rule == "x.length"), None)
    told |= {"parts": outline(parts), "cost": price(parts)}
    return [*others, _finding("thread", Severity.INFO, told, short)]


def _finding(what: str, weight: Severity, told: dict[str, object], mended: str | None) -> Finding:
    return Finding(f"x.{what}", weight, f"rules.{what}", told, mended)


def _end(rest: str) -> tuple[int, str]:
    """Return where the next part ends, and what is put there to say that a sentence goes on."""
    if len(rest) <= _FAR and fits(rest + _NUMBER):
        return len(rest), ""
    sentence = word = 0
    for space in _SPACE.finditer(rest):
        before = rest[: space.start()]
        if not fits(before + _NUMBER):
            break
        if _closes(before, space.group()) and weighted(before) >= LONGEST * _FULL:
            sentence = space.start()
        if fits(before + "…" + _NUMBER):
            word = space.start()
    if sentence or word:
        return (sentence, "") if sentence else (word, "…")
    far = range(1, min(len(rest), _FAR))
    end = bisect_left(far, True, key=lambda at: not fits(rest[:at] + "…" + _NUMBER))  # noqa: FBT003
    while end > 1 and (_JOINED.match(rest, end) or rest[end - 1] == "\u200d"):
        end -= 1
    return max(end, 1), "…"


def _closes(before: str, space: str) -> bool:
    """Whether a sentence or a line ends here; “S/.” and “Av.” end none."""
    return "\n" in space or bool(_CLOSED.search(before) and not _SHORT.search(before))


def _ends(part: str) -> str:
    """Return how a part begins and ends, without its number."""
    line = " ".join(part.rpartition(" (")[0].split())
    if len(line) <= 2 * _SEEN + 3:
        return f"«{line}»"
    return f"«{line[:_SEEN].rstrip()} … {line[-_SEEN:].lstrip()}»"
