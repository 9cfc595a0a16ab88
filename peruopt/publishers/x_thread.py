"""A text too long for one post on X, cut into a thread at ends of sentences or words."""

from __future__ import annotations

from peruopt.restaurant import Network
from peruopt.rules.networks import LIMITS
from peruopt.rules.weighing import shorten, weighted

LONGEST = LIMITS[Network.X].length


def fits(text: str) -> bool:
    """Whether X takes it as one post."""
    return weighted(text) <= LONGEST


def threaded(text: str) -> list[str]:
    """Return the parts, in order; together they say all of `text`."""
    parts, rest = [], text.strip()
    while rest and not fits(rest):
        start = shorten(rest, fits)
        kept = start.removesuffix("…") if not rest.startswith(start) else start
        if not kept:
            break
        parts.append(start)
        rest = rest[len(kept) :].strip()
    return [*parts, rest] if rest else parts
