"""Choosing moments: best first, never too close, inside opening hours, a few of them at random."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from peruopt.recommending import Hour, Known, Slot, SlotRules

_WEEK = timedelta(days=7)


def choose(
    known: Known, week: Sequence[Hour], after: datetime, count: int, rules: SlotRules
) -> list[Slot]:
    """Return up to `count` moments of the seven days after `after`, best first.

    Each is the best one left, or with chance `explore_share` any that is left, and carries the
    chance that it had of being chosen there and then.
    """
    free = _moments(after, ZoneInfo(known.timezone), rules)
    worth = {(hour.weekday, hour.hour): hour for hour in week}
    draw = np.random.default_rng(rules.seed)
    share = min(max(rules.explore_share, 0.0), 1.0)
    chosen: list[Slot] = []
    while free and len(chosen) < count:
        best = max(free, key=lambda m: (worth[m[1]].expected, -m[0].timestamp()))
        explores = bool(draw.random() < share)
        moment, place = free[int(draw.integers(len(free)))] if explores else best
        chance = share / len(free) + (1 - share) * (moment == best[0])
        hour = worth[place]
        chosen.append(
            Slot(
                moment,
                hour.expected,
                hour.low,
                hour.high,
                hour.posts,
                hour.signal,
                chance,
                explores,
            )
        )
        free = [m for m in free if abs(m[0] - moment) >= max(rules.spacing, _STEP)]
    return sorted(chosen, key=lambda slot: (-slot.expected, slot.starts_at))


_STEP = timedelta(hours=1)


def _moments(
    after: datetime, zone: ZoneInfo, rules: SlotRules
) -> list[tuple[datetime, tuple[int, int]]]:
    """Return every full local hour that the rules allow, with its place in the week.

    Counted in UTC and read on the wall clock: an hour that the clocks skip does not exist, and
    one that they repeat is offered once.
    """
    after = after.astimezone(UTC)
    moment = after.replace(minute=0, second=0, microsecond=0)
    found: list[tuple[datetime, tuple[int, int]]] = []
    told: set[tuple[int, ...]] = set()
    quarter = timedelta(minutes=15)  # some zones keep half and quarter hours
    while moment <= after + _WEEK:
        local = moment.astimezone(zone)
        wall = (local.toordinal(), local.hour)
        if (
            moment > after and local.minute == 0 and wall not in told
            and open_at(local.hour, rules.opens, rules.closes)
            and all(abs(moment - other) >= rules.spacing for other in rules.taken)
        ):  # fmt: skip
            told.add(wall)
            found.append((moment, (local.weekday(), local.hour)))
        moment += quarter
    return found


def open_at(hour: int, opens: int, closes: int) -> bool:
    """Say whether a local hour is allowed; `closes` < `opens` means past midnight."""
    return opens <= hour <= closes if opens <= closes else hour >= opens or hour <= closes
