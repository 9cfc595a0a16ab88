"""Forecasts of drafts, in interactions: what is usual, what to expect, and how sure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from peruopt.learn.arrays import Floats
from peruopt.learn.cleaning import clean
from peruopt.learn.embedding import Find, named, reader
from peruopt.learn.features import Past, look, remember
from peruopt.learn.intervals import NOMINAL, Widths
from peruopt.learn.leaning import Leanings
from peruopt.learn.reach import STRANGE
from peruopt.learn.tables import COUNTS, MEDIA, Table, build, from_posts
from peruopt.learn.text import Reader
from peruopt.recommending import Basis, Forecast, Known, Proposal
from peruopt.results import PastPost

if TYPE_CHECKING:
    from peruopt.learn.kept import Kept

NEWEST = 320
"""Posts of the history that a forecast reads."""
FEWEST = 30
"""Posts below which the answer is the usual, and says so."""
_TYPICAL = np.linspace(-1.5, 1.7, 41)
"""How far posts usually fall from an account's usual, in log units."""


def forecasts(
    known: Known, model: Kept | None, proposals: Sequence[Proposal], find: Find = named
) -> list[Forecast]:
    """Return a forecast for each proposal.

    A model that reads meanings is not asked without its embedder: the usual answers.
    """
    if not proposals:
        return []
    history = [p for p in known.history if p.account == known.account][-NEWEST:]
    past = _remembered(tuple(history), known.timezone)
    embedder = find(model.embedder) if model and model.axes else None
    asked = _asked(known, proposals, reader(embedder))
    name = asked.names[0]
    if (
        model is None
        or (model.axes is not None and embedder is None)
        or not model.forecasts
        or past.learnable.sum() < FEWEST
        or name not in past.table.names
    ):
        return [_usual(past)] * len(proposals)
    seen = look(past, _aligned(asked, past.table), model.axes)
    reach = model.forecaster.reach
    leans = Leanings(seen)
    mean, spread = model.forecaster.ask(past, seen, keep=leans)
    below, above = _sides(model.forecaster.widths, model.scores.get(name, np.zeros(0)))
    lowest, _, _, highest = reach.limits(past, seen, np.ones(len(asked), dtype=np.bool_))
    low = np.maximum(mean + below * spread, lowest)
    high = np.minimum(mean + above * spread, highest)
    strange = reach.familiar(seen.values) < STRANGE
    place = {post.external_id: i for i, post in enumerate(known.history)}
    told: dict[int, Forecast] = {}
    for row, number in enumerate(asked.ids):
        if strange[row]:
            told[int(number)] = _usual(past)
            continue
        usual = seen.usual[row] if np.isfinite(seen.usual[row]) else _level(past)
        off = np.array([0.0, mean[row], min(low[row], mean[row]), max(high[row], mean[row])])
        dwelt = tuple((place[past.table.ids[i]], share) for i, share in leans.told.get(row, []))
        told[int(number)] = _forecast(usual, off, Basis.MODEL, dwelt)
    return [told[i] for i in range(len(proposals))]


@lru_cache(maxsize=8)
def _remembered(history: tuple[PastPost, ...], timezone: str) -> Past:
    """Return what a history tells, once: drafts come in threes, each asked about at many hours."""
    return remember(clean(from_posts(history, timezone)))


def _forecast(
    usual: float, off: Floats, basis: Basis, leans: tuple[tuple[int, float], ...] = ()
) -> Forecast:
    """Turn log units over usual into interactions."""
    counts = np.maximum(np.expm1(usual + np.clip(off, -4, 4)), 0)
    same, expected, low, high = (round(float(c), 2) for c in counts)
    return Forecast(same, expected, low, high, basis, leans)


def _sides(widths: Widths, own: Floats) -> tuple[float, float]:
    rest = (1 - NOMINAL) / 2
    return widths.side(rest, own), widths.side(1 - rest, own)


def _asked(known: Known, proposals: Sequence[Proposal], read: Reader) -> Table:
    """Lay proposals out as a table: nobody has counted them yet."""
    place = {media: i for i, media in enumerate(MEDIA)}
    many = len(proposals)
    return build(
        [(str(known.network), known.account)] * many,
        [known.timezone] * many,
        np.array([int(p.at.timestamp()) for p in proposals], dtype=np.int64),
        np.array([place[p.media] for p in proposals], dtype=np.int64),
        np.full((many, len(COUNTS)), np.nan),
        np.full(many, np.nan),
        [p.text for p in proposals],
        [f"{i:06d}" for i in range(many)],
        read,
    )


def _aligned(asked: Table, past: Table) -> Table:
    """Give proposals the account code that the past uses."""
    code = past.names.index(asked.names[0])
    return replace(asked, code=np.full(len(asked), code), names=past.names, zones=past.zones)


def _level(past: Past) -> float:
    """Return the account's level: its newest posts, mature or not; 0 for none."""
    level = past.clean.level[-30:]
    return float(np.median(level)) if len(level) else 0.0


def _usual(past: Past) -> Forecast:
    """Answer with what is usual: wide, and said to be so."""
    low, high = _sides(Widths(_TYPICAL), np.sort(past.lift[past.learnable]))
    return _forecast(_level(past), np.array([0.0, 0.0, low, high]), Basis.PRIOR)
