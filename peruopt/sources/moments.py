"""Turns date cells into moments by a column's plan."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, tzinfo

from peruopt.sources.dating import Raw
from peruopt.sources.turning import turned
from peruopt.sources.zoning import zone_named


@dataclass(frozen=True, slots=True)
class DatePlan:
    """How a column's dates are read."""

    orders: dict[str, str] = field(default_factory=dict)
    zone: str = "UTC"
    """For clocks that do not say their own."""
    near: date | None = None
    """Where the run of a mixed column begins."""
    hours: bool = True
    """False where the column has days only."""


class Moments:
    """Reads one column from top to bottom (a mixed one leans on the day before)."""

    def __init__(self, plan: DatePlan) -> None:
        self._plan = plan
        self._near = plan.near
        self._zone: tzinfo = zone_named(plan.zone) or UTC

    def at(self, raw: Raw, zone: str, witness: datetime | None) -> datetime | None:
        """Return the moment (UTC), or None for a day or hour that does not exist.

        Where the column has no hours, the id's own time is taken if it is of that day, else noon.
        """
        order = self._plan.orders.get(raw.style, "ymd")
        near = witness.date() if witness else self._near
        day = turned(order, raw.year, raw.a, raw.b, near)
        if day is None:
            return None
        self._near = day
        clock = raw.clock or (0, 0, 0, 0)
        if raw.clock is None and not self._plan.hours:
            if witness and abs((witness.date() - day).days) <= 1:
                return witness
            clock = (12, 0, 0, 0)
        try:
            local = datetime.combine(day, time(*clock), self._zone_of(raw, zone))
            return local.astimezone(UTC)
        except (ValueError, OverflowError):
            return None

    def _zone_of(self, raw: Raw, zone: str) -> tzinfo:
        for said in (raw.zone, zone):
            if said and (known := zone_named(said)) is not None:
                return known
        return self._zone
