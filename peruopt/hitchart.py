"""Hits as a picture: each result against its forecast, and what recommended hours brought."""

from __future__ import annotations

from collections.abc import Sequence
from math import log, log1p

from peruopt.canvas import BODY, FAINT, INK, PAPER, SMALL, SOFT, TITLE, WIDTH, Sheet, width
from peruopt.charts import ABOVE, BAND, BELOW
from peruopt.chat.words import Words
from peruopt.hitcard import headline, span
from peruopt.hits import Gap, Hits, Result

SHOWN = 24
"""Newest results that fit side by side on a phone."""
INSIDE = "#2f7d4f"
COLOUR = {"hit": INSIDE, "above": ABOVE, "below": BELOW}
MARK = {"hit": "o", "above": "^", "below": "v"}
"""Form says what colour says, for those who see no difference."""
LEFT, RIGHT, TOP, TALL, ROW = 206, 40, 190, 560, 150
REACH = log(4.0)
"""The axis goes from a quarter of the forecast to four times; what is beyond sits on its edge."""
TICKS = ((4.0, "×4"), (2.0, "×2"), (1.0, ""), (0.5, "÷2"), (0.25, "÷4"))


def draw(hits: Hits, words: Words, *, name: str) -> bytes:
    """Return the picture as a PNG."""
    gaps = [(k, g) for k, g in (("confounded", hits.confounded), ("proven", hits.proven)) if g]
    below = TOP + TALL + 250
    sheet = Sheet(below + (90 + ROW * len(gaps) + 60 if gaps else 0))
    sheet.fitted(24, 52, headline(hits, words), TITLE, WIDTH - 48, weight="bold")
    sheet.fitted(
        24,
        112,
        words("hits.chart_sub", n=min(len(hits.judged), SHOWN), name=name),
        BODY,
        WIDTH - 48,
        color=SOFT,
    )
    _results(sheet, hits.judged[-SHOWN:], words)
    _legend(sheet, words, TOP + TALL + 120)
    if gaps:
        _gaps(sheet, gaps, words, below)
    return sheet.png()


def _y(log_units: float) -> float:
    inside = max(-REACH, min(REACH, log_units))
    return TOP + TALL / 2 - inside / REACH * (TALL / 2 - 24)


def _results(sheet: Sheet, shown: Sequence[Result], words: Words) -> None:
    from matplotlib.patches import Rectangle

    wide = WIDTH - LEFT - RIGHT
    for ratio, label in TICKS:
        y = _y(log(ratio))
        strong = ratio == 1.0
        line = Rectangle((LEFT, y), wide, 0, edgecolor=INK if strong else FAINT)
        line.set(linewidth=3 if strong else 2)
        sheet.add([line])
        said = words("hits.axis") if strong else label
        sheet.text(LEFT - 16, y, said, SMALL, ha="right", color=INK if strong else SOFT)
    step = wide / max(len(shown), 6)
    for i, outcome in enumerate(shown):
        _result(sheet, LEFT + (i + 0.5) * step, min(step * 0.55, 44), outcome)
    ends = [shown[0], shown[-1]] if len(shown) > 1 else shown[:1]
    for i, outcome in enumerate(ends):
        x = LEFT + (0.5 if i == 0 else len(shown) - 0.5) * step
        label = dated(outcome, words)
        side = "left" if i == 0 else "right"
        sheet.text(x - step / 2 if i == 0 else x + step / 2, TOP + TALL + 40, label, SMALL,
                   ha=side, color=SOFT)  # fmt: skip


def dated(outcome: Result, words: Words) -> str:
    """Return `23 nov 2026`."""
    return words.of_year(outcome.post.published_at).partition(" ")[2]


def _result(sheet: Sheet, x: float, wide: float, outcome: Result) -> None:
    from matplotlib.patches import Rectangle

    said = log1p(outcome.expected or 0.0)
    low, high = (_y(log1p(end or 0.0) - said) for end in (outcome.low, outcome.high))
    bar = Rectangle((x - wide / 2, high), wide, max(low - high, 4), facecolor=BAND, linewidth=0)
    sheet.add([bar])
    colour = COLOUR[outcome.verdict]
    y = _y(log1p(outcome.count) - said)
    sheet.axes.scatter(
        [x], [y], s=420, c=colour, marker=MARK[outcome.verdict], edgecolors=PAPER, linewidths=2,
        zorder=4,
    )  # fmt: skip


def _legend(sheet: Sheet, words: Words, y: float) -> None:
    from matplotlib.patches import Rectangle

    x = 30.0
    sheet.add([Rectangle((x, y - 22), 40, 44, facecolor=BAND, linewidth=0)])
    x = _label(sheet, x + 54, y, words("hits.legend_band"))
    y, x = y + 66, 30.0
    for verdict in ("hit", "above", "below"):
        sheet.axes.scatter([x + 14], [y], s=380, c=COLOUR[verdict], marker=MARK[verdict])
        x = _label(sheet, x + 40, y, words(f"hits.legend_{verdict}"))


def _label(sheet: Sheet, x: float, y: float, told: str) -> float:
    sheet.text(x, y, told, SMALL)
    return x + width(told, SMALL) + 36


def _gaps(sheet: Sheet, gaps: Sequence[tuple[str, Gap]], words: Words, top: float) -> None:
    from matplotlib.patches import Rectangle

    sheet.fitted(24, top + 24, words("hits.chart_hours"), BODY, WIDTH - 48, weight="bold")
    far = max(0.1, *(abs(end) for _, g in gaps for end in (g.low, g.high)))
    left, right = 90.0, WIDTH - 90.0
    middle, reach = (left + right) / 2, (right - left) / 2

    def x(log_units: float) -> float:
        return middle + log_units / far * reach * 0.92

    floor = top + 90 + ROW * len(gaps)
    sheet.text(middle, floor + 28, words("hits.same"), SMALL, ha="center", color=SOFT)
    for i, (name, gap) in enumerate(gaps):
        y = top + 90 + ROW * i
        sheet.fitted(24, y + 20, words(f"hits.gap_{name}"), SMALL, WIDTH - 48)
        sheet.add([Rectangle((middle, y + 52), 0, 50, edgecolor=INK, linewidth=3)])
        colour = INSIDE if gap.low > 0 else BELOW if gap.high < 0 else SOFT
        line = Rectangle((x(gap.low), y + 78), x(gap.high) - x(gap.low), 0, edgecolor=colour)
        line.set(linewidth=10)
        sheet.add([line])
        filled = colour if name == "proven" else PAPER
        sheet.axes.scatter([x(gap.value)], [y + 78], s=700, c=filled, edgecolors=colour,
                           linewidths=5, zorder=4)  # fmt: skip
        told = words("hits.gap", **span(gap, words))
        room = width(told, SMALL) / 2 + 10
        at = min(max(x(gap.value), room), WIDTH - room)
        sheet.text(at, y + 118, told, SMALL, ha="center")
