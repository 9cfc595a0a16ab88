"""The hour that a person means, stamped as buttons carry it or said in words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime

from peruopt.errors import UserError
from peruopt.restaurant import Restaurant
from peruopt.spoken.moments import when

_STAMP = re.compile(r"^(\d{4}-\d\d-\d\d)[T ](\d\d):?(\d\d)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Meant:
    """An hour as it was understood."""

    at: datetime | None
    """Aware, UTC; None when only a day was said."""
    day: date
    sure: bool = True
    """Whether nothing had to be guessed."""


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
    return Meant(said.at, said.day, sure=clean)
