"""Which of many candidates to show: what they promise, and how new they are."""

from __future__ import annotations

from collections.abc import Sequence
from math import log

from peruopt.ports import Candidate
from peruopt.recommending import Forecast
from peruopt.writers.distance import nearest, opening

_REPEATS = 0.6  # beyond this overlap it is the same text again
_NEWNESS = 1.0  # what a wholly new text is worth against one that repeats, in log units
_TRUST = 0.5  # forecasts of drafts explain little; half of what they say counts


def pick(
    candidates: Sequence[Candidate],
    forecasts: Sequence[Forecast],
    recent_texts: Sequence[str],
    count: int = 3,
) -> list[Candidate]:
    """Return up to `count` candidates, best first.

    Each choice weighs its forecast against the account's usual, its distance from recent posts
    and its distance from what has been chosen already.  Without forecasts the distance decides.
    A near copy is taken only when nothing else is left, a literal copy of a recent post never.
    """
    recent = {text.strip() for text in recent_texts}
    left = [
        (i, candidate)
        for i, candidate in enumerate(candidates)
        if candidate.text.strip() not in recent and candidate.full.strip() not in recent
    ]
    promise = {i: _promise(forecasts, i) for i, _ in left}
    stale = {i: nearest(candidate.text, recent_texts) for i, candidate in left}
    chosen: list[Candidate] = []
    while left and len(chosen) < count:
        taken = [candidate.text for candidate in chosen]
        best = max(left, key=lambda pair: (_worth(pair, promise, stale, taken), -pair[0]))
        left.remove(best)
        if best[1].text not in taken:
            chosen.append(best[1])
    return chosen


def _promise(forecasts: Sequence[Forecast], i: int) -> float:
    if i >= len(forecasts):
        return 0.0
    forecast = forecasts[i]
    return _TRUST * log((forecast.expected + 1) / (forecast.usual + 1))


def _worth(
    pair: tuple[int, Candidate],
    promise: dict[int, float],
    stale: dict[int, float],
    taken: list[str],
) -> float:
    i, candidate = pair
    alike = max(stale[i], nearest(candidate.text, taken))
    same_start = opening(candidate.text) in {opening(text) for text in taken}
    copy = 10.0 if alike > _REPEATS else 0.0
    return promise[i] - _NEWNESS * alike - 0.3 * same_start - copy
