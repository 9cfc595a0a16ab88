"""What is coming: four weeks of occasions, one worth a line today, how a draft is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from peruopt.chat.message import Action
from peruopt.chat.words import Words
from peruopt.festive.calendar import days
from peruopt.festive.occasion import Kind, Occasion
from peruopt.festive.rules import WEEKDAYS, Rule
from peruopt.store import UnitOfWork
from peruopt.writers.dishes import dishes
from peruopt.writers.vocabulary import words as listed

AHEAD = timedelta(days=28)
REMINDERS = (7, 3, 2)
"""Days before a feast on which the digest names it, beside its own lead: not every morning."""


@dataclass(frozen=True, slots=True)
class Coming:
    """An occasion, seen from today."""

    occasion: Occasion
    left: int
    """Days until it begins; 0 today or while it lasts."""


def between(w: UnitOfWork, now: datetime, ahead: timedelta) -> list[Occasion]:
    """Return every occasion of this house from today until `ahead`."""
    today = now.astimezone(w.restaurant.zone).date()
    return days(today, today + ahead, w.own_days.all(), city=w.restaurant.city)


def coming(w: UnitOfWork, now: datetime, ahead: timedelta = AHEAD) -> list[Coming]:
    """Return what falls within `ahead`; of what comes every week, the next time only."""
    today = now.astimezone(w.restaurant.zone).date()
    found: dict[str, Coming] = {}
    for occasion in between(w, now, ahead):
        left = max(0, (occasion.starts - today).days)
        name = occasion.key if occasion.weekly else f"{occasion.key} {occasion.starts}"
        found.setdefault(name, Coming(occasion, left))
    return list(found.values())


def near(every: list[Coming]) -> Coming | None:
    """Return the one worth a line: today's or tomorrow's, else one to prepare for now."""
    ranked = sorted(every, key=lambda each: (each.left, _rank(each.occasion)))
    soon = [each for each in ranked if each.left <= 1]
    feasts = [each for each in ranked if each.occasion.kind is not Kind.HOLIDAY]
    early = [each for each in feasts if each.left in (each.occasion.lead, *REMINDERS)]
    return next(iter(soon or early), None)


def _rank(occasion: Occasion) -> int:
    """A house's own feast goes first, then food, feasts, weekly offers, bare holidays."""
    if occasion.weekly:
        return 3
    return (Kind.OWN, Kind.FOOD, Kind.FEAST, Kind.HOLIDAY).index(occasion.kind) + (
        occasion.kind is Kind.HOLIDAY
    )


def line(each: Coming | None, words: Words) -> str:
    """Say what `near` found in a line."""
    if each is None:
        return ""
    occasion = each.occasion
    which = {Kind.OWN: "_own", Kind.HOLIDAY: "_holiday"}.get(occasion.kind, "")
    when = ("today", "tomorrow")[each.left] if each.left <= 1 else "left"
    said = occasion.said["es" if words.locale.startswith("es") else "en"]
    return words(f"ideas.near_{when}{which}", said=said, n=each.left)


def ideas(occasion: Occasion, ours: frozenset[str], words: Words) -> list[str]:
    """Return what to post about for an occasion, the house's own dishes first."""
    if occasion.kind is Kind.HOLIDAY:
        return [words("ideas.open")]
    ranked = sorted(occasion.dishes, key=lambda key: key not in ours)
    named = [dishes()[key].name for key in ranked]
    return named or [occasion.idea or occasion.name(words.locale)]


def asking(idea: str, on: date | None, words: Words) -> Action:
    """Return the press that asks for a draft of `idea` for that day, cut to fit a button."""
    tail: list[str] = []
    if on is not None and words.locale.startswith("es"):
        tail = ["para", "el", str(on.day), "de", listed("months_es")[on.month - 1]]
    elif on is not None:
        tail = ["for", str(on.day), listed("months_en")[on.month - 1]]
    parts = (
        "".join(c for c in part if c.isprintable()) for part in idea.replace(":", " ").split()
    )
    said = [part for part in parts if part]
    while said:
        action = Action("redactar", (*said, *tail))
        try:
            action.pack()
        except ValueError:
            last = said.pop()
            if not said and len(last) > 1:
                said = [last[:-1]]
            continue
        return action
    return Action("redactar")


def told(rule_text: str, words: Words) -> str:
    """Say a rule of the house's own: `todos los martes`, `cada 15 de marzo`."""
    rule = Rule.read(rule_text)
    if rule.kind == "weekly":
        named = [_every(WEEKDAYS.index(n), words) for n in str(rule.parts[0]).split(",")]
        joined = words("occasions.and").join([", ".join(named[:-1]), named[-1]][-len(named) :])
        return words("occasions.weekly", days=joined)
    if rule.kind == "monthly":
        return words("occasions.monthly", day=str(rule.parts[0]))
    if rule.kind == "nth":
        weekday = words.weekday(WEEKDAYS.index(str(rule.parts[0])))
        when = _month(int(rule.parts[2]), words) if rule.parts[2] else words("occasions.month")
        nth = words(f"occasions.nth_{rule.parts[1]}")
        return words("occasions.nth", nth=nth, weekday=weekday, month=when)
    if rule.kind == "once":
        return words("occasions.once", day=words.long_day(date.fromisoformat(rule_text)))
    month, on = (int(part or 0) for part in rule.parts[:2])
    return words("occasions.yearly", day=str(on), month=_month(month, words))


def _every(weekday: int, words: Words) -> str:
    """`todos los martes`, but `todos los sábados`."""
    name = words.weekday(weekday)
    return name + "s" if name.endswith("o") else name


def _month(number: int, words: Words) -> str:
    return listed("months_es" if words.locale.startswith("es") else "months_en")[number - 1]
