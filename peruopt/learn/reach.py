"""How far a forecast may go: no further than posts have gone before.

Features are held within what was seen in training; the further a candidate's own text or its
distance from the last known post lie outside, the more its forecast falls back on the usual; and
no forecast or interval leaves the range that the account's own results have shown, a short
history leaning on everybody's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from peruopt.learn.arrays import Bools, Floats
from peruopt.learn.features import Past, Seen
from peruopt.learn.memory import REACH
from peruopt.learn.past import quantile, windows
from peruopt.learn.spec import CLIP, MEANING, SPEC, names
from peruopt.learn.tables import MEDIA
from peruopt.learn.text import NAMES as TEXT

EXTREME, LIKELY = (0.002, 0.998), (0.01, 0.99)
"""Quantiles of an account's results that its intervals, and its forecasts, stay between."""
CALM = 0.5
"""How far an interval may always go."""
TRUST = 60.0
"""Posts that everybody's results weigh as much as."""
SLACK, ROOM = 0.5, 2.0
"""Deviations beyond the training's range that still count as seen: of what a post tells of
itself, and of its account's level and habits, which may well move."""
HALF = 3.0
"""Deviations outside, summed over features, at which a forecast is worth half."""
STRANGE = 0.5
"""Familiarity below which an answer is no longer the model's."""
_TOLD = frozenset({*TEXT, "time_since_last_post", *(f"is_{m}" for m in MEDIA)})
"""What makes a candidate strange: a level that rises past all others is no reason to doubt it."""
_DATED = frozenset({"post_month", "to_new_year", "usual", "views", "known_posts"})
_LEAST = {
    "text_length": 1.0, "words": 1.0, "hashtag_count": 3.0, "mention_count": 2.0,
    "url_count": 1.0, "emoji_count": 3.0, "exclamations": 2.0, "questions": 2.0,
    "capitals": 0.2, "digits": 8.0, "lines": 4.0, "prices": 1.0, "sentiment_score": 1.0,
    "time_since_last_post": 1.0,
}  # fmt: skip
_BLOCK = 4_096
LEVELS = (EXTREME[0], *LIKELY, EXTREME[1])


@dataclass(frozen=True, slots=True)
class Reach:
    """What training has seen."""

    low: Floats
    """Of each feature, as many as were learned from."""
    high: Floats
    width: Floats
    shown: Floats
    """Everybody's results at `LEVELS`."""

    @classmethod
    def of(cls, values: Floats, lifts: Floats) -> Reach:
        """Measure the training rows."""
        if not len(values):
            return nowhere()
        told = np.isfinite(values)
        low = np.where(told, values, np.inf).min(axis=0)
        high = np.where(told, values, -np.inf).max(axis=0)
        count = np.maximum(told.sum(axis=0), 1)
        middle = np.where(told, values, 0.0).sum(axis=0) / count
        width = np.sqrt((np.where(told, values - middle, 0.0) ** 2).sum(axis=0) / count)
        every = names(values.shape[1])
        width = np.maximum(width, [_least(name) for name in every])
        free = np.array([name in _DATED for name in every]) | ~told.any(axis=0)
        own = _TOLD | MEANING.keys()
        slack = width * np.where([name in own for name in every], SLACK, ROOM)
        low = np.where(free, -np.inf, low - slack)
        high = np.where(free, np.inf, high + slack)
        shown = np.quantile(lifts, LEVELS)
        return cls(low, high, width, shown)

    def hold(self, values: Floats) -> Floats:
        """Return features no further out than any that was seen."""
        held: Floats = np.clip(values, self.low, self.high)
        return held

    def familiar(self, values: Floats) -> Floats:
        """Return how much of a forecast of each row holds: 1 within what was seen, towards 0."""
        out = np.nan_to_num(np.abs(values - self.hold(values)) / self.width)
        far = out[:, [i for i, name in enumerate(SPEC) if name in _TOLD]].sum(axis=1)
        worth: Floats = 1.0 / (1.0 + (far / HALF) ** 2)
        return worth

    def limits(self, past: Past, seen: Seen, rows: Bools) -> tuple[Floats, Floats, Floats, Floats]:
        """Return, per chosen row, the lowest and highest interval and forecast: lowest, low,
        high, highest, from the account's newest mature results, shrunk to everybody's."""
        begin, end = seen.begin[rows], seen.end[rows]
        pieces = [
            self._within(past.lift, begin[i : i + _BLOCK], end[i : i + _BLOCK])
            for i in range(0, len(begin), _BLOCK)
        ]
        whole = np.concatenate(pieces, axis=1) if pieces else np.zeros((4, 0))
        return whole[0], whole[1], whole[2], whole[3]

    def _within(self, lift: Floats, begin: Any, end: Any) -> Floats:
        ordered, count = windows(lift, begin, end, REACH)
        trust = count / (count + TRUST)
        lowest, low, high, highest = (
            trust * quantile(ordered, count, level, 0.0) + (1 - trust) * everybody
            for level, everybody in zip(LEVELS, self.shown, strict=True)
        )
        # a calm account may still be surprised
        return np.stack([np.minimum(lowest, -CALM), low, high, np.maximum(highest, CALM)])

    def arrays(self) -> dict[str, np.ndarray[Any, Any]]:
        """Return what must be kept."""
        return {"low": self.low, "high": self.high, "width": self.width, "shown": self.shown}

    @classmethod
    def taken(cls, kept: Mapping[str, np.ndarray[Any, Any]]) -> Reach:
        """Take up what `arrays` laid down."""
        return cls(kept["low"], kept["high"], kept["width"], kept["shown"])


def _least(name: str) -> float:
    """Return the least deviation that a feature is measured in: what hardly ever changed may."""
    return 0.5 if name.startswith("is_") else _LEAST.get(name, 0.1)


def nowhere() -> Reach:
    """Return a reach that has seen nothing and so forbids nothing but the clip."""
    many = len(SPEC)
    far = np.full(many, np.inf)
    return Reach(-far, far, np.ones(many), np.array([-CLIP, -CLIP, CLIP, CLIP]))
