"""Whether a text speaks of another day than the one on which it goes out."""

from __future__ import annotations

import re
from datetime import date

from peruopt.errors import UserError
from peruopt.rules.letters import composed, plain
from peruopt.spoken.days import day_at, weekday_pattern
from peruopt.spoken.lexicon import blank, lexicon
from peruopt.spoken.limits import find_limit
from peruopt.spoken.moments import blanked

_NO_DAY = re.compile(r"(?:\b(?:casi|almost|nearly|black|cyber|santo|don|cada|every)|[#@]\w*) ?$")


def other_day(text: str, on: date, written: date) -> str:
    """Return the words of `text` that name another day than `on`, or nothing.

    `written` is the local day from which «hoy» and «hasta el sábado» are counted.  A text that
    names the day itself as well speaks of it.
    """
    text = re.sub(r"\s", " ", composed(text))
    low = blanked(plain(text))
    try:
        limit = find_limit(text, low, written)
    except UserError:
        limit = None
    if limit is not None:
        begins, ends = limit.day or written, limit.until or limit.day or on
        days = _weekdays(low[slice(*limit.span)])
        alike = begins == ends and days == {on.weekday()}
        if limit.day is None and on > ends:
            return limit.said
        if limit.day is not None and not (begins <= on <= ends or alike):
            return limit.said
        if limit.day is not None:
            return ""
        low = blank(low, limit.span)
    return _named(text, low, on)


def _named(text: str, low: str, on: date) -> str:
    whole = plain(text)
    for match in weekday_pattern(short=False).finditer(whole):
        if lexicon("weekdays")[match["name"]] == on.weekday() and _dated(whole, match, on):
            return ""
    for match in weekday_pattern(short=False).finditer(low):
        if not _NO_DAY.search(low[: match.start("name")]):
            return text[match.start() : match.end("name")].strip()
    return ""


def _dated(low: str, match: re.Match[str], on: date) -> bool:
    """Whether a date beside the weekday, if there is one, is that of `on`."""
    start = match.start() + len(match.group()) - len(match.group().lstrip())
    try:
        said = day_at(low, start, on)
    except UserError:  # the weekday of another date, or a date that is past by then
        return False
    return said is None or said.on == on


def _weekdays(low: str) -> set[int]:
    found = weekday_pattern(short=False).finditer(low)
    return {int(lexicon("weekdays")[match["name"]]) for match in found}
