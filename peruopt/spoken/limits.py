"""How long an offer holds, in a phrase that stays whole: `solo este domingo`, `until Saturday`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from peruopt.rules.letters import plain
from peruopt.spoken.days import SpokenDay, day_at
from peruopt.spoken.lexicon import lexicon
from peruopt.writers.vocabulary import words

_REACH = 40
"""Letters before «solamente» or «only» within which its day begins."""
_MORE = 6
"""Days that one phrase lists at most: `solo viernes, sábado y domingo`."""


@dataclass(frozen=True, slots=True)
class Limit:
    """What somebody said of how long it holds."""

    span: tuple[int, int]
    said: str
    """The phrase, true whenever the post goes out: `mañana` has become the day that it is."""
    day: date | None = None
    """The day of the post, where the offer holds on that day alone."""
    until: date | None = None
    """The last day on which it may go out."""


@dataclass(frozen=True, slots=True)
class _Time:
    """A day or a stretch of days."""

    begins: date | None
    ends: date
    end: int
    """Where its words end."""
    day: SpokenDay | None = None


@cache
def _pattern(name: str) -> re.Pattern[str]:
    table = lexicon("limits")
    said = str(table[name])
    for part in ("only", "holds", "till", "lead"):
        said = said.replace(f"{{{part}}}", table[part])
    return re.compile(said, re.VERBOSE)


def find_limit(text: str, low: str, today: date) -> Limit | None:
    """Return the limit said in `text`, or None; `low` are its plain letters, partly struck out.

    Raises UserError for a day that no calendar has.
    """
    for name in ("range", "until", "on"):
        for match in _pattern(f"said_{name}").finditer(low):
            if found := _from(name, match, text, low, today):
                return found
    for match in _pattern("said_after").finditer(low):
        if found := _before(match, text, low, today):
            return found
    return None


def in_english(phrase: str) -> bool:
    """Whether a limit was said in English."""
    return bool(_pattern("english").search(plain(phrase)))


def _from(name: str, match: re.Match[str], text: str, low: str, today: date) -> Limit | None:
    if name == "range":
        return _range(match, text, low, today)
    if (time := _time(low, match.end(), today)) is None:
        return None
    whole = _listed(plain(text), time, today)
    span = (match.start(), _tail(low, whole.end))
    if name == "until":
        said = _lasting(text, span, match.end(), time, until=True)
        last = whole.ends - timedelta(match["till"].startswith(("antes", "before")))
        return Limit(span, said, until=max(last, today))
    said = text[slice(*span)]
    if time == whole and time.begins != today:
        said = _lasting(text, span, match.start("lead") if match["lead"] else match.end(), time)
    return Limit(span, said, time.begins, whole.ends)


def _range(match: re.Match[str], text: str, low: str, today: date) -> Limit | None:
    """`del 25 al 30 de noviembre`, `desde mañana hasta el domingo`."""
    head = match.end("from")
    begins = _time(low, head, today)
    joint = _pattern("through").match(low, begins.end) if begins else None
    ends = _time(low, joint.end(), today) if joint else None
    if begins is None or ends is None or ends.ends < (begins.begins or today):
        return None
    span = (match.start(), _tail(low, ends.end))
    return Limit(span, _lasting(text, span, head, begins, until=True), until=ends.ends)


def _before(match: re.Match[str], text: str, low: str, today: date) -> Limit | None:
    """`este domingo nomás`, `for today only`: the day comes first."""
    for found in re.finditer(r"\b\w", low[max(0, match.start() - _REACH) : match.start()]):
        start = max(0, match.start() - _REACH) + found.start()
        lead = _pattern("leading").match(low, start)
        head = lead.end() if lead else start
        time = _time(low, head, today)
        if time is None or time.end != match.start():
            continue
        span = (start, _tail(low, match.end()))
        said = text[slice(*span)]
        if time.begins != today:
            said = _lasting(text, span, start, time)
        return Limit(span, said, time.begins, time.ends)
    return None


def _time(low: str, start: int, today: date) -> _Time | None:
    """Return the day or the stretch of days said from `start` on."""
    if match := _pattern("stretch").match(low, start):
        if match["week"]:
            return _Time(None, today + timedelta(6 - today.weekday()), match.end())
        following = (today.replace(day=28) + timedelta(4)).replace(day=1)
        return _Time(None, following - timedelta(1), match.end())
    if match := _pattern("tonight").match(low, start):
        return _Time(today, today, match.end())
    if bare := re.compile(r"(?:el )?\d{1,2}(?= (?:al?|hasta|to|-) )").match(low, start):
        return _Time(None, today, bare.end())
    day = day_at(low, start, today)
    if day is None or re.match(r"\w|['’]s\b", low[day.span[1] :]):
        return None
    ends = day.on
    if _pattern("weekend").search(low[slice(*day.span)]):
        ends += timedelta(6 - day.on.weekday())
    return _Time(day.on, ends, day.span[1], day)


def _listed(low: str, first: _Time, today: date) -> _Time:
    """Add the days that are named with the first: `viernes, sábado y domingo`."""
    whole = first
    for _ in range(_MORE):
        joint = _pattern("joint").match(low, whole.end)
        more = _time(low, joint.end(), today) if joint else None
        if more is None or more.ends < whole.ends:
            break
        whole = _Time(first.begins, more.ends, more.end, first.day)
    return whole


def _tail(low: str, end: int) -> int:
    """Take with it the hours, `nomás`, and `hasta agotar stock`."""
    while match := _pattern("tail").match(low, end):
        end = match.end()
    return end


def _lasting(
    text: str, span: tuple[int, int], head: int, time: _Time, *, until: bool = False
) -> str:
    """Name a day that `mañana` or `el próximo viernes` means, so that it is true that day, too."""
    whole, day = text[slice(*span)], time.day
    if day is None or not _pattern("relative").search(plain(text[head : time.end])):
        return whole
    spanish = not in_english(whole)
    weekday = words("weekdays_es" if spanish else "weekdays_en")[day.on.weekday()]
    article = ("el " if until else "este ") if spanish else ("" if until else "this ")
    named = f"{text[span[0] : head]}{article}{weekday}{text[time.end : span[1]]}"
    return re.sub(r"\bde el ", "del ", named)
