"""What may truthfully be said of the day a post is for."""

from __future__ import annotations

import re
from datetime import date

from peruopt.festive.calendar import naming
from peruopt.festive.occasion import Kind
from peruopt.rules.letters import plain
from peruopt.writers.grammar import upper
from peruopt.writers.subject import Subject
from peruopt.writers.vocabulary import words


def of_day(subject: Subject, day: date | None) -> Subject:
    """Return the subject without its words where they only name the feast of `day`."""
    found = naming(day, None) if day and subject.kind == "announcement" else None
    if found is None:
        return subject
    told = {word for name in found.said.values() for word in _letters(name)}
    more = set(_letters(subject.idea)) - told - set(words("glue")) - set(words("for_a_day"))
    return subject if more else Subject("unknown", "")


def _letters(text: str) -> list[str]:
    return re.findall(r"\w+", plain(text))


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
