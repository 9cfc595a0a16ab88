"""The hour in a phrase: `8 de la noche`, `20:00`, `quarter to eight`, `al mediodía`.

A bare hour (`a las 7`) is read as a restaurant means it: 1 to 9 is afternoon or evening, 10 to
12 is before lunch.  It is then not `sure`, and the other half of the day is tried when the first
reading is already past.  `07:00`, `13 h` and anything with am, pm or a part of the day is sure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time
from functools import cache

from peruopt.spoken.lexicon import either, lexicon, number, number_pattern

_EVENING_UNTIL = 9  # a bare 9 is nine in the evening, a bare 10 ten in the morning


@dataclass(frozen=True, slots=True)
class SpokenHour:
    """An hour as somebody said it."""

    at: time
    spans: tuple[tuple[int, int], ...]
    sure: bool = True
    next_day: bool = False
    """Midnight and after belong to the night of the day before."""
    vague: bool = False
    """Only a part of the day was said."""

    @property
    def other(self) -> time:
        """The same figure in the other half of the day."""
        return self.at.replace(hour=(self.at.hour + 12) % 24)


_AM = r"(?P<am>a\.? ?m\b\.?|(?:de|en|por|a) la (?:mañana|madrugada)|in the morning)"
_PM = (
    r"(?P<pm>p\.? ?m\b\.?|(?:de|en|por|a|x) la (?P<when>tarde|noche)|del mediodia|(?<=\d)p\b"
    r"|in the (?:afternoon|evening)|at night|tonight|esta noche|esta tarde|noche\b)"
)


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    hour = rf"(?P<h>{number_pattern()})"
    alone = rf"(?!una? |an? )(?P<h>{number_pattern()})"  # "una noche" is no hour
    small = (
        r"(?: y (?P<half>media)| y (?P<quarter>cuarto)| menos (?P<less>cuarto|\d{1,2}|diez|cinco)"
        rf"| y (?P<extra>{number_pattern()})\b(?! horas))?"
    )
    part = rf"(?: en punto)?,? ?(?:{_AM}|{_PM})"
    lead = (
        r"(?:(?:a|para|desde|tipo|hacia|sobre) ?(?:eso de )?las? |las? |tipo |at |@ ?|around |by )"
    )
    clock = r"(?P<h>[01]?\d|2[0-3])[:h](?P<m>[0-5]\d)\b"
    marked = r"(?P<clock24> ?(?:hrs?|hs|h|horas)\b\.?)"
    to_es = r"(?P<to>cuarto|diez|cinco|veinte)"
    past_en = r"(?P<eng>half past|quarter past|quarter to|(?:ten|five|twenty) (?:past|to))"
    return tuple(
        re.compile(pattern)
        for pattern in (
            rf"(?:{lead})?\b{clock}(?: ?(?:hrs?|hs|h|horas)\b\.?)?(?:{part})?",
            rf"{lead}(?P<h>[01]?\d|2[0-3])\.(?P<m>[0-5]\d)\b(?: ?(?:hrs?|hs|h)\b)?(?:{part})?",
            rf"\b(?P<h>[01]?\d|2[0-3])\.(?P<m>[0-5]\d)(?: ?(?:hrs?|hs|h)\b|(?:{part}))",
            rf"(?:{lead})?\b(?:un )?{to_es} para las? {hour}\b(?:{part})?",
            rf"(?:{lead})?\b(?:a )?{past_en} {hour}\b(?:{part})?",
            rf"{lead}{hour}{small}{part}",
            rf"\b{alone}{small}{part}",
            rf"(?:{lead})?\b(?P<h>[01]?\d|2[0-3]){marked}(?! (?:de )?(?:coccion|maceracion))",
            rf"{lead}{hour}\b{small}(?: ?o'?clock| horas)?(?: en punto)?",
            rf"\b{alone}{small.removesuffix('?')}",
            rf"\b{alone} ?o'?clock",
            r"(?:a (?:la )?|at )?\b(?P<midnight>medianoche|media noche|midnight)",
            r"(?:a |al |at )?\b(?P<noon>mediodia|medio dia|noon|midday)",
        )
    )


@cache
def _part() -> re.Pattern[str]:
    parts = either(lexicon("parts"))
    return re.compile(
        r"\b(?:(?:en|por|de|a|x) la |esta |a la hora del? (?:la )?|in the |this |al |at "
        r"|para el )"
        rf"(?P<part>{parts})\b|\bto(?P<tonight>night)\b|(?<=· )(?P<late>tarde|noche|night"
        rf"|morning|afternoon|evening)\b|\b(?P<early>temprano|early)\b"
    )


def find_hour(low: str) -> SpokenHour | None:
    """Return the hour said in `low` (plain letters), or None."""
    for pattern in _patterns():
        for match in pattern.finditer(low):
            if (found := _read(match, low)) is not None:
                return found
    if vague := _part().search(low):
        at = time(lexicon("parts")[_named(vague)])
        return SpokenHour(at, (vague.span(),), sure=False, vague=True)
    return None


def bare_hour(figure: int, span: tuple[int, int]) -> SpokenHour | None:
    """Return a number that can only be an hour, `viernes 8`."""
    return _settle(figure, 0, (span,), exact=False)


def _read(match: re.Match[str], low: str) -> SpokenHour | None:
    said = match.groupdict()
    spans: tuple[tuple[int, int], ...] = (match.span(),)
    if said.get("midnight"):
        return SpokenHour(time(0), spans, next_day=True)
    if said.get("noon"):
        return SpokenHour(time(12), spans)
    hour, minute = number(said["h"]), _minute(said)
    if minute < 0:
        hour, minute = (hour - 1) or 12, minute + 60
    if said.get("am") or said.get("pm"):
        return _halved(hour, minute, spans, said)
    # "a las 8 ... en la noche": the part of the day stands elsewhere
    rest = low[: match.start()] + " " * len(match.group()) + low[match.end() :]
    if (part := _part().search(rest)) and 1 <= hour <= 12:
        spans += (part.span(),)
        named = _named(part)
        early = lexicon("parts")[named] < 12
        return _halved(hour, minute, spans, {"am" if early else "pm": named, "when": named})
    exact = bool(said.get("clock24")) or (bool(said.get("m")) and said["h"].startswith("0"))
    return _settle(hour, minute, spans, exact=exact)


def _named(part: re.Match[str]) -> str:
    return part["part"] or part["tonight"] or part["late"] or "mañana"


def _minute(said: dict[str, str | None]) -> int:
    if said.get("half"):
        return 30
    if said.get("quarter"):
        return 15
    if less := said.get("less") or said.get("to"):
        return -15 if less == "cuarto" else -number(less)
    if eng := said.get("eng"):
        word, way = eng.split()
        size = {"half": 30, "quarter": 15}.get(word) or number(word)
        return size if way == "past" else -size
    figure = said.get("m") or said.get("extra")
    return number(figure) if figure else 0


def _halved(
    hour: int, minute: int, spans: tuple[tuple[int, int], ...], said: dict[str, str | None]
) -> SpokenHour | None:
    if not 0 <= hour <= 23 or minute > 59:
        return None
    after = False
    if said.get("pm"):
        night = (said.get("when") or said["pm"] or "").endswith(("noche", "night"))
        if night and (hour == 12 or 1 <= hour <= 4):
            hour, after = hour % 12, True
        elif hour < 12:
            hour += 12
    elif hour == 12 and "mañana" not in (said.get("am") or ""):
        hour = 0
    return SpokenHour(time(hour, minute), spans, next_day=after)


def _settle(
    hour: int, minute: int, spans: tuple[tuple[int, int], ...], *, exact: bool
) -> SpokenHour | None:
    if not 0 <= hour <= 23 or minute > 59:
        return None
    if exact or hour == 0 or hour >= 12:
        return SpokenHour(time(hour, minute), spans)
    shift = 12 if hour <= _EVENING_UNTIL else 0
    return SpokenHour(time(hour + shift, minute), spans, sure=False)
