"""Sentences, numbers and dates in the person's language."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from peruopt.dated import Dated
from peruopt.errors import UserError
from peruopt.names import Names
from peruopt.rules.letters import capital_first

LOCALES = ("es_PE", "en")
LOCALE_FILES = Path(__file__).parent.parent / "locales"
Sentence = str | dict[str, str]
Topic = dict[str, Sentence]
WEEK, YEAR = 7, 330
"""From so many days ahead a weekday needs its date, and a date of another year its year."""
_FIRST = re.compile(r"(?:^|\n|[.!?…]\s)[^\w{]*\{(\w+)\}")
"""What a sentence begins with, where that is a value."""
_I = re.compile(r"h?[iíy](?![aeiouáéó])", re.IGNORECASE)
"""Before this sound «y» becomes «e»: Inés, Hilda, Yvonne; not Yolanda, nor Iago."""


@cache
def topic(locale: str, name: str) -> Topic:
    """Return the sentences of one topic by name; empty for no topic of ours."""
    found = _topics(locale).get(name)
    return {} if found is None else tomllib.loads(found.read_text("utf-8"))


@cache
def _topics(locale: str) -> dict[str, Path]:
    """Return each topic's file: a key may hold words from outside, and never makes a path."""
    return {path.stem: path for path in (LOCALE_FILES / locale).glob("*.toml")}


def _sentence(locale: str, key: str) -> Sentence | None:
    name, _, rest = key.partition(".")
    return topic(locale, name).get(rest)


