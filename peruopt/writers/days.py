"""What may truthfully be said of the day a post is for."""

from __future__ import annotations

from datetime import date

from peruopt.festive.calendar import naming
from peruopt.writers.vocabulary import words


def feast(day: date, dish: str | None, tongue: str) -> str | None:
    """Return the feast of `day` that suits `dish` (a key, or None), as it follows “para”."""
    found = naming(day, dish)
    return found.said[tongue] if found else None


def spoken(day: date, tongue: str) -> dict[str, str]:
    """Return the words for `day`: its weekday, alone and dated."""
    weekday = words(f"weekdays_{tongue}")[day.weekday()]
    month = words(f"months_{tongue}")[day.month - 1]
    dated = (
        f"{weekday} {day.day} de {month}" if tongue == "es" else f"{weekday}, {month} {day.day}"
    )
    return {"weekday": weekday, "Weekday": weekday.capitalize(), "dated": dated}
