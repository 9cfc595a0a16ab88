"""The features: one versioned specification, vectorised, causal by construction.

A candidate (a draft, or a past post seen as one) is described by itself and by posts of its
account that `past.matured` lets it see.  SPEC says how each is derived, once, and goes into the
model card.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from peruopt.learn.arrays import Bools, Floats, Ints
from peruopt.learn.cleaning import USUAL_OF, Clean, tame
from peruopt.learn.meaning import Axes
from peruopt.learn.memory import REACH, word_memory
from peruopt.learn.past import Sums, begins, matured, quantile, windows
from peruopt.learn.spec import CLIP, SPEC
from peruopt.learn.tables import MEDIA, Table
from peruopt.learn.text import NAMES as TEXT

_DAY = 86_400.0


@dataclass(frozen=True, slots=True)
class Past:
    """An account's posts as later ones may look back on them."""

    clean: Clean
    usual: Floats
    """Median level of the last 30 mature posts; nan where there are none."""
    lift: Floats
    """The target: level over usual, clipped to ±CLIP; 0 where nothing is usual yet."""
    begin: Ints
    end: Ints
    """begin ≤ i < end: the rows that each row may see."""
    tamed: int

    @property
    def table(self) -> Table:
        """The rows themselves."""
        return self.clean.table

    @property
    def learnable(self) -> Bools:
        """Rows with a usual to be compared with."""
        return np.isfinite(self.usual)


def remember(cleaned: Clean) -> Past:
    """Work out what was usual at each post, and how much better it did."""
    table = cleaned.table
    end = matured(table.code, table.at, table.code, table.at)
    begin = begins(table.code, table.code)
    sorted_levels, count = windows(cleaned.level, begin, end, USUAL_OF)
    usual = quantile(sorted_levels, count, 0.5)
    lift = np.where(np.isfinite(usual), np.clip(cleaned.level - usual, -CLIP, CLIP), 0.0)
    _, tamed = tame(cleaned.level, begin, end)
    return Past(cleaned, usual, lift, begin, end, tamed)


@dataclass(frozen=True, slots=True)
class Seen:
    """Candidates with everything known about them."""

    table: Table
    begin: Ints
    end: Ints
    usual: Floats
    values: Floats
    """(rows, columns), in the order of `spec.names`."""


def look(past: Past, table: Table | None = None, axes: Axes | None = None) -> Seen:
    """Describe candidates by what was known; without a table, the past's own posts.

    With axes, by what their texts mean, too.
    """
    known = past.table
    cand = known if table is None else table
    end = matured(known.code, known.at, cand.code, cand.at)
    begin = begins(known.code, cand.code)
    columns = describe(cand) | _state(past, cand, begin, end)
    columns |= word_memory(known.texts, past.lift, known.code, cand.texts, begin, end, cand.code)
    told = [columns[name] for name in SPEC]
    if axes is not None:
        told += list(axes.of(cand.names, cand.code, cand.texts.meaning).T)
    values = np.column_stack(told).astype(np.float32)
    usual = quantile(*windows(past.clean.level, begin, end, USUAL_OF), 0.5)
    return Seen(cand, begin, end, usual, values.astype(np.float64))


