"""Turns year and two numbers into a day, once their order is known."""

from __future__ import annotations

from datetime import date

DMY, MDY, YMD, YDM, YYMD, MIXED = "dmy", "mdy", "ymd", "ydm", "yymd", "mixed"
KNOWN = YMD


def turned(order: str, year: int, a: int, b: int, near: date | None = None) -> date | None:
    """Return the day, or None where there is no such day.

    `a` is the month in whole styles and the first number in open ones.  A mixed column takes the
    reading that exists; of two, the preferred one (`mixeddmy`), else the one close to `near`.
    """
    if order in {YMD, MDY}:
        return _day(year, a, b)
    if order in {DMY, YDM}:
        return _day(year, b, a)
    if order == YYMD:
        return _day(2000 + a if a < 70 else 1900 + a, b, year % 100)
    readings = [_day(year, b, a), _day(year, a, b)]
    if order.endswith(MDY):
        readings.reverse()
    days = [day for day in readings if day is not None]
    if len(days) == 2 and near is not None and order == MIXED:
        return min(days, key=lambda day: abs((day - near).days))
    return days[0] if days else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
