"""What may truthfully be said of the day a post is for."""

from __future__ import annotations

from datetime import date

from peruopt.festive.calendar import naming
from peruopt.festive.occasion import Kind
from peruopt.writers.grammar import upper
from peruopt.writers.vocabulary import words


def feast(day: date, dish: str | None, tongue: str) -> dict[str, str]:
    """Return the feast of `day` that suits `dish` (a key, or None), as it follows “para”.

    `feast` is one for any dish, `own` the day of the dish itself; each with a capital, too.
    """
    found = naming(day, dish)
    if found is None:
        return {}
    name, said = "own" if found.kind is Kind.FOOD else "feast", found.said[tongue]
    return {name: said, name.capitalize(): upper(said)}


def spoken(day: date, tongue: str) -> dict[str, str]:
    """Return the words for `day`: its weekday, alone and dated."""
    weekday = words(f"weekdays_{tongue}")[day.weekday()]
    month = words(f"months_{tongue}")[day.month - 1]
    dated = (
        f"{weekday} {day.day} de {month}" if tongue == "es" else f"{weekday}, {month} {day.day}"
    )
    return {"weekday": weekday, "Weekday": weekday.capitalize(), "dated": dated}
