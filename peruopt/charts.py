"""A period as a picture: every post a dot on the line of days, against what is usual."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil, floor, log10
from statistics import quantiles

from peruopt.canvas import BODY, FAINT, PAPER, SMALL, SOFT, TITLE, WIDTH, Sheet, width
from peruopt.chat.words import Words
from peruopt.results import PastPost
from peruopt.rules.letters import capital_first
from peruopt.summary import LEAST, Judged, Period, told

LEFT, RIGHT, HEAD, PANEL, GAP, FOOT = 116, 40, 168, 430, 118, 30
ABOVE, WITHIN, BELOW = "#d4570f", "#6f6961", "#2b73b5"
"""Told apart in every common kind of colour blindness; height says the same."""
BAND, MIDDLE = "#f2e3bd", "#b08a2e"
CROWD = 80
PANELS = 3


@dataclass(frozen=True, slots=True)
class Band:
    """Half of an account's posts lie between `low` and `high`."""

    low: float
    middle: float
    high: float


@dataclass(frozen=True, slots=True)
class Panel:
    """One network's posts of the period."""

    name: str
    posts: Sequence[Judged]
    band: Band | None


def band(base: Sequence[PastPost]) -> Band | None:
    """Return the quartiles of the posts' interactions; None where there are too few."""
    counts = [p.metrics.interactions for p in base if told(p.metrics)]
    return Band(*quantiles(counts, n=4, method="inclusive")) if len(counts) >= LEAST else None


def draw(period: Period, panels: Sequence[Panel], words: Words, *, headline: str) -> bytes:
    """Return the chart as a PNG, one panel a network, on local days."""
    panels = panels[:PANELS]
    sheet = Sheet(HEAD + len(panels) * (PANEL + GAP) + _foot(panels))
    room = WIDTH - 48
    sheet.fitted(24, 52, capital_first(headline), TITLE, room, weight="bold")
    sheet.fitted(24, 110, words("summary.chart_sub"), BODY, room, color=SOFT)
    for i, panel in enumerate(panels):
        _Plot(sheet, period, panel, words, HEAD + i * (PANEL + GAP) + 56).draw()
    _legend(sheet, panels, words)
    return sheet.png()


