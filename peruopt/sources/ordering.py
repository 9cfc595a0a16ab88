"""Finds out which number is the day and which the month, from the whole column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from peruopt.sources.evidence import Evidence
from peruopt.sources.turning import DMY, KNOWN, MDY, MIXED, YDM, YMD, YYMD, turned

WHOLE = frozenset({"iso", "cell", "ymd/", "ymd.", "serial"})
STRAY = 0.02
"""A smaller share of contrary dates are slips, to be refused one by one."""
SORTED = 20_000
"""So many rows show well enough whether a file is in order."""


@dataclass(slots=True)
class Votes:
    """What the rows of one style say."""

    rows: int = 0
    day_first: int = 0
    month_first: int = 0
    year_first: int = 0
    open: int = 0
    """Rows that read both ways, as two different days."""
    low: int = 0
    """Rows of a whole style whose day could be a month."""
    future: dict[str, int] = field(default_factory=lambda: {DMY: 0, MDY: 0})


def tally(evidence: Evidence, now: datetime) -> dict[str, Votes]:
    """Count the votes of every row, by style."""
    votes: dict[str, Votes] = {style: Votes() for style in evidence.counts}
    day = 86_400
    for (style, _clock, _zone, year, a, b, _seconds), witness in evidence.rows():
        one = votes[style]
        one.rows += 1
        if not style.startswith("~"):
            one.low += b <= 12
            one.day_first += a > 12 >= b
            one.month_first += b > 12 >= a
            if witness and a != b and b <= 12:
                _witnessed(one, year, a, b, witness // day)
            continue
        if a > 31:
            one.year_first += 1
        elif a > 12 >= b:
            one.day_first += 1
        elif b > 12 >= a:
            one.month_first += 1
        elif a != b and a <= 12 and b <= 12:
            one.open += 1
            if witness:
                _witnessed(one, year, a, b, witness // day)
            for order in (DMY, MDY):
                on = turned(order, year, a, b)
                one.future[order] += bool(on and (on - now.date()).days > 1)
    return votes


def _witnessed(one: Votes, year: int, a: int, b: int, day: int) -> None:
    """Let the id say which reading is near it.  In whole styles `a` is the month as written."""
    near = {}
    for order in (DMY, MDY):
        on = turned(order, year, a, b)
        near[order] = on is not None and abs((on - date(1970, 1, 1)).days - day) <= 1
    if near[DMY] != near[MDY]:
        one.day_first += near[DMY]
        one.month_first += near[MDY]


def orders_of(
    evidence: Evidence, now: datetime, hint: str, *, day_first: bool | None
) -> tuple[dict[str, str], bool]:
    """Return the order of each style, and whether a person must be asked."""
    votes = tally(evidence, now)
    orders = {style: KNOWN for style in votes if not style.startswith("~")}
    undecided: list[str] = []
    mixed = False
    for style, one in votes.items():
        if not style.startswith("~"):
            continue
        order = _voted(one)
        mixed |= order == MIXED
        if order:
            orders[style] = order
        else:
            undecided.append(style)
    asks = False
    if undecided:
        order, asks = _undecided(evidence, votes, undecided, orders, hint)
        orders |= dict.fromkeys(undecided, order)
        if day_first is not None:
            orders |= dict.fromkeys(undecided, DMY if day_first else MDY)
    if mixed:
        orders, unsure = _mixed(evidence, orders, day_first=day_first)
        asks |= unsure
    _swap(evidence, votes, orders)
    return orders, asks and day_first is None


def _voted(one: Votes) -> str:
    if one.year_first > one.rows / 4:
        return YYMD
    most, least = max(one.day_first, one.month_first), min(one.day_first, one.month_first)
    if not most:
        return ""
    if least and least > STRAY * most:
        return MIXED
    return DMY if one.day_first > one.month_first else MDY


def _undecided(
    evidence: Evidence,
    votes: Mapping[str, Votes],
    undecided: Sequence[str],
    orders: Mapping[str, str],
    hint: str,
) -> tuple[str, bool]:
    """Return the order of the styles that prove nothing themselves, and whether to ask."""
    settled = {order for style, order in orders.items() if order in {DMY, MDY}}
    if len(settled) == 1:
        return settled.pop(), False
    open_ = sum(votes[style].open for style in undecided)
    if not open_:
        return hint or DMY, False
    future = {order: sum(votes[s].future[order] for s in undecided) for order in (DMY, MDY)}
    if future[DMY] and not future[MDY]:
        return MDY, False
    if future[MDY] and not future[DMY]:
        return DMY, False
    in_order = {
        order: sortedness(evidence, {**orders, **dict.fromkeys(undecided, order)})
        for order in (DMY, MDY)
    }
    better = max(in_order, key=lambda order: in_order[order])
    worse = MDY if better == DMY else DMY
    if open_ >= 5 and in_order[better] >= 0.97 and in_order[worse] <= 0.9:
        return better, False
    return hint or DMY, True


def _mixed(
    evidence: Evidence, orders: Mapping[str, str], *, day_first: bool | None
) -> tuple[dict[str, str], bool]:
    """Settle styles that hold both orders: by the run of the dates, else by asking."""
    if day_first is not None:
        leaning = f"{MIXED}{DMY if day_first else MDY}"
        return {s: leaning if o == MIXED else o for s, o in orders.items()}, False
    unsure = sortedness(evidence, orders) < 0.95
    return dict(orders), unsure


def _swap(evidence: Evidence, votes: Mapping[str, Votes], orders: dict[str, str]) -> None:
    """Undo a spreadsheet's classic: days 1 to 12 became dates with day and month exchanged.

    What it could not read that way stayed as text, so text has only days above 12 and real
    dates only days up to 12; in an honest column neither can be.
    """
    text = [one for style, one in votes.items() if style.startswith("~")]
    only_high = bool(text) and not any(one.open for one in text)
    high = sum(one.day_first + one.month_first for one in text)
    for style in WHOLE & votes.keys():
        one = votes[style]
        if one.day_first or one.month_first:  # proved; `a` is the month as written
            if one.day_first > 3 * one.month_first:
                orders[style] = YDM
        elif only_high and high >= 3 and one.rows >= 3 and one.low == one.rows:
            plain, swapped = (
                sortedness(evidence, {**orders, style: order}) for order in (YMD, YDM)
            )
            many = one.rows >= 8 and high >= 8
            if swapped > plain or (many and swapped == plain):
                orders[style] = YDM


def anchor(evidence: Evidence, orders: Mapping[str, str]) -> date | None:
    """Return the first day of a mixed column that reads one way only: where its run begins."""
    if MIXED not in orders.values():
        return None
    for (style, _clock, _zone, year, a, b, _seconds), _witness in evidence.rows(SORTED):
        if orders[style] != MIXED or a > 12 or b > 12 or a == b:
            day = turned(orders[style], year, a, b)
            if day is not None:
                return day
    return None


def sortedness(evidence: Evidence, orders: Mapping[str, str]) -> float:
    """Return the share of steps that go the file's own way, upward or downward."""
    up = down = 0
    last: tuple[date, int] | None = None
    near = anchor(evidence, orders)
    for (style, _clock, _zone, year, a, b, seconds), _witness in evidence.rows(SORTED):
        on = turned(orders[style], year, a, b, near)
        if on is None:
            continue
        now = (on, seconds)
        if last is not None:
            up += now > last
            down += now < last
        last, near = now, on
    return max(up, down) / (up + down) if up + down else 1.0
