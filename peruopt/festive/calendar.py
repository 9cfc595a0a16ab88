"""The calendar: every occasion between two days, ours, the State's and the restaurant's own."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from peruopt.festive.occasion import Kind, Occasion
from peruopt.festive.own import OwnDay
from peruopt.festive.public import holidays
from peruopt.festive.rules import Rule
from peruopt.rules.letters import plain

_FILES = {"food.toml": Kind.FOOD, "feasts.toml": Kind.FEAST}


@cache
def _known() -> tuple[tuple[Rule, Occasion, str], ...]:
    """Return each rule with its occasion, dated nowhere yet, and the city it is for."""
    rows: list[tuple[Rule, Occasion, str]] = []
    for name, kind in _FILES.items():
        text = resources.files(__package__).joinpath(name).read_text("utf-8")
        for key, row in tomllib.loads(text).items():
            rows.append((Rule.read(row["rule"]), _made(key, kind, row), row.get("city", "")))
    return tuple(rows)


def _made(key: str, kind: Kind, row: dict[str, Any]) -> Occasion:
    return Occasion(
        key=key,
        kind=kind,
        said={"es": row["es"], "en": row["en"]},
        starts=date.min,
        ends=date.min,
        dishes=tuple(row["dishes"]),
        idea=row.get("idea", ""),
        only=kind is Kind.FOOD or row.get("only", False),
        lead=row["lead"],
        verified=row["verified"],
    )


def days(
    start: date, until: date, own: Iterable[OwnDay] = (), *, city: str = ""
) -> list[Occasion]:
    """Return what falls between the two days, both included, in order.

    What begins before and ends within is part of it.  Days of a city are left out, save for
    restaurants of `city`.
    """
    found = [*_ours(start, until, plain(city)), *_theirs(start, until, own)]
    free = _free(start, until)
    taken = {day for occasion in found if occasion.kind is Kind.FEAST for day in _each(occasion)}
    found = [
        replace(occasion, holiday=occasion.kind is Kind.FEAST and occasion.starts in free)
        for occasion in found
    ]
    found += [
        Occasion(f"holiday_{day:%m%d}", Kind.HOLIDAY, said, day, day, lead=7, holiday=True)
        for day, said in free.items()
        if day not in taken
    ]
    return sorted(found, key=lambda each: (each.starts, each.kind is Kind.HOLIDAY, each.key))


def naming(day: date, dish: str | None) -> Occasion | None:
    """Return the occasion that a post of `day` about `dish` (a key, or None) may truthfully name.

    A dish's own day goes before a feast; what no source confirms is never named.
    """
    for occasion in _ours(day, day, ""):
        fits = not occasion.only or dish in occasion.dishes
        if fits and occasion.verified:
            return occasion
    return None


def coming(key: str, today: date) -> date:
    """Return the next coming of one of our days, today included."""
    rule = next(rule for rule, occasion, _ in _known() if occasion.key == key)
    until = date(today.year + 2, 1, 1)
    return next(first for first, _ in rule.spans(today, until) if first >= today)


def _ours(start: date, until: date, city: str) -> list[Occasion]:
    return [
        replace(occasion, starts=first, ends=last)
        for rule, occasion, place in _known()
        if not place or place in city
        for first, last in rule.spans(start, until)
    ]


def _theirs(start: date, until: date, own: Iterable[OwnDay]) -> list[Occasion]:
    return [
        Occasion(
            key=f"own_{each.id}",
            kind=Kind.OWN,
            said={"es": each.name, "en": each.name},
            starts=first,
            ends=last,
            idea=each.name,
            lead=14 if rule.yearly else 1,
            weekly=not rule.yearly,
        )
        for each in own
        for rule in (Rule.read(each.rule),)
        for first, last in rule.spans(start, until)
    ]


def _free(start: date, until: date) -> dict[date, dict[str, str]]:
    return {
        day: said
        for year in range(start.year, until.year + 1)
        for day, said in holidays(year).items()
        if start <= day <= until
    }


def _each(occasion: Occasion) -> Sequence[date]:
    length = (occasion.ends - occasion.starts).days
    return [date.fromordinal(occasion.starts.toordinal() + n) for n in range(length + 1)]
