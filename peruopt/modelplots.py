"""What the model card draws: scores, calibration, what it leans on, time, and hours learned."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from math import exp, log

from peruopt.chat.words import Words
from peruopt.modelcard import dated
from peruopt.modelread import Card
from peruopt.promises import lift
from peruopt.recommending import ModelRun
from peruopt.svg import WIDE, box, dot, drawing, label, legend, line, path

WORST = -0.4
"""Scores below this sit on the edge: how bad a bad rival is tells nothing more."""
LEFT, RIGHT = 52.0, 12.0
Point = tuple[float, float]
Place = Callable[[float, float], Point]


def scores(card: Card, words: Words) -> str:
    """Draw each forecast's score with its interval, ours filled."""
    figures = [f for f in card.figures if f.value is not None]
    ends = [v for f in figures for v in (f.value, f.low, f.high) if v is not None]
    low, high = max(WORST, min([*ends, -0.05])), max([*ends, 0.1])
    row, parts = 40, []

    def x(value: float) -> float:
        return 16 + (min(max(value, low), high) - low) / (high - low) * (WIDE - 32)

    tall = row * len(figures) + 26
    parts.append(line(x(0), 8, x(0), tall - 22, "soft", 1, dashed=True))
    parts.append(label(x(0), tall - 6, words("model.plot_usual"), "soft mid"))
    for i, figure in enumerate(figures):
        y, colour = 18 + row * i, "ours" if figure.name == "model" else "soft"
        value = figure.value or 0.0
        parts.append(label(16, y, words(f"model.rival_{figure.name}"), "strong" if not i else ""))
        if figure.low is not None and figure.high is not None:
            parts.append(line(x(figure.low), y + 12, x(figure.high), y + 12, colour, 3))
        parts.append(dot(x(value), y + 12, colour, hollow=figure.name != "model"))
        parts.append(label(WIDE - 16, y, words.percent(value, 1, signed=True), "end"))
    return drawing(tall, parts, words("model.page_scores"))


def _frame(
    span: tuple[float, float], side: float, said: Callable[[float], str]
) -> tuple[list[str], Place]:
    """Draw a square whose axes both run over `span`, with its diagonal; return its scale too."""
    low, high = span

    def at(x: float, y: float) -> Point:
        inside = [(min(max(v, low), high) - low) / (high - low) for v in (x, y)]
        return LEFT + inside[0] * side, 12 + side - inside[1] * side

    parts = [line(*at(low, low), *at(high, high), "soft", 1, dashed=True)]
    for i in range(5):
        value = low + (high - low) * i / 4
        parts.append(line(*at(low, value), *at(high, value)))
        parts.append(label(LEFT - 6, at(low, value)[1] + 4, said(value), "soft end"))
        parts.append(label(at(value, low)[0], 12 + side + 16, said(value), "soft mid"))
    return parts, at


def levels(card: Card, words: Words) -> str:
    """Draw how often results fell inside ranges of each promised share."""
    parts, at = _frame((0.4, 1.0), 230, words.percent)
    points = [at(nominal, actual) for nominal, actual in card.levels]
    parts.append(path(points, "ours"))
    parts += [dot(x, y, "ours") for x, y in points]
    parts.append(label(LEFT + 115, 276, words("model.plot_promised"), "soft mid"))
    parts.append(label(LEFT + 244, 24, words("model.plot_perfect"), "soft"))
    told = "; ".join(
        words("model.plot_level", said=words.percent(n), was=words.percent(a))
        for n, a in card.levels
    )
    return drawing(284, parts, told)


def bins(card: Card, words: Words) -> str:
    """Draw, from the poorest forecasts to the richest, what came."""
    far = max(abs(v) for row in card.bins for v in row[:4])
    reach = log(next((s for s in (2.25, 4.0) if far <= log(s)), 16.0))
    parts, at = _frame((-reach, reach), 230, partial(times, words=words))
    for said, was, low, high, _ in card.bins:
        parts.append(line(*at(said, low), *at(said, high), "ours", 2))
        parts.append(dot(*at(said, was), "ours"))
    parts.append(label(LEFT + 115, 276, words("model.plot_said"), "soft mid"))
    told = "; ".join(
        words("model.plot_bin", said=lift(row[0], words), was=lift(row[1], words))
        for row in card.bins
    )
    return drawing(284, parts, told)


def times(log_units: float, words: Words) -> str:
    """Return `×2`, `÷2`, or that it is the usual."""
    if abs(log_units) < 1e-9:
        return words("model.plot_same")
    ratio = exp(abs(log_units))
    told = words.number(ratio, 0 if abs(ratio - round(ratio)) < 0.01 else 2).rstrip("0")
    return ("×" if log_units > 0 else "÷") + told


