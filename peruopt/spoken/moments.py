"""Hours and days in words, Spanish and English: `mañana a las 7 de la noche` → a moment.

Understood is always echoed by the caller.  Decisions worth knowing:

* Days come first in figures, `15/12`, in English, too: the restaurant is in Peru.
* A bare hour is read as in `hours`; `assumed` says so.
* A weekday means its next coming; on the day itself today, unless that hour is past.
* A date without a year that has just passed is refused, not moved to next year.
* A day without an hour comes back with `at=None`, so that the caller can ask.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from peruopt.errors import UserError
from peruopt.rules.letters import composed, plain
from peruopt.spoken.cutting import without
from peruopt.spoken.days import SpokenDay, find_day
from peruopt.spoken.hours import SpokenHour, bare_hour, find_hour
from peruopt.spoken.lexicon import blank, lexicon, number, number_pattern

__all__ = ["Spoken", "day_in", "when"]

_LONGEST = 200
_NOW = re.compile(r"\b(?:ahora(?: mismo)?|ahorita|right now|now|ya mismo)\b")
_SOON = re.compile(
    rf"\b(?:en|dentro de|in) (?:(?P<half>media hora|half an hour)|(?P<n>{number_pattern()}) "
    r"(?P<unit>minutos?|mins?|horas?|hrs?|hs|h|minutes?|hours?)(?P<more> y media| and a half)?)\b"
)
_STAMP = re.compile(r"\b20\d\d-\d\d-\d\d[t ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:z|[+-]\d\d:?\d\d)?\b")
_FIGURE = re.compile(r"^\W*(?P<n>\d{1,2})\b(?! ?[%x/]| soles)")
_RECURRING = re.compile(lexicon("patterns")["recurring"], re.VERBOSE)


@dataclass(frozen=True, slots=True)
class Spoken:
    """What was understood: a moment, or a day whose hour is still to be asked."""

    at: datetime | None
    """Aware, UTC; None when no hour was said."""
    day: date
    hour: time | None
    rest: str
    """The text without the words of day and hour."""
    assumed: bool = False
    """Half of the day, or the hour itself, was our reading: echo it with care."""
    other: datetime | None = None
    """The same figure in the other half of that day, where it may be meant as well."""


def when(
    text: str, *, now: datetime, zone: ZoneInfo, locale: str = "es_PE", day: date | None = None
) -> Spoken | None:
    """Return the moment said in `text`, or None when there is none.

    `day` is the day already agreed on, for an answer that names only the hour.  Raises
    UserError (`spoken.past`, `spoken.no_such_day`, `spoken.too_far`) with what is wrong.
    """
    del locale  # both languages are always understood
    if len(text) > _LONGEST:
        return None
    text = re.sub(r"\s+", " ", composed(text)).strip()
    low, local = plain(text), now.astimezone(zone)
    if found := _stamped(text, low, now, zone) or _soon(text, low, now, zone):
        return found
    said_day = find_day(low, local.date())
    left = blank(low, said_day.span) if said_day else low
    hour = find_hour(left) or _lone_figure(left, said_day)
    if said_day is None and hour is None:
        return None
    spans = ([said_day.span] if said_day else []) + (list(hour.spans) if hour else [])
    rest = without(text, spans)
    on = said_day.on if said_day else day or local.date()
    if hour is None:
        return Spoken(None, on, None, rest)
    pinned = (said_day is not None and not said_day.floats) or (
        said_day is None and day is not None
    )
    weekly = said_day is not None and said_day.floats
    return _settled(on, hour, rest, now, zone, pinned=pinned, weekly=weekly)


def day_in(text: str, now: datetime, zone: ZoneInfo) -> tuple[str, date | None]:
    """Find the day that an idea is for: `post del ají de gallina para el viernes`.

    Returns the idea without it, and the day.  `los martes` and `de lunes a viernes` are part of
    the idea; so is the name of a feast, which gives its date and stays.
    """
    text = composed(text)
    masked = blanked(plain(text))
    try:
        found = find_day(masked, now.astimezone(zone).date(), loose=False)
        if found is None and re.search(r"\b(?:para el|for the) \d", masked):
            found = find_day(masked, now.astimezone(zone).date())
    except UserError:
        return text.strip(), None
    if found is None:
        return text.strip(), None
    return (text.strip() if found.named else without(text, [found.span])), found.on


def blanked(low: str) -> str:
    """Return plain letters with the days struck out that come again and again."""
    return blank(low, *(match.span() for match in _RECURRING.finditer(low)))


def _settled(
    on: date,
    hour: SpokenHour,
    rest: str,
    now: datetime,
    zone: ZoneInfo,
    *,
    pinned: bool,
    weekly: bool,
) -> Spoken:
    def moment(day: date, at: time) -> datetime:
        shifted = day + timedelta(1) if hour.next_day else day
        return datetime.combine(shifted, at, tzinfo=zone).astimezone(UTC)

    readings = [hour.at] if hour.sure or hour.vague else [hour.at, hour.other]
    days = [on] if pinned else [on, on + timedelta(7 if weekly else 1)]
    for day in days:
        for at in readings:
            if (candidate := moment(day, at)) > now:
                local = candidate.astimezone(zone)
                twins = [moment(day, twin) for twin in readings if twin != at]
                other = next((twin for twin in twins if twin > now), None)
                told = (candidate, local.date(), local.time(), rest)
                return Spoken(*told, assumed=not hour.sure, other=other)
    if hour.vague:
        return Spoken(None, on, None, rest)
    raise UserError("spoken.past")


def _stamped(text: str, low: str, now: datetime, zone: ZoneInfo) -> Spoken | None:
    if not (match := _STAMP.search(low)):
        return None
    try:
        at = datetime.fromisoformat(match.group().upper())
    except ValueError as error:
        raise UserError("spoken.no_such_day", text=match.group()) from error
    at = (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)
    if at <= now:
        raise UserError("spoken.past")
    local = at.astimezone(zone)
    return Spoken(at, local.date(), local.time(), without(text, [match.span()]))


def _soon(text: str, low: str, now: datetime, zone: ZoneInfo) -> Spoken | None:
    if match := _SOON.search(low):
        minutes = 30 if match["half"] else number(match["n"])
        if not match["half"] and match["unit"].startswith("h"):
            minutes *= 60
        if match["more"]:
            minutes += 30
    elif match := _NOW.search(low):
        minutes = 0
    else:
        return None
    at = now.astimezone(UTC) + timedelta(minutes=minutes)
    local = at.astimezone(zone)
    return Spoken(at, local.date(), local.time(), without(text, [match.span()]))


def _lone_figure(left: str, said_day: SpokenDay | None) -> SpokenHour | None:
    """`viernes 8`, `mañana 7`, or nothing but `8`."""
    start = said_day.span[1] if said_day else 0
    match = _FIGURE.match(left[start:])
    if not match or (said_day is None and left.strip(" .!") != match["n"]):
        return None
    return bare_hour(int(match["n"]), (start + match.start("n"), start + match.end("n")))
