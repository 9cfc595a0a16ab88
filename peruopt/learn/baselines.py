"""What others do, on the same split: medians, heat maps, forests on hand-made features, trees."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from peruopt.learn.arrays import Bools, Floats
from peruopt.learn.backtest import Backtest, measure
from peruopt.learn.features import Past, Seen
from peruopt.learn.learning import FEWEST
from peruopt.learn.metrics import judge
from peruopt.learn.past import Sums
from peruopt.learn.spec import CLIP, SPEC
from peruopt.learn.splits import Split, split

HAND_MADE = (
    "likes", "comments", "shares", "views", "trending_keywords", "text_length", "sentiment_score",
    "hashtag_count", "post_hour", "post_day", "post_month", "time_since_last_post",
    "engagement_rate", "engagement_trend",
)  # fmt: skip
"""The features that analysts make by hand, as they name them (raw_text enters as its length,
tone and tags)."""


def beside(
    past: Past,
    seen: Seen,
    done: Backtest,
    share: float,
    seed: int,
    tick: Callable[[float], None] = lambda _: None,
) -> dict[str, object]:
    """Return every metric of the model and of every baseline."""
    cut = split(past, share)
    rows = done.test
    table = past.table
    told: dict[str, object] = {"model": measure(past, done, seed)}
    every = rivals(past, seen, cut, seed)
    for i, (name, make) in enumerate(every.items()):
        forecast = make()[rows]
        told[name] = judge(table.code[rows], table.at[rows], past.lift[rows], forecast, seed) | {
            "model_gain": _gain(past, rows, done.mean[rows], forecast, seed)
        }
        tick((i + 1) / len(every))
    return told


def _gain(past: Past, rows: Bools, ours: Floats, theirs: Floats, seed: int) -> object:
    table = past.table
    return judge(table.code[rows], table.at[rows], past.lift[rows], ours, seed, theirs)["r2_gain"]


def rivals(past: Past, seen: Seen, cut: Split, seed: int) -> dict[str, Callable[[], Floats]]:
    """Return each baseline as something that forecasts every row."""
    rows = cut.train | cut.valid
    plain: dict[str, Callable[[], Floats]] = {
        "trailing_median": lambda: np.zeros(len(past.table)),
        "long_run_level": lambda: long_run_level(past),
        "raw_heat_map": lambda: heat_map(past, rows, 0.0),
        "shrunk_heat_map": lambda: heat_map(past, rows, 100.0),
    }
    if cut.train.sum() < FEWEST or cut.valid.sum() < FEWEST // 5:
        return plain
    return plain | {
        "random_forest": lambda: forest(past, seen, rows, seed),
        "gradient_boosting": lambda: boosting(past, seen, cut, seed),
    }


def long_run_level(past: Past) -> Floats:
    """Forecast the account's mean level so far.

    What is usual is the median of thirty posts, which errs by chance; who only knows where the
    account stands in the long run already gains on it.  A forecast that does not gain more has
    learned nothing of the post itself.
    """
    level = Sums.of(past.clean.level).mean(past.begin, past.end, empty=0.0)
    return np.where(past.learnable, np.clip(level - past.usual, -CLIP, CLIP), 0.0)


def heat_map(past: Past, rows: Bools, shrink: float) -> Floats:
    """Forecast the account's mean at this hour of the week, shrunk by so many posts."""
    table = past.table
    cell = table.code * 168 + table.hour_of_week
    many = len(table.names) * 168
    count = np.bincount(cell[rows], minlength=many)
    total = np.bincount(cell[rows], past.lift[rows], minlength=many)
    mean: Floats = (total / np.maximum(count + shrink, 1e-9))[cell]
    return np.where(count[cell] > 0, mean, 0.0)


def forest(past: Past, seen: Seen, rows: Bools, seed: int) -> Floats:
    """Forecast with a random forest in a Pipeline, on the hand-made features."""
    from sklearn.ensemble import RandomForestRegressor
    from sklearn.impute import SimpleImputer
    from sklearn.pipeline import Pipeline
    from sklearn.preprocessing import RobustScaler

    place = {name: i for i, name in enumerate(SPEC)}
    values = seen.values[:, [place[name] for name in HAND_MADE]]
    share = min(1.0, 20_000 / max(int(rows.sum()), 1))
    grown = RandomForestRegressor(
        120, min_samples_leaf=5, max_features=0.5, max_samples=share, n_jobs=2, random_state=seed
    )
    impute = SimpleImputer(strategy="median", keep_empty_features=True)
    steps = [("impute", impute), ("scale", RobustScaler()), ("forest", grown)]
    pipeline = Pipeline(steps).fit(values[rows], past.lift[rows])
    forecast: Floats = pipeline.predict(values)
    return forecast


def boosting(past: Past, seen: Seen, cut: Split, seed: int) -> Floats:
    """Forecast with gradient boosting, tuned on validation, without the memory of words."""
    from peruopt.learn.trees import Shape, grow

    names = [n for n in SPEC if not n.startswith("words_")]
    place = {name: i for i, name in enumerate(SPEC)}
    values = seen.values[:, [place[name] for name in names]]
    best: tuple[float, Shape] | None = None
    for shape in (Shape(150, 0.08, 15, 40, 1.0, 1.0), Shape(150, 0.08, 31, 20, 1.0, 1.0)):
        grown = grow(values[cut.train], past.lift[cut.train], shape, seed)
        errors = [
            float(((past.lift[cut.valid] - s) ** 2).mean())
            for s in grown.staged_predict(values[cut.valid])
        ]
        rounds = int(np.argmin(errors)) + 1
        exact = Shape(rounds, shape.rate, shape.leaves, shape.least, shape.ridge, shape.columns)
        if best is None or min(errors) < best[0]:
            best = (min(errors), exact)
    assert best is not None
    rows = cut.train | cut.valid
    forecast: Floats = grow(values[rows], past.lift[rows], best[1], seed).predict(values)
    return forecast