class _Plot:
    """One panel on the sheet; `top` is where its own frame begins."""

    def __init__(
        self, sheet: Sheet, period: Period, panel: Panel, words: Words, top: float
    ) -> None:
        self.sheet, self.panel, self.words = sheet, panel, words
        self.top, self.floor = top, top + PANEL - 76
        first, last = (words.local(at) for at in (period.start, period.end))
        self.first = first.replace(hour=0, minute=0, second=0, microsecond=0)
        """The first local midnight; `days` is how many the axis holds."""
        self.days = ceil((last - self.first) / timedelta(days=1))
        counts = [j.post.metrics.interactions for j in panel.posts]
        usual = panel.band.high if panel.band else 0.0
        self.high = max([*counts, usual, 4])
        """The count at the top; `power` presses rare heights together."""
        bent = usual > 0 and self.high > 6 * usual
        self.power = 1.0 if not bent else 0.5 if self.high <= 40 * usual else 0.25

    def draw(self) -> None:
        self.sheet.fitted(24, self.top - 34, self.panel.name, BODY, WIDTH - 48, weight="bold")
        self._grid()
        self._band()
        self._days()
        shown = [j for j in self.panel.posts if told(j.post.metrics)]
        if len(shown) > CROWD:
            self._crowd(shown)
        else:
            for judged in shown:
                self._post(judged)
        ripe = [j for j in shown if j.mature]
        if ripe:
            self._label(max(ripe, key=lambda j: j.post.metrics.interactions))

    def y(self, count: float) -> float:
        share = float((count / self.high) ** self.power)
        return self.floor - share * (self.floor - self.top - 30)

    def x(self, at: datetime) -> float:
        return LEFT + (at - self.first) / timedelta(days=self.days) * (WIDTH - LEFT - RIGHT)

    def _grid(self) -> None:
        from matplotlib.patches import Rectangle

        middle = _round(self.high * 0.5 ** (1 / self.power))
        for count in sorted({0, middle, _round(self.high)}):
            y = self.y(count)
            line = Rectangle((LEFT, y), WIDTH - LEFT - RIGHT, 0, edgecolor=FAINT, linewidth=2)
            self.sheet.add([line])
            self.sheet.text(LEFT - 14, y, _short(count, self.words), SMALL, ha="right", color=SOFT)

    def _band(self) -> None:
        from matplotlib.patches import Rectangle

        if self.panel.band:
            low, high = self.y(self.panel.band.low), self.y(self.panel.band.high)
            tall = max(low - high, 6.0)
            wide = WIDTH - LEFT - RIGHT
            self.sheet.add([Rectangle((LEFT, high), wide, tall, facecolor=BAND, linewidth=0)])
            middle = self.y(self.panel.band.middle)
            self.sheet.add([Rectangle((LEFT, middle), wide, 0, edgecolor=MIDDLE, linewidth=4)])

    def _days(self) -> None:
        from matplotlib.patches import Rectangle

        first, days = self.first, self.days
        step = 1 if days <= 8 else 7
        for day in range(0, days, step):
            date = first + timedelta(days=day)
            x = self.x(date)
            tick = Rectangle((x, self.top), 0, self.floor - self.top + 14)
            tick.set(edgecolor=FAINT, linewidth=1.5)
            self.sheet.add([tick])
            if step == 1:
                x += (WIDTH - LEFT - RIGHT) / days / 2
                name = self.words.weekday(date.weekday(), short=True).capitalize()
                self.sheet.text(x, self.floor + 34, name, SMALL, ha="center", color=SOFT)
                self.sheet.text(x, self.floor + 70, str(date.day), SMALL, ha="center", color=SOFT)
            else:
                label = self.words.day(date).partition(" ")[2]
                side = "center" if day else "left"
                self.sheet.text(x, self.floor + 40, label, SMALL, ha=side, color=SOFT)

    def _post(self, judged: Judged) -> None:
        from matplotlib.patches import Circle, Rectangle

        x, colour = self.x(judged.post.published_at), self._colour(judged)
        y = self.y(judged.post.metrics.interactions)
        fill = colour if judged.mature else PAPER
        stem = Rectangle((x, y), 0, self.floor - y, edgecolor=colour, linewidth=4)
        dot = Circle((x, y), 15, facecolor=fill, edgecolor=colour, linewidth=5, zorder=3)
        self.sheet.add([stem, dot])

    def _crowd(self, shown: Sequence[Judged]) -> None:
        """Draw many posts in one stroke, without stems."""
        x = [self.x(j.post.published_at) for j in shown]
        y = [self.y(j.post.metrics.interactions) for j in shown]
        edges = [self._colour(j) for j in shown]
        fill = [edge if j.mature else PAPER for edge, j in zip(edges, shown, strict=True)]
        self.sheet.axes.scatter(x, y, s=196, c=fill, edgecolors=edges, alpha=0.6, zorder=3)

    def _colour(self, judged: Judged) -> str:
        count, band = judged.post.metrics.interactions, self.panel.band
        if band is None or band.low <= count <= band.high or not judged.mature:
            return WITHIN
        return ABOVE if count > band.high else BELOW

    def _label(self, judged: Judged) -> None:
        count = judged.post.metrics.interactions
        x, y = self.x(judged.post.published_at), self.y(count)
        side = "left" if x < WIDTH / 2 else "right"
        shift = 26 if side == "left" else -26
        self.sheet.text(x + shift, y - 8, self.words.number(count), BODY, ha=side, weight="bold")


def _foot(panels: Sequence[Panel]) -> int:
    """Return how much room the legend takes."""
    young = any(not judged.mature for panel in panels for judged in panel.posts)
    return FOOT + 62 * (2 * any(panel.band for panel in panels) + young)


def _legend(sheet: Sheet, panels: Sequence[Panel], words: Words) -> None:
    from matplotlib.patches import Circle, Rectangle

    y, x = sheet.height - _foot(panels) + 34.0, 30.0
    if any(panel.band for panel in panels):
        sheet.add([Rectangle((x, y - 20), 70, 40, facecolor=BAND, linewidth=0)])
        sheet.add([Rectangle((x, y), 70, 0, edgecolor=MIDDLE, linewidth=4)])
        sheet.text(x + 84, y, words("summary.chart_band"), SMALL)
        y += 62
        for name, colour in (("above", ABOVE), ("within", WITHIN), ("below", BELOW)):
            dot = Circle((x + 15, y), 15, facecolor=colour, edgecolor=colour, linewidth=5)
            sheet.add([dot])
            label = words(f"summary.chart_{name}")
            sheet.text(x + 42, y, label, SMALL)
            x += 42 + width(label, SMALL) + 40
        x, y = 30.0, y + 62
    if any(not judged.mature for panel in panels for judged in panel.posts):
        sheet.add([Circle((x + 15, y), 14, facecolor=PAPER, edgecolor=WITHIN, linewidth=5)])
        sheet.text(x + 42, y, words("summary.chart_young"), SMALL)


def _round(count: float) -> int:
    """Return a round count just below."""
    if count < 10:
        return floor(count)
    unit: int = 10 ** (floor(log10(count)) - 1)
    return floor(count / unit / 5) * unit * 5 or floor(count / unit) * unit


def _short(count: float, words: Words) -> str:
    """1,200,000 → 1.2 M, so that it fits beside the axis."""
    for unit, letter in ((1e6, " M"), (1e3, " k")):
        if count >= 10 * unit or (count >= unit and unit == 1e6):
            return words.number(count / unit, 0 if count >= 10 * unit else 1) + letter
    return words.number(count)
