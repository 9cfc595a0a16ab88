"""The recommender: a week of hours, slots to post in, and forecasts of drafts.  Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from peruopt.recommending import Forecast, Hour, Known, Proposal, Slot, SlotRules

if TYPE_CHECKING:
    from peruopt.learn.embedding import Find
    from peruopt.learn.kept import Kept


class _Held:
    """Bytes that are equal by their digest alone, so that the cache need not compare them."""

    __slots__ = ("digest", "model")

    def __init__(self, model: bytes) -> None:
        self.model, self.digest = model, hashlib.sha256(model).digest()

    def __hash__(self) -> int:
        return hash(self.digest)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and self.digest == other.digest


@lru_cache(maxsize=8)
def _loaded(held: _Held) -> Kept:
    from peruopt.learn.kept import take_up

    return take_up(held.model)


class LearnedRecommender:
    """Answers from a trained model, or from what is usual on the network without one.

    `find` brings the embedder that a model asks for by name; without it, what is installed.
    """

    def __init__(self, find: Find | None = None) -> None:
        self._find = find

    def week(self, known: Known) -> list[Hour]:
        """Return all 168 hours, Monday 0 h first."""
        from peruopt.learn.weekly import hours_of

        return hours_of(known, self._model(known))

    def slots(self, known: Known, after: datetime, count: int, rules: SlotRules) -> list[Slot]:
        """Return up to `count` moments of the week that follows `after`, best first."""
        from peruopt.learn.choosing import choose

        return choose(known, self.week(known), after, count, rules)

    def score(self, known: Known, proposals: Sequence[Proposal]) -> list[Forecast]:
        """Return a forecast for each proposal, in order."""
        from peruopt.learn.embedding import named
        from peruopt.learn.scoring import forecasts

        return forecasts(known, self._model(known), proposals, self._find or named)

    def _model(self, known: Known) -> Kept | None:
        if known.model is None:
            return None
        return _loaded(_Held(known.model))
