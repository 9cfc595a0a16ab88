"""When people in Peru decide what to eat: hours to suggest while no hour stands out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from peruopt.recommending import Hour, Slot, SlotRules

# delivery 11–13 and 18–20 h, Facebook 15–18 h: a post comes shortly before the appetite
MEALS = {"lunch": 12, "lonche": 17, "dinner": 19}
DAYS = 7


@dataclass(frozen=True, slots=True)
class Meal:
    """A meal's next free hour."""

    name: str
    slot: Slot


def meals(week: Sequence[Hour], after: datetime, rules: SlotRules, zone: ZoneInfo) -> list[Meal]:
    """Return the next free hour before each meal, soonest first, as far as the house is open."""
    worth = {(hour.weekday, hour.hour): hour for hour in week}
    today = after.astimezone(zone).date()
    taken = list(rules.taken)
    found: list[Meal] = []
    moments = sorted(
        (datetime.combine(today + timedelta(days=day), time(hour), zone), name)
        for name, hour in MEALS.items()
        for day in range(DAYS)
        if _open(hour, rules)
    )
    for at, name in moments:
        free = all(abs(at - other) >= rules.spacing for other in taken)
        if at <= after or not free or any(meal.name == name for meal in found):
            continue
        hour = worth[at.weekday(), at.hour]
        slot = Slot(at, hour.expected, hour.low, hour.high, hour.posts, hour.signal, 1.0)
        found.append(Meal(name, slot))
        taken.append(at)
    return found


def _open(hour: int, rules: SlotRules) -> bool:
    if rules.opens <= rules.closes:
        return rules.opens <= hour <= rules.closes
    return hour >= rules.opens or hour <= rules.closes