def leans(card: Card, words: Words) -> str:
    """Draw what forecasts rest on."""
    row, parts = 38, []
    most = max(card.families.values(), default=1.0) or 1.0
    for i, (name, share) in enumerate(card.families.items()):
        y = 16 + row * i
        parts.append(label(0, y, words(f"model.family_{name}")))
        parts.append(box(0, y + 5, 330 * share / most, 12, "ours"))
        parts.append(label(330 * share / most + 8, y + 15, words.percent(share), "soft"))
    told = "; ".join(
        f"{words(f'model.family_{k}')}: {words.percent(v)}" for k, v in card.families.items()
    )
    return drawing(row * len(card.families) + 4, parts, told)


def over_time(card: Card, words: Words) -> str:
    """Draw the error through the test, ours beside the usual's."""
    blocks = card.over_time
    high = max(exp(max(b.error, b.usual)) - 1 for b in blocks) * 1.1
    wide, side = WIDE - LEFT - RIGHT, 150.0

    def at(i: int, error: float) -> Point:
        return LEFT + wide * i / max(len(blocks) - 1, 1), 10 + side * (1 - (exp(error) - 1) / high)

    parts = []
    for i in range(3):
        y = 10 + side * (1 - i / 2)
        parts += [line(LEFT, y, WIDE - RIGHT, y)]
        parts += [label(LEFT - 6, y + 4, words.percent(high * i / 2), "soft end")]
    parts.append(path([at(i, b.usual) for i, b in enumerate(blocks)], "soft", dashed=True))
    parts.append(path([at(i, b.error) for i, b in enumerate(blocks)], "ours"))
    parts += [dot(*at(i, b.error), "ours") for i, b in enumerate(blocks)]
    parts.append(label(LEFT, side + 28, dated(blocks[0].day, words), "soft"))
    parts.append(label(WIDE - RIGHT, side + 28, dated(blocks[-1].day, words), "soft end"))
    named = [("ours", words("model.rival_model")), ("soft", words("model.rival_trailing_median"))]
    parts.append(legend(named, side + 52))
    better = sum(b.error < b.usual for b in blocks)
    return drawing(side + 62, parts, words("model.plot_time", n=len(blocks), better=better))


def runs(past: Sequence[tuple[ModelRun, float]], words: Words) -> str:
    """Draw each training's score on its own test, oldest first; hollow where it does not serve."""
    values = [value for _, value in past]
    low, high = max(WORST, min([*values, 0.0])), max([*values, 0.05])
    wide, side = WIDE - LEFT - RIGHT, 120.0

    def at(i: int, value: float) -> Point:
        share = (min(max(value, low), high) - low) / (high - low)
        return LEFT + wide * i / max(len(past) - 1, 1), 12 + side * (1 - share)

    parts = []
    for value in (low, high, *([0.0] if low < 0 else [])):
        y = at(0, value)[1]
        parts += [line(LEFT, y, WIDE - RIGHT, y, "soft" if value == 0 else "faint")]
        parts += [label(LEFT - 6, y + 4, words.percent(value, signed=True), "soft end")]
    parts.append(path([at(i, value) for i, value in enumerate(values)], "faint"))
    parts += [
        dot(*at(i, value), "ours" if run.serves else "warm", hollow=not run.serves)
        for i, (run, value) in enumerate(past)
    ]
    first, last = (
        dated(words.local(run.made_at).date(), words) for run in (past[0][0], past[-1][0])
    )
    parts.append(label(LEFT, side + 32, first, "soft"))
    parts.append(label(WIDE - RIGHT, side + 32, last, "soft end"))
    named = [("ours", words("model.plot_served")), ("warm", words("model.plot_lost"))]
    parts.append(legend(named, side + 56))
    return drawing(side + 66, parts, words("model.page_runs"))


def hours(week: Sequence[Sequence[float]], words: Words) -> str:
    """Draw an account's 168 hours: colour is what an hour brings, faint is what is not sure."""
    row, column = 11.0, (WIDE - LEFT - RIGHT) / 7
    far = max((abs(hour[0]) for hour in week), default=0.1) or 0.1
    parts = [
        label(LEFT + column * (day + 0.5), 12, words.weekday(day, short=True).capitalize(), "mid")
        for day in range(7)
    ]
    parts += [label(LEFT - 6, 28 + row * h, f"{h}:00", "soft end") for h in range(0, 24, 3)]
    for i, (expected, low, high, _) in enumerate(week):
        x, y = LEFT + column * (i // 24), 19 + row * (i % 24)
        sure = low > 0 or high < 0
        strength = (0.35 + 0.65 * abs(expected) / far) if sure else 0.3 * abs(expected) / far
        parts.append(
            box(x + 1, y, column - 2, row - 1, "warm" if expected > 0 else "cold", strength)
        )
        if sure:
            parts.append(dot(x + column / 2, y + row / 2 - 0.5, "ink", 1.6))
    named = [("warm", words("model.plot_more")), ("cold", words("model.plot_less"))]
    parts.append(legend(named, 19 + row * 24 + 18))
    told = words("model.plot_sure", n=sum(h[1] > 0 or h[2] < 0 for h in week))
    parts.append(dot(14, 19 + row * 24 + 32, "ink", 1.6))
    parts.append(label(26, 19 + row * 24 + 36, told))
    return drawing(19 + row * 24 + 44, parts, told)