def describe(table: Table) -> dict[str, Floats]:
    """Describe the post itself: its words, its media, its moment."""
    columns = {name: table.texts.values[:, i] for i, name in enumerate(TEXT)}
    hour = (table.local % 86_400) / 3600
    day = ((table.local // 86_400 + 3) % 7).astype(np.float64)
    columns["post_hour"] = hour
    columns["post_day"] = day
    for turn in (1, 2, 3):
        columns[f"hour_sin_{turn}"] = np.sin(2 * np.pi * turn * hour / 24)
        columns[f"hour_cos_{turn}"] = np.cos(2 * np.pi * turn * hour / 24)
    columns["week_sin"] = np.sin(2 * np.pi * (day + hour / 24) / 7)
    columns["week_cos"] = np.cos(2 * np.pi * (day + hour / 24) / 7)
    columns["weekend"] = (day >= 5).astype(np.float64)
    columns["minute"] = (table.local % 3600 // 60).astype(np.float64)
    columns["on_the_dot"] = (table.local % 1800 < 60).astype(np.float64)
    date = table.local.astype("datetime64[s]").astype("datetime64[D]")
    year = date.astype("datetime64[Y]")
    columns["post_month"] = (date.astype("datetime64[M]") - year.astype("datetime64[M]")).astype(
        int
    ) + 1.0
    into = (date - year.astype("datetime64[D]")).astype(np.float64)
    columns["to_new_year"] = np.minimum(np.minimum(into + 7, 365 - into - 6) % 365, 30)
    for i, media in enumerate(MEDIA):
        columns[f"is_{media}"] = (table.media == i).astype(np.float64)
    return columns


def _state(past: Past, cand: Table, begin: Ints, end: Ints) -> dict[str, Floats]:
    """Describe the account as it was known a day before: level, trend, pace, habits."""
    known, level, lift = past.table, past.clean.level, past.lift
    columns: dict[str, Floats] = {}
    ordered, count = windows(level, begin, end, USUAL_OF)
    usual = quantile(ordered, count, 0.5)
    columns["usual"] = usual
    columns["known_posts"] = np.log1p(np.minimum(end - begin, REACH))
    low, high = quantile(ordered, count, 0.25), quantile(ordered, count, 0.75)
    columns["spread"] = high - low
    columns["skew"] = high + low - 2 * usual
    far = np.maximum(end - REACH, begin)
    levels, lifts, squares = Sums.of(level), Sums.of(lift), Sums.of(lift**2)
    for span in (1, 3, 7, 15, 30, 100, REACH):
        mean = levels.mean(np.maximum(end - span, begin), end)
        columns[f"mean_{span}"] = mean - usual
    for span in (5, 15, 60):
        columns[f"lift_{span}"] = lifts.mean(np.maximum(end - span, begin), end, 0.0)
    columns["noise"] = np.sqrt(squares.mean(far, end, 0.0))
    columns["engagement_trend"] = columns["mean_7"] - columns["mean_30"]
    for days in (3, 7, 28):
        since = np.maximum(
            matured(known.code, known.at, cand.code, cand.at, (days + 1) * 86_400), far
        )
        columns[f"days_{days}_mean"] = levels.mean(since, end) - usual
        columns[f"days_{days}_posts"] = np.log1p(np.minimum(end - since, REACH))
    for lag in (1, 2, 3):
        at = np.maximum(end - lag, 0)
        there = end - lag >= begin
        columns[f"lag_{lag}"] = np.where(there, lift[at] if len(lift) else 0.0, np.nan)
    last = np.maximum(end - 1, 0)
    some = end > begin
    when = known.at[last] if len(known) else np.zeros(len(cand), dtype=np.int64)
    columns["time_since_last_post"] = np.where(
        some, np.log1p(np.maximum(cand.at - when, 0) / 3600), np.nan
    )
    start = (
        known.at[np.minimum(np.maximum(end - 30, begin), max(len(known) - 1, 0))]
        if len(known)
        else when
    )
    width = np.maximum(when - start, 3600) / _DAY
    columns["posts_per_day"] = np.where(
        some, np.log((np.minimum(end - begin, 30)) / width + 0.01), np.nan
    )
    rate = _rate(past)
    columns["engagement_rate"] = rate.mean(np.maximum(end - 30, begin), end, 0.0)
    columns["imputed"] = Sums.of(past.clean.imputed).mean(np.maximum(end - 30, begin), end, 0.0)
    names = ("likes", "comments", "shares")
    parts = np.nan_to_num(np.log1p(np.maximum(known.counts, 0)))
    for i, name in enumerate(names):
        columns[name] = Sums.of(parts[:, i]).mean(np.maximum(end - 30, begin), end, 0.0) - usual
    columns["views"] = Sums.of(np.nan_to_num(np.log1p(known.seen))).mean(
        np.maximum(end - 30, begin), end, 0.0
    )
    columns |= _habits(past, cand, far, end)
    return columns


def _rate(past: Past) -> Sums:
    """Interactions per view, 0 where nobody tells views."""
    seen = past.table.seen
    told = np.where(np.isfinite(seen), np.expm1(past.clean.level) / np.where(seen > 0, seen, 1), 0)
    return Sums.of(np.clip(told, 0, 1))


def _habits(past: Past, cand: Table, far: Ints, end: Ints) -> dict[str, Floats]:
    """Return what posts like this one, at hours like this one, did lately, shrunk to nothing."""
    known, lift = past.table, past.lift
    columns: dict[str, Floats] = {}

    def shrunk(mine: Bools, want: Bools) -> tuple[Floats, Floats]:
        return (
            np.where(want, Sums.of(lift * mine).within(far, end), 0.0),
            np.where(want, Sums.of(mine.astype(np.float64)).within(far, end), 0.0),
        )

    total = np.zeros((4, len(cand)))
    for i in range(len(MEDIA)):
        if (want := cand.media == i).any():
            total[:2] += shrunk(known.media == i, want)
    columns["media_lift"] = total[0] / (total[1] + 8)
    columns["media_share"] = total[1] / np.maximum(end - far, 1)
    slot, asked = known.hour_of_week, cand.hour_of_week
    near, hits, sums = np.zeros(len(cand)), np.zeros(len(cand)), np.zeros(len(cand))
    per_hour = [
        (Sums.of(lift * (slot % 24 == h)), Sums.of((slot % 24 == h).astype(np.float64)))
        for h in range(24)
    ]
    for h in range(24):
        got, n = per_hour[h][0].within(far, end), per_hour[h][1].within(far, end)
        gap = np.abs((asked % 24 - h + 12) % 24 - 12)
        weight = np.choose(np.minimum(gap, 3), [1.0, 0.6, 0.25, 0.0])
        sums += weight * got
        near += weight * n
        hits += np.where(gap == 0, n, 0)
    columns["hour_lift"] = sums / (near + 20)
    columns["hour_share"] = hits / np.maximum(end - far, 1)
    days = np.zeros((2, len(cand)))
    for d in range(7):
        days += shrunk(slot // 24 == d, asked // 24 == d)
    columns["day_lift"] = days[0] / (days[1] + 20)
    return columns
