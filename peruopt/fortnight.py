"""The coming fortnight as a picture: a box a day, a chip an hour, its networks by colour."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from peruopt.canvas import BODY, FAINT, INK, PAPER, SMALL, SOFT, TITLE, WIDTH, Sheet
from peruopt.chat.words import Words
from peruopt.restaurant import Network

if TYPE_CHECKING:
    from matplotlib.patches import Patch

Mark = tuple[datetime, tuple[Network, ...]]
COLOURS = {
    Network.FACEBOOK: "#1b5fc1",
    Network.INSTAGRAM: "#b3286f",
    Network.X: "#1f1d1a",
    Network.TIKTOK: "#0c7a75",
    Network.TELEGRAM: "#2b7fb0",
    Network.WHATSAPP: "#1d7d46",
}
FEAST = "#d98f00"
MARGIN, TOP, COLUMN, ROW, CHIP, MOST = 36, 130, 144, 280, 56, 3


def draw(
    marks: Sequence[Mark],
    words: Words,
    now: datetime,
    *,
    title: str,
    feasts: Collection[date] = (),
) -> bytes:
    """Return the PNG of two weeks from `now`, in rows that begin on Monday; feasts have a bar."""
    today = words.local(now).date()
    monday = today - timedelta(days=today.weekday())
    last = max([today + timedelta(days=13), *(words.local(at).date() for at, _ in marks)])
    weeks = (last - monday).days // 7 + 1
    sheet = Sheet(TOP + weeks * ROW + 110)
    sheet.text(MARGIN, 60, title, TITLE, weight="bold")
    for column in range(7):
        name = words.weekday(column, short=True)
        x = MARGIN + (column + 0.5) * COLUMN
        sheet.text(x, TOP - 18, name, SMALL, ha="center", color=SOFT)
    by_day: dict[date, list[Mark]] = {}
    for mark in sorted(marks):
        by_day.setdefault(words.local(mark[0]).date(), []).append(mark)
    for index in range(weeks * 7):
        day = monday + timedelta(days=index)
        x, y = MARGIN + index % 7 * COLUMN, TOP + index // 7 * ROW
        _day(sheet, x, y, day, today, by_day.get(day, []), words)
        if day in feasts and day >= today:
            sheet.add([_box(x + 4, y + 8, COLUMN - 8, 10, FEAST, FEAST, 0)])
    told = [
        (COLOURS[network], words(f"network.{network}"))
        for network in sorted({network for _, where in marks for network in where})
    ]
    _legend(sheet, [*told, *([(FEAST, words("calendar.feasts"))] if feasts else [])])
    return sheet.png()


def _day(
    sheet: Sheet, x: float, y: float, day: date, today: date, marks: Sequence[Mark], words: Words
) -> None:
    edge = INK if day == today else FAINT
    fill = "#f4f2ee" if day < today else PAPER
    sheet.add([_box(x + 4, y + 8, COLUMN - 8, ROW - 16, fill, edge, 3 if day == today else 1.5)])
    number = {"color": SOFT if day < today else INK}
    if day == today:
        number["weight"] = "bold"
    sheet.text(x + 18, y + 42, str(day.day), BODY, **number)
    for index, (at, networks) in enumerate(marks[:MOST]):
        _chip(sheet, x + 10, y + 76 + index * (CHIP + 8), words.hour(at), networks)
    if len(marks) > MOST:
        sheet.text(x + COLUMN - 18, y + 42, f"+{len(marks) - MOST}", SMALL, ha="right", color=SOFT)


def _chip(sheet: Sheet, x: float, y: float, hour: str, networks: Sequence[Network]) -> None:
    wide = (COLUMN - 20) / max(1, len(networks))
    boxes = [
        _box(x + place * wide, y, wide, CHIP, COLOURS[network], COLOURS[network], 0)
        for place, network in enumerate(networks)
    ]
    sheet.add(boxes)
    sheet.text(x + (COLUMN - 20) / 2, y + CHIP / 2, hour, BODY, ha="center", color=PAPER)


def _legend(sheet: Sheet, told: Sequence[tuple[str, str]]) -> None:
    x, y = float(MARGIN), sheet.height - 55
    for colour, name in told:
        sheet.add([_box(x, y - 17, 34, 34, colour, colour, 0)])
        sheet.text(x + 48, y, name, SMALL)
        x += WIDTH / 5


def _box(x: float, y: float, wide: float, high: float, fill: str, edge: str, line: float) -> Patch:
    from matplotlib.patches import Rectangle

    return Rectangle((x, y), wide, high, facecolor=fill, edgecolor=edge, linewidth=line)
