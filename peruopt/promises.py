"""What a post or an hour may expect, said in plain words and never more surely than it is."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import datetime

from peruopt.chat.words import Words
from peruopt.mealtimes import is_meal
from peruopt.post import Post
from peruopt.recommending import Signal, Slot
from peruopt.restaurant import Network

WIDE = 10.0
"""How many times its lower end the upper end of an interval may be to be said in numbers.  Single
posts vary by seven or eight times around a forecast that is as good as it gets, a third to three
times the usual, which can still be planned with; beyond an order of magnitude nothing can."""
_FAR_BELOW, _MANIFOLD = 0.6, 2.5


def forecast_lines(posts: Sequence[Post], words: Words, *, alone: bool = True) -> list[str]:
    """Say each post's forecast against the account's usual; one line when none has one.

    `alone` says that the draft is for one network, which nobody takes for another.
    """
    if all(post.usual is None for post in posts):
        return [words("card.no_history")]
    alone = alone and len(posts) == 1
    return [_forecast(post, words, alone=alone) for post in posts]


def _forecast(post: Post, words: Words, *, alone: bool) -> str:
    name = words(f"network.{post.network}")
    usual, expected, low, high = post.usual, post.expected, post.low, post.high
    if usual is None:
        return words("card.no_history_on", network=name)
    if expected is None or low is None or high is None:
        return words("card.only_usual", network=name, n=round(usual))
    key = "card.forecast" if alone else "card.forecast_on"
    if usual < 1:  # a share of next to nothing says nothing
        counts = {"expected": round(expected), "low": round(low), "high": round(high)}
        return words(f"{key}_count", network=name, **counts)
    change = round(expected / usual - 1, 2)
    kind = "same" if not change else "more" if change > 0 else "less"
    if high > WIDE * max(low, 1.0):
        spread = words(f"card.wide_{_ends(low / usual, high / usual)}")
        share = words.percent(expected / usual - 1, signed=True)
        return words(f"{key}_{kind}_wide", network=name, expected=share, spread=spread)
    return words(
        f"{key}_{kind}",
        network=name,
        expected=words.percent(expected / usual - 1, signed=True),
        low=words.percent(low / usual - 1, signed=True),
        high=words.percent(high / usual - 1, signed=True),
    )


def _ends(low: float, high: float) -> str:
    """Say where a wide interval lies: about what is usual, or to one side of it."""
    if high <= _MANIFOLD:
        return "below"
    return "both" if low < _FAR_BELOW else "above"


def hour_line(slot: Slot, network: Network | None, words: Words, now: datetime) -> str:
    """Say the best hour, what it adds, and how sure that is; of what is not known, no number."""
    if slot.signal is Signal.NONE and not slot.explores:
        meal = is_meal(words.local(slot.starts_at).hour)
        return words(
            f"card.hour_{'meal' if meal else 'none'}", at=words.dated(slot.starts_at, now)
        )
    told = {
        "at": words.dated(slot.starts_at, now),
        "lift": lift(slot.expected, words),
        "low": lift(slot.low, words),
        "high": lift(slot.high, words),
        "network": words(f"network.{network}") if network else "",
    }
    if slot.explores:
        return words("card.hour_explores", **told)
    return words(f"card.hour_{slot.signal}", **told)


def lift(log_units: float, words: Words) -> str:
    """Return log units over the usual as people read them: 0.17 is `+19 %`."""
    return words.percent(math.expm1(log_units), signed=True)


def slot_label(slot: Slot, words: Words, now: datetime) -> str:
    """Return `Vie 20:00 · +18 %`, for a button that is shown at `now`; `Vie 20:00` if unknown."""
    at = words.slot(slot.starts_at, now)
    if slot.explores:
        return words("card.slot_explores", at=at)
    return at if slot.signal is Signal.NONE else f"{at} · {lift(slot.expected, words)}"
