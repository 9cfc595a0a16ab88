"""When people in Peru decide what to eat: hours to suggest while no hour stands out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from peruopt.recommending import Hour, Signal, Slot, SlotRules

# delivery 11–13 and 18–20 h, Facebook 15–18 h: a post comes shortly before the appetite
MEALS = {"lunch": 12, "dinner": 19, "lonche": 17}
"""By how many people they concern: where there is no room for all, the last gives way."""
DAYS = range(7)


@dataclass(frozen=True, slots=True)
class Meal:
    """A meal's next free hour."""

    name: str
    slot: Slot


def meals(week: Sequence[Hour], after: datetime, rules: SlotRules, zone: ZoneInfo) -> list[Meal]:
    """Return the next free hour before each meal, as far as the house is open.

    Which is better nobody knows; still, none comes before one that promises more, and of two
    that promise the same the sooner comes first.
    """
    known = {(hour.weekday, hour.hour): hour for hour in week}
    today = after.astimezone(zone).date()
    taken = list(rules.taken)
    found: list[Meal] = []
    for name, hour in MEALS.items():
        if not _open(hour, rules):
            continue
        moments = (datetime.combine(today + timedelta(days=d), time(hour), zone) for d in DAYS)
        free = (
            at
            for at in moments
            if at > after and all(abs(at - other) >= rules.spacing for other in taken)
        )
        if at := next(free, None):
            told = known.get((at.weekday(), at.hour))
            lift = (told.expected, told.low, told.high, told.posts) if told else (0.0, 0.0, 0.0, 0)
            found.append(Meal(name, Slot(at, *lift, Signal.NONE, 1.0)))
            taken.append(at)
    return sorted(found, key=lambda meal: (-round(meal.slot.expected, 2), meal.slot.starts_at))


def is_meal(hour: int) -> bool:
    """Whether a local hour is one that a meal suggests."""
    return hour in MEALS.values()


def at_meals(
    slots: Sequence[Slot],
    week: Sequence[Hour],
    after: datetime,
    rules: SlotRules,
    zone: ZoneInfo,
) -> list[Slot]:
    """Return the slots, moved to just before the meals where none of them stands out.

    An hour on trial stays, and so does each slot's chance: which hours are tried is not changed.
    """
    chosen = [slot for slot in slots if not slot.explores]
    if any(slot.signal is not Signal.NONE for slot in chosen):
        return list(slots)
    tried = [slot.starts_at for slot in slots if slot.explores]
    free = replace(rules, taken=(*rules.taken, *tried))
    found = iter(meals(week, after, free, zone))
    return [
        slot if slot.explores or (meal := next(found, None)) is None
        else replace(meal.slot, propensity=slot.propensity)
        for slot in slots
    ]  # fmt: skip


def _open(hour: int, rules: SlotRules) -> bool:
    if rules.opens <= rules.closes:
        return rules.opens <= hour <= rules.closes
    return hour >= rules.opens or hour <= rules.closes
