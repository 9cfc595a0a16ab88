"""A day of the house's own, as somebody says it: `todos los martes 2x1 en chilcanos`."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import cache
from zoneinfo import ZoneInfo

from peruopt.errors import UserError
from peruopt.festive.own import OwnDay
from peruopt.festive.rules import WEEKDAYS, Rule
from peruopt.rules.letters import capital_first, composed, plain
from peruopt.spoken.days import find_day
from peruopt.spoken.lexicon import either, lexicon

LONGEST_NAME, LONGEST = 60, 200
_ORDER = {
    "primer": 1, "primero": 1, "1er": 1, "first": 1, "segundo": 2, "2do": 2, "second": 2,
    "tercer": 3, "tercero": 3, "3er": 3, "third": 3, "cuarto": 4, "4to": 4, "fourth": 4,
    "ultimo": 5, "last": 5,
}  # fmt: skip
_YEARLY = re.compile(
    r"\b(?:aniversario|cumple(?:años)?|cada año|todos los años|anual(?:mente)?|patronal"
    r"|anniversary|birthday|every year|yearly)\b"
)
_MERELY = re.compile(r"\b(?:cada año|todos los años|anualmente|every year|yearly)\b")
_LED = "para|el|la|los|de|del|en|es|son|por|cada|todos|hay|tenemos|nuestro|dia"
_LED += "|on|the|is|every|our|each|we have"
_JOINT = re.compile(
    rf"^(?:[ ,;:.–-]|\b(?:{_LED})\b)+"
    r"|(?:[ ,;:.–-]|\b(?:para|el|los|de|del|en|es|son|on|the|is|every|dia)\b)+$"
)


def understand(text: str, now: datetime, zone: ZoneInfo) -> OwnDay:
    """Return the day; raise UserError where none is said, or it is not said what it is for."""
    text = " ".join(composed(text).split())
    if len(text) > LONGEST:
        raise UserError("occasions.long", limit=LONGEST)
    low, today = plain(text), now.astimezone(zone).date()
    rule, span = _recurring(low) or _dated(low, today)
    rest = text[: span[0]].rstrip() + " " + text[span[1] :].lstrip()
    if match := _MERELY.search(plain(rest)):
        rest = rest[: match.start()] + rest[match.end() :]
    name = " ".join(_trimmed(rest).split())
    if not re.search(r"\w", name):
        raise UserError("occasions.no_name")
    if len(name) > LONGEST_NAME:
        name = name[: LONGEST_NAME - 1].rsplit(" ", 1)[0] + "…"
    Rule.read(rule)
    return OwnDay(capital_first(name), rule)


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    day = either([*lexicon("weekdays"), *_plurals()])
    month, order = either(lexicon("months")), either(_ORDER)
    many = r"(?:todos los|cada|los|every|each|on)"
    return {
        "nth": re.compile(
            rf"\b(?P<n>{order}) (?P<wd>{day})"
            rf"(?: (?:de|del|of|in)(?: (?:cada|todos los|every|each|the|el))?"
            rf" (?:(?P<m>{month})\b|mes(?:es)?|month))?"
        ),
        "range": re.compile(
            rf"\b(?:de |from )?(?P<a>{day}) (?:a|al|hasta|to|through) (?:el )?(?P<b>{day})\b"
        ),
        "weekly": re.compile(
            rf"\b(?:{many} (?:dias )?(?P<x>{day})|(?P<y>{either(_plurals())})"
            rf"|(?P<z>{day})(?=,? (?:y|and|e|,) (?:{day})\b))\b"
            rf"(?P<more>(?:,? (?:y|and|e|,) (?:los )?(?:{day})\b)*)"
        ),
        "monthly": re.compile(
            r"\b(?:el |the |dia )*(?P<n>[12]?\d|3[01])(?:st|nd|rd|th)? (?:de cada mes"
            r"|(?:de )?todos los meses|of (?:every|each) month)\b"
        ),
        "fixed": re.compile(
            rf"\b(?P<d>\d{{1,2}}|primero|1ro)(?:st|nd|rd|th)? (?:de |of )?(?P<m>{month})\b"
            r"(?! (?:de |del )?20\d\d)"
        ),
        "fixed_en": re.compile(
            rf"\b(?P<m>{month}) (?P<d>\d{{1,2}})(?:st|nd|rd|th)?\b(?!,? 20\d\d)"
        ),
    }


def _plurals() -> dict[str, int]:
    english = {name + "s": n for name, n in lexicon("weekdays").items() if name.endswith("day")}
    return {"sabados": 5, "domingos": 6} | english


def _recurring(low: str) -> tuple[str, tuple[int, int]] | None:
    found = _patterns()
    days = lexicon("weekdays") | _plurals()
    if match := found["nth"].search(low):
        month = f" {_month(match['m']):02d}" if match["m"] else ""
        rule = f"{WEEKDAYS[days[match['wd']]]} {_ORDER[match['n']]}{month}"
        return rule, match.span()
    if match := found["range"].search(low):
        first, last = days[match["a"]], days[match["b"]]
        if first < last:
            return ",".join(WEEKDAYS[first : last + 1]), match.span()
    if match := found["weekly"].search(low):
        named = [match["x"] or match["y"] or match["z"], *re.findall(either(days), match["more"])]
        numbers = sorted({days[name] for name in named})
        return ",".join(WEEKDAYS[n] for n in numbers), match.span()
    if match := found["monthly"].search(low):
        return str(int(match["n"])), match.span()
    return None


def _dated(low: str, today: date) -> tuple[str, tuple[int, int]]:
    """A day of every year where its name says so, else once."""
    if _YEARLY.search(low):
        for name in ("fixed", "fixed_en"):
            if match := _patterns()[name].search(low):
                day = int(match["d"]) if match["d"].isdigit() else 1
                rule = f"{_month(match['m']):02d}-{day:02d}"
                try:
                    Rule.read(rule)
                except ValueError:
                    raise UserError("spoken.no_such_day", text=match.group()) from None
                return rule, match.span()
    found = find_day(low, today)
    if found is None:
        raise UserError("occasions.no_day")
    if _YEARLY.search(low):
        return f"{found.on:%m-%d}", found.span
    return found.on.isoformat(), found.span


def _month(name: str) -> int:
    english = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september",
        "october", "november", "december",
    ]  # fmt: skip
    return english.index(lexicon("months")[name]) + 1


def _trimmed(text: str) -> str:
    """Cut the little words that only led to the day."""
    text = text.strip()
    while (match := _JOINT.search(plain(text))) and match.group():
        text = (text[: match.start()] + text[match.end() :]).strip()
    return text
