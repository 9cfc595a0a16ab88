"""The week's 168 hours as a picture: colour is what an hour brings, size is how sure that is."""

from __future__ import annotations

from collections.abc import Sequence
from math import expm1
from typing import TYPE_CHECKING

from peruopt.canvas import BODY, FAINT, INK, PAPER, SMALL, SOFT, TITLE, WIDTH, Sheet, width
from peruopt.chat.words import Words
from peruopt.recommending import Hour, Signal, Slot

if TYPE_CHECKING:
    from matplotlib.colors import LinearSegmentedColormap
    from matplotlib.patches import Patch

COLD_TO_WARM = ("#0b4a8f", "#4f9bd3", "#b9cfdf", "#d8d4cc", "#f3bd84", "#e8742c", "#a92f05")
"""Blue to orange, told apart in every common kind of colour blindness."""
SIZE = {Signal.CLEAR: 1.0, Signal.WEAK: 0.62, Signal.NONE: 0.3}
PALER = 0.4
"""How much white is mixed into what cannot be told yet."""
SPANS = (0.1, 0.15, 0.2, 0.3, 0.5, 1.0)
LEFT, RIGHT, TOP, ROW = 112, 24, 236, 50
COLUMN = (WIDTH - LEFT - RIGHT) / 7
DASHED = (0, (2.2, 1.4))
BOTTOM = TOP + 24 * ROW
HEIGHT = BOTTOM + 384
SHADE = "#f0eeea"


def span(hours: Sequence[Hour]) -> float:
    """Return the round lift at which colour ends, so that one odd hour does not wash out all."""
    lifts = sorted(abs(expm1(h.expected)) for h in hours)
    far = lifts[int(len(lifts) * 0.98)] if lifts else 0.0
    return next((s for s in SPANS if far <= s), SPANS[-1])


def draw(
    hours: Sequence[Hour],
    slots: Sequence[Slot],
    words: Words,
    *,
    title: str,
    headline: str,
    opens: int = 0,
    closes: int = 23,
    suggested: bool = False,
) -> bytes:
    """Return the map as a PNG: days across, hours down, local time; `slots` best first."""
    sheet = Sheet(HEIGHT)
    room = WIDTH - 48
    sheet.fitted(24, 52, title, TITLE, room, weight="bold")
    sheet.fitted(24, 112, headline, BODY, room)
    _frame(sheet, words, opens, closes)
    reach = span(hours)
    colours = _colours()
    sheet.add([shape for hour in hours for shape in _cell(hour, reach, colours)])
    for rank, slot in enumerate(slots, 1):
        _ring(sheet, rank, slot, words)
    explores, shaded = any(s.explores for s in slots), (closes + 1 - opens) % 24 != 0
    ring = "hours.suggest" if suggested else "hours.ring"
    _legend(sheet, words, reach, colours, ring, explores=explores, shaded=shaded)
    return sheet.png()


def _colours() -> LinearSegmentedColormap:
    from matplotlib.colors import LinearSegmentedColormap

    return LinearSegmentedColormap.from_list("cold to warm", COLD_TO_WARM)


def _corner(weekday: int, hour: int) -> tuple[float, float]:
    return LEFT + weekday * COLUMN, TOP + hour * ROW


def _frame(sheet: Sheet, words: Words, opens: int, closes: int) -> None:
    from matplotlib.patches import Rectangle

    for day in range(7):
        name = words.weekday(day, short=True).capitalize()
        x = LEFT + (day + 0.5) * COLUMN
        sheet.text(x, TOP - 34, name, BODY, ha="center", weight="bold")
    for hour in range(24):
        inside = opens <= hour <= closes if opens <= closes else not closes < hour < opens
        x, y = _corner(0, hour)
        shade = PAPER if inside else SHADE
        sheet.add([Rectangle((x, y), COLUMN * 7, ROW, facecolor=shade, edgecolor="none")])
        if hour % 2 == 0:
            label = f"{hour}:00"
            colour = INK if inside else SOFT
            sheet.text(LEFT - 14, y + ROW / 2, label, SMALL, ha="right", color=colour)
    lines = [Rectangle((LEFT, TOP + i * ROW * 6), COLUMN * 7, 0) for i in range(5)]
    lines += [Rectangle((LEFT + i * COLUMN, TOP), 0, ROW * 24) for i in range(8)]
    for line in lines:
        line.set(edgecolor=FAINT, linewidth=1.5, facecolor="none")
    sheet.add(lines)


