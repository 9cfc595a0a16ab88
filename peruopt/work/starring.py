"""Which of a brief's drafts earns the star: the best by the figure its card shows, or none."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from peruopt.post import Post
from peruopt.work.desk import gain

LEAD = 0.25
"""How far ahead the best must be, in the spread of one post's result.  With less, the order of
two drafts would be little better than a coin's."""
_WIDTH = 2 * 1.645  # a 90 % interval, in standard deviations


@dataclass(frozen=True, slots=True)
class Figure:
    """What a card promises, over the networks on which the draft can go out as it is."""

    gain: float
    spread: float
    """Of a single result, in log units."""

    @property
    def shown(self) -> int:
        """The per cent that people read."""
        return round((self.gain - 1) * 100)


def figure(posts: Sequence[Post]) -> Figure | None:
    """Return the posts' figure together; None where nothing was forecast."""
    known = [
        (p.usual, p.expected, p.low, p.high)
        for p in posts
        if p.usual is not None and p.expected is not None and p.low is not None and p.high
    ]
    if not known:
        return None
    usual, expected, low, high = (
        sum(value for value in column if value) for column in zip(*known, strict=True)
    )
    spread = math.log((high + 1) / (max(low, 0.0) + 1)) / _WIDTH
    return Figure(gain(expected, usual), spread)


def starred(figures: Mapping[int, Figure | None]) -> int | None:
    """Return the draft that stands out from all the others, if one does."""
    known = [(number, told) for number, told in figures.items() if told is not None]
    if len(known) < 2 or len(known) < len(figures):
        return None
    known.sort(key=lambda pair: pair[1].gain, reverse=True)
    (number, best), (_, second) = known[:2]
    lead = math.log(max(best.gain, 1e-9) / max(second.gain, 1e-9))
    if best.shown <= second.shown or lead < LEAD * best.spread:
        return None
    return number
