"""Taking the content out: what is left of results once all but the hour is accounted for."""

from __future__ import annotations

import numpy as np

from peruopt.learn.arrays import Bools, Floats, Ints
from peruopt.learn.features import Past, Seen
from peruopt.learn.spec import SPEC
from peruopt.learn.trees import LEFT_OUT, Shape, grow

TIMES = frozenset(
    {"post_hour", "post_day", "week_sin", "week_cos", "weekend", "minute", "on_the_dot",
     "hour_lift", "hour_share", "day_lift", "time_since_last_post", "to_new_year"}
)  # fmt: skip
_FEW, _SOME = 60, 400
_PLAIN = ("words_lift", "media_lift", "lift_15", "mean_7", "mean_30", "mean_100", "text_length",
          "hashtag_count", "url_count", "is_video", "is_photo", "is_link")  # fmt: skip


def residuals(past: Past, seen: Seen, rows: Bools, seed: int) -> Floats:
    """Return result less forecast-without-hours for chosen rows, each forecast from others.

    Folds are runs of time, so that a post is not explained by its neighbours' luck.
    """
    picked = np.flatnonzero(rows)
    target = past.lift[picked]
    if len(picked) < _FEW:
        return target - (float(np.median(target)) if len(picked) else 0.0)
    names = [n for n in SPEC if n not in TIMES | LEFT_OUT and not n.startswith("hour_")]
    if len(picked) < _SOME:
        names = [n for n in _PLAIN if n in names]
    place = {name: i for i, name in enumerate(SPEC)}
    values = seen.values[picked][:, [place[n] for n in names]]
    folds = _folds(past, picked, 4)
    told = np.zeros(len(picked))
    for fold in range(4):
        out = folds == fold
        if out.all() or not out.any():
            continue
        told[out] = _content(values[~out], target[~out], values[out], seed)
    return target - told


def _folds(past: Past, picked: Ints, many: int) -> Ints:
    """Cut each account's rows into `many` runs of time."""
    code = past.table.code[picked]
    first = np.searchsorted(code, code, side="left")
    total = np.searchsorted(code, code, side="right") - first
    folds: Ints = np.minimum(
        (np.arange(len(picked)) - first) * many // np.maximum(total, 1), many - 1
    )
    return folds


def _content(values: Floats, target: Floats, asked: Floats, seed: int) -> Floats:
    if len(values) >= _SOME * 3 // 4:
        shape = Shape(80, 0.08, 15, 40, 10.0, 0.5)
        forecast: Floats = grow(values, target, shape, seed).predict(asked)
        return forecast
    middle = np.nanmean(values, axis=0)
    width = np.nanstd(values, axis=0) + 1e-6
    x = np.nan_to_num(np.clip((values - middle) / width, -3, 3))
    z = np.nan_to_num(np.clip((asked - middle) / width, -3, 3))
    level = target.mean()
    weights = np.linalg.solve(x.T @ x + 60 * np.eye(x.shape[1]), x.T @ (target - level))
    plain: Floats = level + z @ weights
    return plain
