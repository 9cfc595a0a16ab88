"""When the post of an idea is for: the day it names, or the day on which its offer ends."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from peruopt.errors import UserError
from peruopt.rules.letters import composed, plain
from peruopt.spoken.limits import find_limit
from peruopt.spoken.moments import blanked, day_in

_HELD = "\ue000"  # stands for the limit while the day is taken out around it


@dataclass(frozen=True, slots=True)
class Aim:
    """An idea without the words that only say when to post it."""

    idea: str
    day: date | None = None
    until: date | None = None
    """The last day on which it may go out."""
    limit: str = ""
    """What `idea` says of how long it holds, word for word."""


def aim_in(text: str, now: datetime, zone: ZoneInfo) -> Aim:
    """Return what `text` aims at; a limit stays in the idea, whole and true."""
    told = re.sub(r"\s+", " ", composed(text)).strip()
    today = now.astimezone(zone).date()
    try:
        limit = find_limit(told, blanked(plain(told)), today)
    except UserError:
        limit = None
    if limit is None:
        return Aim(*day_in(text, now, zone))
    start, end = limit.span
    held = f"{told[:start]}{_HELD}{told[end:]}"
    day = limit.day
    if day is None:
        held, day = day_in(held, now, zone)
    return Aim(held.replace(_HELD, limit.said), day, limit.until, limit.said)
