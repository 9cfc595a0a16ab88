"""What may truthfully be said of the day a post is for."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from functools import cache
from importlib import resources
from typing import Any

from peruopt.writers.vocabulary import words


@cache
def _feasts() -> list[dict[str, Any]]:
    text = resources.files(__package__).joinpath("feasts.toml").read_text("utf-8")
    return list(tomllib.loads(text)["feast"])


def feast(day: date, dish: str | None, tongue: str) -> str | None:
    """Return the feast of `day` that suits `dish` (a key, or None), as it follows “para”."""
    for rule in _feasts():
        suits = "dishes" not in rule or dish in rule["dishes"]
        if suits and _falls(rule, day):
            return str(rule[tongue])
    return None


def spoken(day: date, tongue: str) -> dict[str, str]:
    """Return the words for `day`: its weekday, alone and dated."""
    weekday = words(f"weekdays_{tongue}")[day.weekday()]
    month = words(f"months_{tongue}")[day.month - 1]
    dated = (
        f"{weekday} {day.day} de {month}" if tongue == "es" else f"{weekday}, {month} {day.day}"
    )
    return {"weekday": weekday, "Weekday": weekday.capitalize(), "dated": dated}


def _falls(rule: dict[str, Any], day: date) -> bool:
    if "easter" in rule:
        return day == _easter(day.year) + timedelta(rule["easter"])
    if day.month != rule["month"]:
        return False
    if "day" in rule:
        return bool(day.day == rule["day"])
    return bool(day.weekday() == rule["weekday"] and (day.day - 1) // 7 + 1 == rule["nth"])


def _easter(year: int) -> date:
    """Easter Sunday by the anonymous Gregorian algorithm (Nature, 1876)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)
