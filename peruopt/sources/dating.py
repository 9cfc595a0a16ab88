"""Reads one date cell into its numbers, without yet deciding which is the day."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from peruopt.sources.vocabulary import months, plain, words

EXCEL_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a wall clock, its zone is the plan's
CLOCK = (
    r"(?P<h>\d{1,2})(?:[:.h](?P<mi>\d{2})(?:[:.](?P<s>\d{2})(?:[.,](?P<us>\d{1,9}))?)?)?"
    r"\s*(?P<pm>[ap]\.?\s?m\b\.?|hrs?\.?|h\b)?"
)
ZONE = (
    r"\s*\(?(?P<zone>z\b|(?:utc|gmt)?\s?[+-]\d{1,2}(?::?\d{2})?|[a-z]{3,4}"
    r"|[a-z]+/[a-z_]+(?:/[a-z_]+)?)\)?"
)
TAIL = rf"(?:(?:\s*,\s*|\s+|t|\s+(?:a las|at|as|-)\s+|\s*[-–|·]\s*)(?:{CLOCK})(?:{ZONE})?)?\s*$"
WEEKDAY = r"(?:[a-z]{2,10}\.?(?:-feira)?,?\s+)?"
NUMERIC = re.compile(
    rf"{WEEKDAY}(?P<a>\d{{1,4}})(?P<sep>[/.\-])(?P<b>\d{{1,2}})(?P=sep)(?P<c>\d{{1,4}}){TAIL}"
)
DAY_NAMED = re.compile(
    rf"{WEEKDAY}(?P<a>\d{{1,2}})(?:st|nd|rd|th|º|ro)?[\s\-/.]*(?:de\s+)?"
    rf"(?P<month>[a-z]{{3,10}})\.?[\s\-/,]*(?:del?\s+)?(?P<c>\d{{4}}|\d{{2}}){TAIL}"
)
NAMED_DAY = re.compile(
    rf"{WEEKDAY}(?P<month>[a-z]{{3,10}})\.?[\s\-/]+(?P<a>\d{{1,2}})(?:st|nd|rd|th)?,?"
    rf"[\s\-/]+(?P<c>\d{{4}}){TAIL}"
)
API = re.compile(
    r"[a-z]{3} (?P<month>[a-z]{3}) (?P<a>\d{1,2}) (?P<h>\d{2}):(?P<mi>\d{2}):(?P<s>\d{2})"
    r"(?P<us>)(?P<pm>) (?P<zone>[+-]\d{4}|[a-z]{3}) (?P<c>\d{4})$"
)
NUMBER = re.compile(r"\d{5,17}(?:[.,]\d+)?$")


class Raw(NamedTuple):
    """What a date cell says.  In the styles that start with ~, which is the day is open."""

    style: str
    year: int
    a: int
    """Month in the known styles, the first number in the open ones; `b` is the other."""
    b: int
    clock: tuple[int, int, int, int] | None
    zone: str
    """As written: an offset, an abbreviation, a name; empty where the cell has none."""


def raw_moment(cell: object) -> Raw | None:
    """Return the numbers of a date cell, or None where it is no date."""
    if isinstance(cell, datetime):
        return _whole(cell, "cell", dated=_has_clock(cell))
    if isinstance(cell, date):
        return Raw("cell", cell.year, cell.month, cell.day, None, "")
    if isinstance(cell, bool) or cell is None:
        return None
    if isinstance(cell, int | float):
        return _counted(repr(cell))
    text = str(cell)
    if len(text) > 60:
        return None
    fast = _iso(text)
    return fast if fast is not None else _slow(text)


def _has_clock(moment: datetime) -> bool:
    return bool(moment.hour or moment.minute or moment.second)


def _whole(moment: datetime, style: str, *, dated: bool = True) -> Raw:
    clock = (moment.hour, moment.minute, moment.second, moment.microsecond) if dated else None
    offset = moment.utcoffset()
    zone = "" if offset is None else _offset(offset)
    return Raw(style, moment.year, moment.month, moment.day, clock, zone)


def _offset(offset: timedelta) -> str:
    minutes = round(offset.total_seconds() / 60)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


def _iso(text: str) -> Raw | None:
    if len(text) < 16 or text[4:5] != "-" or text[10] not in "T ":
        return None
    try:
        return _whole(datetime.fromisoformat(text), "iso")
    except ValueError:
        return None


@lru_cache(maxsize=4096)
def _slow(text: str) -> Raw | None:
    text = re.sub(r"[\s\u00a0\u202f]+", " ", text).strip(" '\"").lower()
    if NUMBER.match(text):
        return _counted(text.replace(",", "."))
    if (found := NUMERIC.match(text)) is not None:
        return _numeric(found)
    flat = _unaccented(text)
    for pattern in (API, DAY_NAMED, NAMED_DAY):
        if (found := pattern.match(flat)) is None:
            continue
        month = months().get(found["month"])
        if month is not None:
            return _made("named", _year(found["c"]), month, int(found["a"]), found)
    return None


def _unaccented(text: str) -> str:
    return text if text.isascii() else "".join(plain(c) if c.isalpha() else c for c in text)


def _year(digits: str) -> int:
    number = int(digits)
    if len(digits) > 2:
        return number
    return number + (2000 if number < 70 else 1900)


def _numeric(found: re.Match[str]) -> Raw | None:
    a, b, c, sep = found["a"], found["b"], found["c"], found["sep"]
    if len(a) == 4 and len(c) <= 2:
        return _made("iso" if sep == "-" else f"ymd{sep}", int(a), int(b), int(c), found)
    if len(a) > 2 or len(c) not in {2, 4}:
        return None
    clock = "p" if found["pm"] and found["pm"][0] in "ap" else ":" if found["h"] else ""
    seconds = "s" if found["s"] else ""
    style = f"~{sep}{len(c)}{clock}{seconds}"
    return _made(style, _year(c), int(a), int(b), found)


def _made(style: str, year: int, a: int, b: int, found: re.Match[str]) -> Raw | None:
    zone = found["zone"] or ""
    if found["h"] is None:
        return Raw(style, year, a, b, None, zone)
    hour = int(found["h"])
    half = (found["pm"] or "")[:1]
    if found["mi"] is None and half not in {"a", "p"} and not found["pm"]:
        return None
    if half in {"a", "p"}:
        if not 1 <= hour <= 12 and not (half == "p" and hour < 24):
            return None
        hour = hour % 12 + 12 if half == "p" and hour <= 12 else hour % 12 if half == "a" else hour
    fraction = (found["us"] or "")[:6].ljust(6, "0")
    clock = (hour, int(found["mi"] or 0), int(found["s"] or 0), int(fraction))
    return Raw(style, year, a, b, clock, zone)


def _counted(text: str) -> Raw | None:
    """Read seconds, milli- or microseconds since 1970, days since 1900, or 20240315(1015)."""
    try:
        number = float(text)
    except ValueError:
        return None
    whole = text.split(".")[0]
    if len(whole) in {8, 12, 14} and "." not in text and whole[:2] in {"19", "20"}:
        try:
            form = {8: "%Y%m%d", 12: "%Y%m%d%H%M", 14: "%Y%m%d%H%M%S"}[len(whole)]
            return _whole(datetime.strptime(whole, form), "compact", dated=len(whole) > 8)  # noqa: DTZ007
        except ValueError:
            return None
    scale = {10: 1, 13: 1_000, 16: 1_000_000}.get(len(whole))
    if scale and 1_000_000_000 <= number / scale < 4_102_444_800:
        moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=number / scale)
        return _whole(moment, "epoch")
    if 30_000 <= number < 70_000:
        moment = EXCEL_EPOCH + timedelta(seconds=round(number * 86_400))
        return _whole(moment, "serial", dated=number != int(number))
    return None


@lru_cache(maxsize=1024)
def offset_minutes(zone: str) -> int | None:
    """Return the minutes of an offset or abbreviation; None for a name or anything else."""
    text = zone.strip(" ()").lower()
    known: dict[str, int] = words()["abbreviations"]
    if text in known:
        return known[text]
    found = re.fullmatch(r"(?:utc|gmt)?\s?([+-])(\d{1,2})(?::?(\d{2}))?", text)
    if found is None:
        return None
    minutes = int(found[2]) * 60 + int(found[3] or 0)
    return minutes * (-1 if found[1] == "-" else 1) if minutes <= 14 * 60 + 59 else None
