"""The model card as a person reads it: what it learned from, what it leans on, how good it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from math import isfinite

from peruopt.chat.words import Words
from peruopt.recommending import ModelRun

RIVALS = (
    "trailing_median",
    "raw_heat_map",
    "shrunk_heat_map",
    "random_forest",
    "gradient_boosting",
)
ACCOUNTS = 4
NOTABLE = 0.03
"""A family of features below this share of all importance is not worth a word."""
_FAMILIES = {
    "media": "is_ media_",
    "time": "post_ hour_ day_lift week minute on_the_dot to_new_year",
    "words": "words_ trending_",
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
class Card:
    """The card's JSON, read with forgiveness: an older or newer one still says what it can."""

    rows: int
    window: tuple[date, date] | None
    accounts: dict[str, int]
    learns: bool
    verdict: str
    figures: list[Figure]
    """The model first, then what others do, best first."""
    coverage: float | None
    families: dict[str, float]
    """What the forecast leans on, as shares, largest first."""


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
        learns=bool(card.get("learns", bool(metrics))),
        verdict=str(card.get("verdict") or ("won" if run.serves else "lost_to_usual")),
        figures=[f for f in (model, *others) if f.value is not None],
        coverage=_number(_map(card.get("calibration")).get("actual")),
        families=families(card.get("features")),
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


def lines(card: Card, made_at: datetime, serving: ModelRun | None, words: Words) -> str:
    """Return the card's text."""
    parts = [_learned(card, made_at, words), _verdict(card, made_at, serving, words)]
    if card.families:
        leans = [
            words("model.lean", what=words(f"model.family_{name}"), share=words.percent(share))
            for name, share in card.families.items()
            if share >= NOTABLE
        ]
        parts.append("\n".join([words("model.leans"), *leans]))
    if card.figures:
        scores = [score(figure, words) for figure in card.figures]
        parts.append("\n".join([words("model.scores"), *scores, words("model.scores_why")]))
    if card.coverage is not None:
        parts.append(words("model.coverage", n=round(card.coverage * 100)))
    parts.append(words("model.blind"))
    return "\n\n".join(parts)


def score(figure: Figure, words: Words) -> str:
    """Return one line of the comparison."""
    name = words(f"model.rival_{figure.name}")
    value = words.percent(figure.value or 0.0, 1, signed=True)
    if figure.low is None or figure.high is None:
        return words("model.score", name=name, value=value)
    span = {
        "low": words.percent(figure.low, 1, signed=True),
        "high": words.percent(figure.high, 1, signed=True),
    }
    return words("model.score_span", name=name, value=value, **span)


def dated(day: date, words: Words) -> str:
    """Return `3 ene 2024`."""
    return f"{words.day(day).partition(' ')[2]} {day.year}"


def account(key: str, words: Words) -> str:
    """Return `Facebook · El Muelle` for `facebook:El Muelle`."""
    network, _, name = key.partition(":")
    known = f"network.{network}"
    return f"{words(known) if words.has(known) else network} · {name}"


def _learned(card: Card, made_at: datetime, words: Words) -> str:
    names = [f"{account(k, words)} ({words.number(n)})" for k, n in card.accounts.items()]
    more = len(names) - ACCOUNTS
    told = ", ".join(names[:ACCOUNTS])
    if more > 0:
        told = words("model.more", told=told, n=more)
    span = ""
    if card.window:
        start, end = (dated(day, words) for day in card.window)
        span = words("model.window", start=start, end=end)
    made = words("model.made", when=words.when(made_at))
    learned = words("model.learned", n=card.rows, span=span)
    return " ".join(part for part in (learned, told and f"{told}.", made) if part)


def _verdict(card: Card, made_at: datetime, serving: ModelRun | None, words: Words) -> str:
    key = f"model.verdict_{card.verdict}"
    told = words(key if words.has(key) else "model.verdict_other", n=card.rows)
    if serving is None:
        return f"{told} {words('model.none_serves')}"
    if serving.made_at < made_at:
        return f"{told} {words('model.other_serves', when=words.when(serving.made_at))}"
    return told


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


def _window(value: object) -> tuple[date, date] | None:
    try:
        start, end = (date.fromisoformat(str(day)[:10]) for day in value)  # type: ignore[attr-defined]
    except (TypeError, ValueError):
        return None
    return start, end
