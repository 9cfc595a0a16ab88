"""Finds the time zone that a column of clocks was written in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from peruopt.sources.dating import offset_minutes
from peruopt.sources.evidence import Evidence
from peruopt.sources.turning import turned

USUAL = (
    "UTC", "America/Los_Angeles", "America/New_York", "America/Lima", "America/Chicago",
    "America/Mexico_City", "America/Sao_Paulo", "America/Santiago",
    "America/Argentina/Buenos_Aires", "America/Caracas", "Europe/Madrid", "Europe/London",
)  # fmt: skip
SAMPLE = 3_000


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    return {name.lower(): name for name in available_timezones()}


@lru_cache(maxsize=1024)
def zone_named(text: str) -> tzinfo | None:
    """Return the zone of a name, abbreviation or offset; None where it is none."""
    text = text.strip()
    minutes = offset_minutes(text)
    if minutes is not None:
        return timezone(timedelta(minutes=minutes))
    name = _names().get(text.lower().replace(" ", "_"))
    return ZoneInfo(name) if name else None


def header_zone(header: str) -> str:
    """Return the zone that a header states: `Date (GMT)`, `created_utc`, `Hora America/Lima`."""
    stated = r"[A-Za-z]+(?:/[A-Za-z_]+)+|(?:UTC|GMT)\s?[+-]\d{1,2}(?::?\d\d)?"
    for part in re.findall(stated, header):
        if zone_named(part) is not None:
            return str(part)
    for part in re.findall(r"[A-Za-z]+", header.replace("_", " ")):
        known = part.isupper() or part in {"utc", "gmt"}
        if known and 3 <= len(part) <= 4 and offset_minutes(part) is not None:
            pacific = part in {"PST", "PDT", "PT"}  # people write PST all year round
            return "America/Los_Angeles" if pacific else str(part)
    if re.search(r"\(PT\)|Pacific", header):
        return "America/Los_Angeles"
    return ""


def witnessed_zone(evidence: Evidence, orders: Mapping[str, str], preferred: Sequence[str]) -> str:
    """Return the zone that makes the clocks agree with the ids, or nothing."""
    pairs: list[tuple[datetime, int]] = []
    step = max(1, evidence.witnessed // SAMPLE)
    seen = 0
    for (style, clock, zoned, year, a, b, seconds), witness in evidence.rows():
        if not witness or not clock or zoned:
            continue
        seen += 1
        near = datetime.fromtimestamp(witness, UTC).date()
        day = turned(orders[style], year, a, b, near) if seen % step == 0 else None
        if day is not None:
            pairs.append((_clocked(day, seconds), witness))
    if len(pairs) < 3:
        return ""
    scores = {name: _agreeing(name, pairs) for name in dict.fromkeys((*preferred, *USUAL))}
    best = max(scores, key=lambda name: scores[name])
    if scores[best] >= 0.5 * len(pairs):
        return best
    return _fixed(pairs)


def _clocked(day: date, seconds: int) -> datetime:
    return datetime.combine(day, time()) + timedelta(seconds=seconds)


def _agreeing(name: str, pairs: Sequence[tuple[datetime, int]]) -> int:
    zone = zone_named(name)
    if zone is None:
        return 0
    agree = 0
    for clock, witness in pairs:
        late = clock.replace(tzinfo=zone).timestamp() - witness
        # clocks without seconds lag by a minute; an upload precedes its post by some
        agree += -180 <= late <= 1200
    return agree


def _fixed(pairs: Sequence[tuple[datetime, int]]) -> str:
    """Return a whole-hour offset that most rows share, as an Etc zone."""
    hours = Counter(
        round((clock.replace(tzinfo=UTC).timestamp() - witness) / 3600)
        for clock, witness in pairs
        if abs(((clock.replace(tzinfo=UTC).timestamp() - witness) / 1800 + 1) % 2 - 1) < 0.4
    )
    if not hours:
        return ""
    hour, rows = hours.most_common(1)[0]
    if rows < 0.5 * len(pairs) or not -12 <= hour <= 14:
        return ""
    return "UTC" if hour == 0 else f"Etc/GMT{-hour:+d}"


def same_clock(one: str, other: str) -> bool:
    """Whether two zones have shown the same time for years."""
    zones = zone_named(one), zone_named(other)
    if None in zones:
        return False
    return all(
        len({datetime(year, month, 15, tzinfo=zone).utcoffset() for zone in zones}) == 1
        for year in range(2012, 2027)
        for month in (1, 7)
    )
