"""The day in a phrase: `este sábado`, `pasado mañana`, `28 de julio`, `15/12` (day first)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from peruopt.errors import UserError
from peruopt.festive.calendar import coming
from peruopt.spoken.hours import find_hour
from peruopt.spoken.lexicon import either, lexicon, number, number_pattern

_SLIP_DAYS = 65  # a date without a year that passed less than this ago is a slip, not next year
_FAR = 366 * 2


@dataclass(frozen=True, slots=True)
class SpokenDay:
    """A day as somebody said it."""

    on: date
    span: tuple[int, int]
    floats: bool = False
    """A bare weekday: when its hour is past today, the next one is meant."""
    named: bool = False
    """A feast: its name is also what the post is about."""


@cache
def weekday_pattern(*, short: bool) -> re.Pattern[str]:
    """Return the pattern of one weekday and what stands around it."""
    names = [*lexicon("weekdays"), *(lexicon("short_weekdays") if short else ())]
    return re.compile(
        r"(?:\b(?:para|en|for|on) )?(?:\b(?:el|este|esta|this|dia) )?"
        r"(?P<before>\bproximo |siguiente |next |la proxima semana,? (?:el )?"
        r"|next week,? (?:on )?)?"
        rf"(?:\bel )?\b(?P<name>{either(names)})\b\.?(?! (?:santo|negro|de ceniza)\b)"
        r"(?P<after> (?:que viene|proximo|siguiente|(?:de )?la proxima semana|(?:of )?next week))?"
        rf"(?:,? (?P<n>\d{{1,2}})\b(?! ?(?:{lexicon('patterns')['hour_follows']}"
        rf"|(?:de )?{_months()}\b)))?"
    )


def _weekdays() -> dict[str, int]:
    return lexicon("short_weekdays") | lexicon("weekdays")


def _months() -> str:
    return either(lexicon("months"))


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    month, any_number = _months(), number_pattern()
    year = r"(?:,? (?:de |del )?(?P<y>20\d\d))?"
    weekday = either([*lexicon("weekdays"), *lexicon("short_weekdays")])
    lead = (
        r"(?:\b(?:para|en|for|on) )?(?:\b(?:el|este|this) )?(?:\bdia )?"
        rf"(?:\b(?P<wd>{weekday})\b\.?,? )?(?:\b(?:the|el) )?"
    )
    return {
        "iso": re.compile(rf"{lead}\b(?P<y>20\d\d)-(?P<m>\d\d)-(?P<d>\d\d)\b"),
        "figures": re.compile(
            rf"{lead}\b(?P<d>\d{{1,2}})(?P<sep>[/-])(?P<m>\d{{1,2}})"
            r"(?:(?P=sep)(?P<y>20\d\d|\d\d))?\b(?![/:]\d)"
        ),
        "dotted": re.compile(rf"{lead}\b(?P<d>\d{{1,2}})\.(?P<m>\d{{1,2}})\.(?P<y>20\d\d|\d\d)\b"),
        "month": re.compile(
            rf"{lead}\b(?P<d>\d{{1,2}}|primero|uno)(?:st|nd|rd|th|o|ro)? (?:de |of )?"
            rf"(?P<m>{month})\b\.?{year}"
        ),
        "month_first": re.compile(
            rf"{lead}\b(?P<m>{month})\.? (?:the )?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\b(?![:h]){year}"
        ),
        "in": re.compile(
            rf"(?:\bpara )?\b(?:en|dentro de|in|de aqui a) (?P<n>{any_number}) "
            r"(?P<unit>dias?|semanas?|mes(?:es)?|days?|weeks?|months?)\b"
        ),
        "after_tomorrow": re.compile(
            r"(?:\bpara )?\b(?:pasado mañana|(?:the )?day after tomorrow)\b"
        ),
        "tomorrow": re.compile(
            r"(?:\b(?:para|for) )?(?:el dia de )?(?<!la )(?<!esta )\b(?:mañana|tomorrow|tmrw)\b"
            r"(?! (?:criolla|andina|norteña|deportiva))"
        ),
        "today": re.compile(
            r"(?:\b(?:para|for) )?\b(?:hoy(?: dia)?(?: mismo)?|today)\b(?!['’]s specials?\b)"
            r"|\b(?=(?:tonight|esta (?:noche|tarde|mañana)|this (?:afternoon|evening|morning))\b)"
        ),
        "weekend": re.compile(
            r"(?:\b(?:para|en|for|on) )?(?:\b(?:el|este|this|the) )?(?P<next>proximo |next )?"
            r"\b(?:fin(?:de)?(?: de)? semana|finde|weekend)\b(?P<later> que viene)?"
        ),
        "feast": re.compile(
            r"(?:\b(?:para|en|por|for|on|at) )?(?:\b(?:el|la) )?"
            rf"\b(?P<name>{either(lexicon('feasts'))})\b"
        ),
        "next_week": re.compile(
            r"(?:\bpara )?\b(?:la )?(?:proxima semana|semana que viene|next week)\b"
        ),
        "of_month": re.compile(
            r"(?:\b(?:para|for|on) )?\b(?:el (?:dia )?|dia |the )(?P<n>\d{1,2})(?:st|nd|rd|th)?\b"
            r"(?! ?(?:[:%/.]\d|%|x|de la|del medio|soles|personas|am\b|pm\b|h\b|hs\b|horas))"
        ),
        "of_month_en": re.compile(
            r"(?:\b(?:for|on) )?(?:\bthe )?\b(?P<n>\d{1,2})(?:st|nd|rd|th)\b"
        ),
    }


_PAST = re.compile(lexicon("patterns")["past"], re.VERBOSE)


def find_day(low: str, today: date, *, loose: bool = True) -> SpokenDay | None:
    """Return the day said in `low` (plain letters), or None.

    `loose` reads what only a question about dates makes clear: `vie`, `15/12`, `el 5`.
    Raises UserError for a day that is past or that no calendar has.
    """
    if _PAST.search(low):
        raise UserError("spoken.past")
    for name, pattern in _patterns().items():
        if not loose and name in ("figures", "of_month", "of_month_en", "next_week"):
            continue
        if match := pattern.search(low):
            return _dated(name, match, today)
        if name == "after_tomorrow" and (match := weekday_pattern(short=loose).search(low)):
            return _weekday(match, today)
    return None


def day_at(low: str, start: int, today: date) -> SpokenDay | None:
    """Return the day that is said in `low` exactly from `start` on, or None.

    Raises UserError as `find_day` does.
    """
    dated = re.compile(r"(?:(?:el|the|dia) )*\d").match(low, start)
    for name, pattern in _patterns().items():
        loose = name in ("figures", "of_month", "of_month_en")
        if name == "in" or (loose and not (dated and not dated.group()[0].isdigit())):
            continue
        if (match := pattern.match(low, start)) and match.end() > start:
            return _dated(name, match, today)
        if name == "after_tomorrow" and (match := weekday_pattern(short=False).match(low, start)):
            return _weekday(match, today)
    return None


def _dated(name: str, match: re.Match[str], today: date) -> SpokenDay:
    if name in ("iso", "figures", "dotted", "month", "month_first"):
        on = _calendar(match, today)
        if match["wd"] and _weekdays()[match["wd"]] != on.weekday():
            raise UserError("spoken.weekday", text=match.group().strip())
        return SpokenDay(on, match.span())
    if name in ("of_month", "of_month_en"):
        return SpokenDay(_next_of_month(int(match["n"]), today), match.span())
    if name == "feast":
        on = coming(lexicon("feasts")[match["name"]], today)
        return SpokenDay(on, match.span(), named=True)
    if name == "in":
        return SpokenDay(_after(match, today), match.span())
    if name == "weekend":
        shift = 0 if today.weekday() >= 5 else 5 - today.weekday()
        if (match["next"] or match["later"]) and today.weekday() >= 5:
            shift = 12 - today.weekday()
        return SpokenDay(today + timedelta(shift), match.span())
    if name == "next_week":
        return SpokenDay(today + timedelta(7 - today.weekday()), match.span())
    shift = {"today": 0, "tomorrow": 1, "after_tomorrow": 2}[name]
    return SpokenDay(today + timedelta(shift), match.span())


def _weekday(match: re.Match[str], today: date) -> SpokenDay:
    ahead = (_weekdays()[match["name"]] - today.weekday()) % 7
    around = f"{match['before'] or ''}{match['after'] or ''}"
    if "semana" in around or "week" in around:
        ahead = 7 - today.weekday() + _weekdays()[match["name"]]
    elif around and ahead == 0:
        ahead = 7
    on, figure = today + timedelta(ahead), match["n"]
    if figure:  # `viernes 27` is a date; `viernes 8` an hour, unless that Friday is the 8th
        dates = [on + timedelta(7 * week) for week in range(9)]
        fits = [day for day in dates if day.day == int(figure)]
        later = find_hour(match.string[match.end() :]) is not None
        if fits and (fits[0] == on or int(figure) > 23 or later):
            return SpokenDay(fits[0], match.span())
        if int(figure) > 23:
            raise UserError("spoken.no_such_day", text=match.group().strip())
    end = match.end("after") if match["after"] else match.end("name")
    return SpokenDay(on, (match.start(), end), floats=not around)


def _calendar(match: re.Match[str], today: date) -> date:
    """Leave month names and day order to dateparser, restricted to what was recognised."""
    import dateparser

    said = match.groupdict()
    day = 1 if said["d"] in ("primero", "uno") else int(said["d"])
    month = lexicon("months").get(said["m"], said["m"])
    for year in [int(said["y"]) % 2000 + 2000] if said["y"] else [today.year, today.year + 1]:
        parsed: datetime | None = dateparser.parse(
            f"{day} {month} {year}",
            languages=["en"],
            date_formats=["%d %B %Y", "%d %m %Y"],
            settings={"DATE_ORDER": "DMY", "PARSERS": ["absolute-time"], "STRICT_PARSING": True},
        )
        if parsed is not None and parsed.day == day and parsed.date() >= today:
            if not said["y"] and year > today.year and _slipped(parsed.date(), today):
                raise UserError("spoken.past")
            return parsed.date()
    if parsed is None or parsed.day != day:
        raise UserError("spoken.no_such_day", text=match.group().strip())
    raise UserError("spoken.past")


def _slipped(on: date, today: date) -> bool:
    return (on - today).days > 365 - _SLIP_DAYS


def _next_of_month(day: int, today: date) -> date:
    for ahead in range(62):
        if (on := today + timedelta(ahead)).day == day:
            return on
    raise UserError("spoken.no_such_day", text=str(day))


def _after(match: re.Match[str], today: date) -> date:
    import dateparser

    count, unit = number(match["n"]), match["unit"]
    word = "day" if unit.startswith(("d", "D")) else "month" if unit.startswith("m") else "week"
    if count * {"day": 1, "week": 7, "month": 31}[word] > _FAR:
        raise UserError("spoken.too_far")
    noon = datetime(today.year, today.month, today.day, 12)  # noqa: DTZ001 -- a local day
    parsed: datetime | None = dateparser.parse(
        f"in {count} {word}s", languages=["en"], settings={"RELATIVE_BASE": noon}
    )
    return parsed.date() if parsed else today + timedelta(count)
