"""The model card read back from its JSON, with forgiveness: an older one says what it can."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from math import isfinite

from peruopt.recommending import ModelRun

RIVALS = (
    "trailing_median",
    "long_run_level",
    "raw_heat_map",
    "shrunk_heat_map",
    "random_forest",
    "gradient_boosting",
)
WEEK = 168
_FAMILIES = {
    "media": "is_ media_",
    "time": "post_ hour_ day_lift week minute on_the_dot to_new_year",
    "words": "words_ trending_",
    "meaning": "meaning_",
    "text": "text_ words hashtag mention url_ emoji exclam question capitals digits lines prices "
    "sentiment",
}
"""How the names of each kind of feature begin; the first that fits."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One forecast's score on posts it had never seen; None is what the card does not hold."""

    name: str
    value: float | None
    low: float | None = None
    high: float | None = None
    spearman: float | None = None
    mae: float | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the test: mean errors in log units, ours and the usual's."""

    day: date
    posts: int
    error: float
    usual: float


@dataclass(frozen=True, slots=True)
class Duel:
    """The model against the one in service then, on posts that neither had seen."""

    posts: int
    new: float | None = None
    old: float | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """The card's JSON, read with forgiveness: an older or newer one still says what it can."""

    rows: int
    window: tuple[date, date] | None
    accounts: dict[str, int]
    verdict: str
    figures: list[Figure]
    """The model first, then what others do, best first."""
    coverage: float | None
    families: dict[str, float]
    """What the forecast leans on, as shares, largest first."""
    duel: Duel | None = None
    levels: list[list[float]] = field(default_factory=list)
    """Promised share, share that fell inside."""
    bins: list[list[float]] = field(default_factory=list)
    """Forecast, result, low, high, posts; from the poorest forecasts to the richest."""
    over_time: list[Block] = field(default_factory=list)
    hours: dict[str, list[list[float]]] = field(default_factory=dict)
    """Account → expected, low, high, posts of its 168 hours."""


def read(run: ModelRun) -> Card:
    """Read what a training wrote down."""
    card = run.card
    metrics = _map(card.get("metrics"))
    model = _figure("model", _map(metrics.get("model")))
    others = [_figure(name, _map(metrics[name])) for name in RIVALS if name in metrics]
    others.sort(key=lambda f: -(f.value if f.value is not None else -1e9))
    accounts = _map(card.get("accounts"))
    counted = {str(k): int(n) for k, v in accounts.items() if (n := _number(v)) is not None}
    return Card(
        rows=int(_number(card.get("rows")) or 0),
        window=_window(card.get("window")),
        accounts=dict(sorted(counted.items(), key=lambda pair: -pair[1])),
        verdict=str(card.get("verdict") or ("won" if run.serves else "lost_to_usual")),
        figures=[f for f in (model, *others) if f.value is not None],
        coverage=_number(_map(card.get("calibration")).get("actual")),
        families=families(card.get("features")),
        duel=_duel(card.get("duel")),
        levels=_rows(_map(card.get("calibration")).get("levels"), 2),
        bins=_rows(_map(card.get("calibration")).get("bins"), 5),
        over_time=_blocks(card.get("over_time")),
        hours={
            str(k): rows
            for k, told in _map(card.get("hours")).items()
            if len(rows := _rows(told, 4)) == WEEK
        },
    )


def family(feature: str) -> str:
    """Return which kind of thing a feature looks at."""
    found = (k for k, starts in _FAMILIES.items() if feature.startswith(tuple(starts.split())))
    return next(found, "recent")


def families(features: object) -> dict[str, float]:
    """Return how much of the forecast rests on each kind of feature."""
    weight = defaultdict[str, float](float)
    for told in features if isinstance(features, list) else []:
        feature = _map(told)
        weight[family(str(feature.get("name")))] += max(_number(feature.get("importance")) or 0, 0)
    whole = sum(weight.values())
    if not whole:
        return {}
    return {k: v / whole for k, v in sorted(weight.items(), key=lambda pair: -pair[1])}


def _figure(name: str, told: Mapping[str, object]) -> Figure:
    r2 = told.get("r2")
    span = _map(r2)
    return Figure(
        name,
        _number(span.get("value")) if span else _number(r2),
        _number(span.get("low")),
        _number(span.get("high")),
        _number(told.get("spearman_within")),
        _number(told.get("mae")),
    )


def _map(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        return None
    return float(value)


def _rows(value: object, wide: int) -> list[list[float]]:
    """Read a table of numbers; rows that are none are left out."""
    found = []
    for row in value if isinstance(value, list) else []:
        numbers = [_number(cell) for cell in row] if isinstance(row, list) else []
        known = [number for number in numbers if number is not None]
        if len(known) == len(numbers) == wide:
            found.append(known)
    return found


def _duel(value: object) -> Duel | None:
    told = _map(value)
    posts = _number(told.get("posts"))
    if posts is None:
        return None
    return Duel(int(posts), _number(told.get("new")), _number(told.get("old")))


def _blocks(value: object) -> list[Block]:
    found = []
    for told in value if isinstance(value, list) else []:
        row = _map(told)
        posts, error, usual = (_number(row.get(name)) for name in ("posts", "error", "usual"))
        try:
            day = date.fromisoformat(str(row.get("day")))
        except ValueError:
            continue
        if posts is not None and error is not None and usual is not None:
            found.append(Block(day, int(posts), error, usual))
    return found


def _window(value: object) -> tuple[date, date] | None:
    try:
        start, end = (date.fromisoformat(str(day)[:10]) for day in value)  # type: ignore[attr-defined]
    except (TypeError, ValueError):
        return None
    return start, end
