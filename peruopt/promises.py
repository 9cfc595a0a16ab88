"""What a post or an hour may expect, said in plain words and never more surely than it is."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import datetime

from peruopt.chat.words import Words
from peruopt.post import Post
from peruopt.recommending import Slot
from peruopt.restaurant import Network


def forecast_lines(posts: Sequence[Post], words: Words) -> list[str]:
    """Say each post's forecast against the account's usual; one line when none has one."""
    if all(post.usual is None for post in posts):
        return [words("card.no_history")]
    return [_forecast(post, words, alone=len(posts) == 1) for post in posts]


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
    return words(
        f"{key}_{kind}",
        network=name,
        expected=words.percent(expected / usual - 1, signed=True),
        low=words.percent(low / usual - 1, signed=True),
        high=words.percent(high / usual - 1, signed=True),
    )


def hour_line(
    slot: Slot, network: Network | None, words: Words, now: datetime, *, prior: bool
) -> str:
    """Say the best hour, what it adds, and how sure that is."""
    told = {
        "at": words.dated(slot.starts_at, now),
        "lift": lift(slot.expected, words),
        "low": lift(slot.low, words),
        "high": lift(slot.high, words),
        "network": words(f"network.{network}") if network else "",
    }
    if slot.explores:
        return words("card.hour_explores", **told)
    return words("card.hour_prior" if prior else f"card.hour_{slot.signal}", **told)


def lift(log_units: float, words: Words) -> str:
    """Return log units over the usual as people read them: 0.17 is `+19 %`."""
    return words.percent(math.expm1(log_units), signed=True)


def slot_label(slot: Slot, words: Words, now: datetime) -> str:
    """Return `Vie 20:00 · +18 %`, for a button that is shown at `now`."""
    at = words.slot(slot.starts_at, now)
    if slot.explores:
        return words("card.slot_explores", at=at)
    return f"{at} · {lift(slot.expected, words)}"
