"""The hour that a person means, stamped as buttons carry it or said in words."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from peruopt.errors import UserError
from peruopt.restaurant import Restaurant
from peruopt.spoken.moments import when
from peruopt.spoken.moves import shifted

_STAMP = re.compile(r"^(\d{4}-\d\d-\d\d)[T ](\d\d):?(\d\d)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Meant:
    """An hour as it was understood."""

    at: datetime | None
    """Aware, UTC; None when only a day was said."""
    day: date
    sure: bool = True
    """Whether nothing had to be guessed."""
    other: datetime | None = None
    """The other half of the day, where the hour was said without either."""


def meant(text: str, house: Restaurant, now: datetime, day: date | None = None) -> Meant:
    """Return the moment that `text` says on the restaurant's clock; never a guess unmarked."""
    text = text.strip()
    if stamped := _STAMP.match(text):
        try:
            local = datetime.fromisoformat(f"{stamped[1]}T{stamped[2]}:{stamped[3]}")
        except ValueError:
            raise UserError("approving.no_hour", said=text) from None
        at = local.replace(tzinfo=house.zone).astimezone(UTC)
        return Meant(at, local.date())
    said = when(text, now=now, zone=house.zone, locale=house.locale, day=day)
    if said is None:
        raise UserError("approving.no_hour", said=text[:60])
    clean = not said.assumed and not re.search(r"\w", said.rest)
    return Meant(said.at, said.day, sure=clean, other=said.other)


def moved(text: str, house: Restaurant, now: datetime, due: datetime | None) -> Meant:
    """Return where a post that goes out at `due` moves to; what is not said of it stays.

    An hour alone is one of the post's own day, a day alone keeps its hour, and `una hora más
    tarde` counts from where it is.
    """
    if due is None or _STAMP.match(text.strip()):
        return meant(text, house, now)
    own = due.astimezone(house.zone)
    if (by := shifted(text)) is not None:
        days = by % timedelta(days=1) == timedelta(0)  # the same hour, whatever the clocks did
        at = (own + by).astimezone(UTC) if days else due + by
        if at <= now:
            raise UserError("spoken.past")
        return Meant(at, at.astimezone(house.zone).date(), sure=False)
    found = meant(text, house, now, own.date())
    if found.at is not None:
        same = _plainly(text, house, now)
        return replace(found, sure=found.sure and same == found.at)
    at = datetime.combine(found.day, own.time(), house.zone).astimezone(UTC)
    if at <= now:
        return found
    return Meant(at, found.day, sure=False)


def _plainly(text: str, house: Restaurant, now: datetime) -> datetime | None:
    """Return the moment that the words say by themselves, as of now."""
    try:
        return meant(text, house, now).at
    except UserError:
        return None