@dataclass(frozen=True, slots=True)
class Words:
    """One language, one time zone."""

    locale: str = "es_PE"
    timezone: str = "America/Lima"

    def __call__(self, key: str, **values: object) -> str:
        """Return the sentence under `key`; where it has forms, `n` or who did it chooses."""
        sentence = _sentence(self.locale, key)
        if sentence is None:
            raise KeyError(key)
        if isinstance(sentence, dict):
            sentence = sentence["one" if _many(values) == 1 else "other"]
        said = {name: self._said(value) for name, value in values.items()}
        if any(_at_home(value) for value in values.values()):  # a name that begins in lower case
            for name in _FIRST.findall(sentence):
                if _at_home(values.get(name)):
                    said[name] = capital_first(str(said[name]))
        return sentence.format(**said)

    def _said(self, value: object) -> object:
        """Say a value: numbers, moments, and choices such as a role or a state by their names."""
        if isinstance(value, datetime):
            return self.when(value)
        if isinstance(value, Dated):
            return self.dated(value.at, value.now)
        if isinstance(value, str) and value in _here():
            return self("start.here")
        if isinstance(value, Names):
            return self.together(value)
        if isinstance(value, StrEnum):
            key = f"{type(value).__name__.lower()}.{value}"
            return self(key) if self.has(key) else value.value
        return self.number(value) if isinstance(value, (int, float)) else value

    def has(self, key: str) -> bool:
        """Whether there is such a sentence."""
        return _sentence(self.locale, key) is not None

    def error(self, error: UserError) -> str:
        """Return what an error says to the person; values that are keys are said, too."""
        spoken = {
            name: self(value) if isinstance(value, str) and self.has(value) else value
            for name, value in error.values.items()
        }
        return self(error.key, **spoken)

    def together(self, names: Names) -> str:
        """Return `Rosa`, `Luis y Rosa`, `Ana, Luis e Inés`."""
        each = [self("start.here") if name in _here() else name for name in names.each]
        *before, last = each or [""]
        if not before:
            return last
        spanish = self.locale.startswith("es")
        and_ = ("e" if _I.match(last) else "y") if spanish else "and"
        return f"{', '.join(before)} {and_} {last}"

    def number(self, value: float, digits: int = 0) -> str:
        """1234.5 → 1,235 (Peru and English agree)."""
        from babel.numbers import format_decimal

        pattern = "#,##0" + ("." + "0" * digits if digits else "")
        return format_decimal(value, format=pattern, locale=self.locale)

    def percent(self, ratio: float, digits: int = 0, *, signed: bool = False) -> str:
        """0.18 → 18 %, or +18 % when signed."""
        rounded = round(ratio * 100, digits) + 0.0  # + 0.0 turns −0 into 0
        sign = "" if not signed or rounded == 0 else "+" if rounded > 0 else "−"
        return f"{sign}{self.number(abs(rounded) if signed else rounded, digits)} %"

    def local(self, at: datetime) -> datetime:
        """Return the moment on the restaurant's clock."""
        return at.astimezone(ZoneInfo(self.timezone))

    def hour(self, at: datetime) -> str:
        """20:00, on the restaurant's clock."""
        return f"{self.local(at):%H:%M}"

    def day(self, at: datetime | date) -> str:
        """Return `vie 27 nov`."""
        day = self.local(at) if isinstance(at, datetime) else at
        return self._dated(day, "EEE d MMM" if self.locale.startswith("es") else "EEE, MMM d")

    def long_day(self, at: datetime | date) -> str:
        """Return `viernes 27 de noviembre`."""
        day = self.local(at) if isinstance(at, datetime) else at
        spanish = self.locale.startswith("es")
        return self._dated(day, "EEEE d 'de' MMMM" if spanish else "EEEE, MMMM d")

    def weekday(self, index: int, *, short: bool = False) -> str:
        """0 → lunes (lun when short)."""
        monday = date(2024, 1, 1 + index)  # 1 January 2024 was a Monday
        return self._dated(monday, "EEE" if short else "EEEE")

    def when(self, at: datetime) -> str:
        """Return `vie 27 nov, 20:00`."""
        return f"{self.day(at)}, {self.hour(at)}"

    def spoken(self, at: datetime) -> str:
        """Return `el viernes a las 20:00`, inside a sentence."""
        local = self.local(at)
        day, hour = self.weekday(local.weekday()), f"{local.hour}:{local:%M}"
        if not self.locale.startswith("es"):
            return f"{day} at {hour}"
        return f"el {day} a la{'s' if local.hour != 1 else ''} {hour}"

    def soon(self, at: datetime, now: datetime) -> str:
        """Return `hoy a las 20:00`, `el viernes a las 20:00`, or the date where it is further."""
        ahead = (self.local(at).date() - self.local(now).date()).days
        if 0 < ahead < WEEK:
            return self.spoken(at)
        local = self.local(at)
        spanish = self.locale.startswith("es")
        if ahead:
            dated = self.dated_day(at, now)
            day = f"el {dated}" if spanish else dated
        else:
            day = "hoy" if spanish else "today"
        by = f"a la{'s' if local.hour != 1 else ''}" if spanish else "at"
        return f"{day} {by} {local.hour}:{local:%M}"

    def month(self, at: datetime) -> str:
        """Return `enero de 2027`."""
        spanish = self.locale.startswith("es")
        return self._dated(self.local(at), "MMMM 'de' y" if spanish else "MMMM y")

    def dated(self, at: datetime, now: datetime) -> str:
        """Return `vie 27 nov, 20:00`, with the year where that is not this one."""
        return f"{self.dated_day(at, now)}, {self.hour(at)}"

    def dated_day(self, at: datetime, now: datetime) -> str:
        """Return `vie 27 nov`, with the year where that is not this one."""
        same = self.local(at).year == self.local(now).year
        return self.day(at) if same else self.of_year(at)

    def of_year(self, at: datetime | date) -> str:
        """Return `vie 27 nov 2026`."""
        year = (self.local(at) if isinstance(at, datetime) else at).year
        return f"{self.day(at)}{',' if not self.locale.startswith('es') else ''} {year}"

    def slot(self, at: datetime, now: datetime) -> str:
        """Return `Hoy 20:00`, `Vie 20:00`, or `Vie 18 jun 20:00` a week away; for a button."""
        local = self.local(at)
        ahead = (local.date() - self.local(now).date()).days
        if not ahead:
            day = "Hoy" if self.locale.startswith("es") else "Today"
        elif 0 < ahead < WEEK:
            day = self.weekday(local.weekday(), short=True).capitalize()
        else:
            far = local.year != self.local(now).year and abs(ahead) >= YEAR
            dated = self.of_year(at) if far else self.day(at)
            day = dated[:1].upper() + dated[1:]
        return f"{day} {self.hour(at)}"

    def _dated(self, day: date, pattern: str) -> str:
        from babel.dates import format_date

        return format_date(day, pattern, locale=self.locale).replace(".", "")


@cache
def _here() -> frozenset[str]:
    """Return what whoever sits at the house's own screen is called, in each language."""
    return frozenset(str(topic(locale, "start")["here"]) for locale in LOCALES)


def _at_home(value: object) -> bool:
    """Whether the value begins with whoever sits at the house's own screen."""
    first = next(iter(value.each), None) if isinstance(value, Names) else value
    return isinstance(first, str) and first in _here()


def _many(values: dict[str, object]) -> object:
    """Return the number that chooses a sentence's form."""
    if "n" in values:
        return values["n"]
    return next((len(v.each) for v in values.values() if isinstance(v, Names)), None)
