"""When a day falls: one line of text per rule, read once.

* `06-28` every 28 June; `07-28..07-29` both days
* `sun 3 07` the third Sunday of July; `week 4 02` Monday to Sunday of that month's fourth week
* `easter -2` two days before Easter Sunday; `easter -3..0` four days
* `2027-03-15` once; `tue`, `tue,thu` weekly; `fri 1` the first Friday of each month; `15` monthly
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LAST = 5
"""`sun 5 07` is the last Sunday of July, be it the fourth or the fifth."""
Span = tuple[date, date]
_DAY = timedelta(days=1)
_FORMS = {
    "once": r"(\d{4})-(\d\d)-(\d\d)",
    "fixed": r"(\d\d)-(\d\d)(?:\.\.(\d\d)-(\d\d))?",
    "nth": rf"({'|'.join(WEEKDAYS)}) ([1-5])(?: (\d\d))?",
    "week": r"week ([1-5]) (\d\d)",
    "easter": r"easter ([+-]?\d+)(?:\.\.([+-]?\d+))?",
    "weekly": rf"((?:{'|'.join(WEEKDAYS)})(?:,(?:{'|'.join(WEEKDAYS)}))*)",
    "monthly": r"(\d{1,2})",
}


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule and its numbers."""

    kind: str
    parts: tuple[str | None, ...]

    @classmethod
    def read(cls, text: str) -> Rule:
        """Read the line; raise ValueError for one that names no day."""
        for kind, form in _FORMS.items():
            if match := re.fullmatch(form, text):
                rule = cls(kind, match.groups())
                if not any(True for _ in rule.spans(date(2024, 1, 1), date(2032, 1, 1))):
                    break
                return rule
        raise ValueError(f"{text!r} is no rule for a day")

    @property
    def yearly(self) -> bool:
        """Whether it comes once a year or more rarely."""
        return self.kind in ("fixed", "week", "easter", "once") or (
            self.kind == "nth" and self.parts[2] is not None
        )

    def spans(self, start: date, until: date) -> Iterator[Span]:
        """Yield (first, last) of every time that touches `start` to `until`, both included."""
        if self.kind == "once":
            found = list(self._once())
        elif self.yearly:
            years = range(start.year - 1, until.year + 2)
            found = [span for year in years for span in self._of_year(year)]
        else:
            found = list(self._often(start, until))
        yield from (span for span in found if span[0] <= until and span[1] >= start)

    def _once(self) -> Iterator[Span]:
        day = _real(*(int(part or 0) for part in self.parts))
        if day:
            yield day, day

    def _of_year(self, year: int) -> Iterator[Span]:
        numbers = [int(part) if part and part[-1].isdigit() else None for part in self.parts]
        first = last = None
        if self.kind == "fixed":
            first = _real(year, numbers[0], numbers[1])
            last = _real(year, numbers[2], numbers[3]) if numbers[2] else first
            if first and last and last < first:
                last = _real(year + 1, numbers[2], numbers[3])
        elif self.kind == "easter":
            sunday, shift = easter(year), numbers[0] or 0
            first = sunday + shift * _DAY
            last = first if numbers[1] is None else sunday + numbers[1] * _DAY
        elif self.kind == "nth":
            weekday = WEEKDAYS.index(str(self.parts[0]))
            first = last = nth_weekday(year, numbers[2] or 1, weekday, numbers[1] or 1)
        else:
            monday = nth_weekday(year, numbers[1] or 1, 0, numbers[0] or 1)
            first, last = (monday, monday + 6 * _DAY) if monday else (None, None)
        if first and last:
            yield first, last

    def _often(self, start: date, until: date) -> Iterator[Span]:
        day, name = start, self.parts[0] or ""
        while day <= until:
            fits = (
                day.day == int(name)
                if self.kind == "monthly"
                else WEEKDAYS[day.weekday()] in name.split(",")
            )
            if self.kind == "nth" and fits:
                nth = int(self.parts[1] or 1)
                fits = day == nth_weekday(day.year, day.month, day.weekday(), nth)
            if fits:
                yield day, day
            day += _DAY


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date | None:
    """Return the nth such weekday of the month; the fifth is the last one."""
    first = date(year, month, 1)
    day = first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))
    if day.month == month:
        return day
    return day - 7 * _DAY if nth == LAST else None


def easter(year: int) -> date:
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


def _real(year: int, month: int | None, day: int | None) -> date | None:
    try:
        return date(year, month or 0, day or 0)
    except ValueError:
        return None