def _cell(hour: Hour, reach: float, colours: LinearSegmentedColormap) -> list[Patch]:
    x, y = _corner(hour.weekday, hour.hour)
    shade = colours(0.5 + 0.5 * max(-1.0, min(1.0, expm1(hour.expected) / reach)))
    shapes: list[Patch] = [_square(x, y, hour.signal, shade)]
    if hour.posts:
        shapes.append(_dot(x + COLUMN - 15, y + ROW - 15, hour.posts))
    return shapes


def _square(
    x: float, y: float, signal: Signal, shade: tuple[float, ...], scale: float = 1.0
) -> Patch:
    from matplotlib.patches import Rectangle

    size = SIZE[signal] * scale
    wide, high = (COLUMN - 6) * size, (ROW - 6) * size
    if signal is Signal.NONE:
        shade = tuple(part + (1 - part) * PALER for part in shade[:3])
    place = (x + (COLUMN - wide) / 2, y + (ROW - high) / 2)
    return Rectangle(place, wide, high, facecolor=shade, edgecolor="none")


def _dot(x: float, y: float, posts: int) -> Patch:
    from matplotlib.patches import Circle

    radius = 5.0 if posts < 3 else 7.0 if posts < 10 else 9.0
    return Circle((x, y), radius, facecolor="#6f6961", edgecolor=PAPER, linewidth=2)


def _ring(sheet: Sheet, rank: int, slot: Slot, words: Words) -> None:
    from matplotlib.patches import Circle, Rectangle

    at = words.local(slot.starts_at)
    x, y = _corner(at.weekday(), at.hour)
    box = Rectangle((x + 3, y + 3), COLUMN - 6, ROW - 6, facecolor="none", edgecolor=INK)
    box.set(linewidth=5, linestyle=DASHED if slot.explores else "-")
    sheet.add(
        [box, Circle((x + 27, y + ROW / 2), 20, facecolor=INK, edgecolor=PAPER, linewidth=2)]
    )
    sign = "?" if slot.explores else str(rank)
    sheet.text(x + 27, y + ROW / 2 + 1, sign, SMALL, color=PAPER, ha="center", weight="bold")


def _legend(
    sheet: Sheet,
    words: Words,
    reach: float,
    colours: LinearSegmentedColormap,
    ring: str,
    *,
    explores: bool,
    shaded: bool,
) -> None:
    from matplotlib.patches import Rectangle

    y, left, wide = BOTTOM + 40, 40, (WIDTH - 80) / 60
    bar = [
        Rectangle((left + i * wide, y), wide + 1, 30, facecolor=colours(i / 59), lw=0, aa=False)
        for i in range(60)
    ]
    sheet.add(bar)
    less, more = words.percent(-reach, signed=True), words.percent(reach, signed=True)
    sheet.text(left, y + 58, words("hours.less", lift=less), SMALL)
    sheet.text(WIDTH / 2, y + 58, words("hours.usual"), SMALL, ha="center")
    sheet.text(WIDTH - left, y + 58, words("hours.more", lift=more), SMALL, ha="right")
    y, x = y + 130, float(left)
    for signal in reversed(Signal):
        wide = (COLUMN - 6) * SIZE[signal] * 0.8
        sheet.add([_square(x - (COLUMN - wide) / 2, y - ROW / 2, signal, colours(0.84), 0.8)])
        x = _label(sheet, x + wide + 14, y, words(f"hours.size_{signal}"))
    y, x = y + 78, float(left)
    for label, line in ((ring, "-"), ("hours.trial", DASHED))[: 2 if explores else 1]:
        box = Rectangle((x, y - 22), 82, 44, facecolor="none", edgecolor=INK)
        box.set(linewidth=5, linestyle=line)
        sheet.add([box])
        x = _label(sheet, x + 96, y, words(label))
    y, x = y + 70, float(left)
    sheet.add([_dot(x + 10, y, 10), _dot(x + 36, y, 3)])
    x = _label(sheet, x + 58, y, words("hours.dots"))
    if shaded:
        sheet.add([Rectangle((x, y - 20), 82, 40, facecolor=SHADE, edgecolor=FAINT)])
        _label(sheet, x + 96, y, words("hours.shade"))


def _label(sheet: Sheet, x: float, y: float, words: str) -> float:
    sheet.text(x, y, words, SMALL)
    return x + width(words, SMALL) + 34
