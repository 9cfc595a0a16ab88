"""The model card: what was learned from what, how well, beside everything simpler.  Plain JSON."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

import numpy as np

from peruopt.learn.arrays import Bools, Floats
from peruopt.learn.backtest import Backtest, measure
from peruopt.learn.baselines import beside, long_run_level
from peruopt.learn.duel import held_out
from peruopt.learn.features import Past, Seen
from peruopt.learn.forecaster import MEMBERS
from peruopt.learn.kept import Kept
from peruopt.learn.plots import bins, levels, over_time
from peruopt.learn.spec import label, names
from peruopt.learn.tables import newest
from peruopt.learn.weekly import week_of

_SHUFFLED = 300
"""Test posts that importance is measured on."""


@dataclass(frozen=True, slots=True)
class Before:
    """The previous model's forecasts of test posts that were as new to it as to this one."""

    rows: Bools
    mean: Floats


def card_of(
    past: Past,
    seen: Seen,
    done: Backtest,
    model: Kept,
    now: datetime,
    seed: int,
    before: Before | None,
) -> dict[str, object]:
    """Return the card."""
    table = past.table
    measured = bool(done.test.sum() >= 6 and model.forecasts)
    metrics = beside(past, seen, done, 0.15, seed) if measured else {}
    own = measure(past, done, seed) if measured else {}
    serves, why = _verdict(past, done, model)
    judged = done.test & model.forecasts
    recipe = model.forecaster.recipe
    return {
        "made_at": now.astimezone(UTC).isoformat(),
        "spec_version": label(model.embedder),
        "seed": seed,
        "window": [_day(table.at.min()), _day(table.at.max())] if len(table) else None,
        "rows": len(table),
        "accounts": {
            f"{network}:{account}": int((table.code == i).sum())
            for i, (network, account) in enumerate(table.names)
        },
        "learns": model.forecasts,
        "features": _features(past, seen, done) if measured else [],
        "preprocessing": past.clean.report | {"outliers_winsorised_as_inputs": past.tamed},
        "metrics": metrics,
        "calibration": {
            "nominal": 0.9,
            "actual": own.get("coverage"),
            "levels": levels(past, done) if measured else [],
            "bins": bins(past, done) if measured else [],
        },
        "over_time": over_time(past, done) if measured else [],
        "blend": {k: round(w, 3) for k, w in zip(MEMBERS, recipe.weights, strict=True)},
        "pretrained": recipe.pretrained,
        "epochs": recipe.epochs,
        "hours": {
            f"{network}:{account}": [
                [h.expected, h.low, h.high, h.posts]
                for h in week_of(*model.hours.belief(network, account, _days(now, last)))
            ]
            for (network, account), last in zip(table.names, newest(table), strict=True)
        },
        "verdict": why,
        "serves": serves,
        # taken off again before the card is kept
        "held_out": held_out(past, done, judged),
        "fresh": _fresh(past, done, before),
    }


def _days(now: datetime, last: int) -> float:
    return (now.timestamp() - last) / 86_400


def _day(second: np.int64) -> str:
    return datetime.fromtimestamp(int(second), UTC).date().isoformat()


def _fresh(past: Past, done: Backtest, before: Before | None) -> dict[str, object]:
    """Return what the model in service says of posts that are newer than all it learned from."""
    if before is None:
        return {}
    return held_out(past, replace(done, mean=before.mean), before.rows)


def _verdict(past: Past, done: Backtest, model: Kept) -> tuple[bool, str]:
    """Say whether the model may serve, and why; the one in service is `duel`'s concern."""
    if not model.forecasts:
        return True, "counts_only"
    rows = done.test
    truth = past.lift[rows]
    error = float(((truth - done.mean[rows]) ** 2).mean())
    if error > float((truth**2).mean()):
        return False, "lost_to_usual"
    if error >= float(((truth - long_run_level(past)[rows]) ** 2).mean()):
        return True, "no_better_than_level"
    return True, "won"


def _features(past: Past, seen: Seen, done: Backtest) -> list[dict[str, object]]:
    """Return every feature with its derivation and what shuffling it costs the forecast."""
    from peruopt.learn import trees

    rows = np.flatnonzero(done.test)
    rows = rows[:: len(rows) // _SHUFFLED + 1]
    truth = past.lift[rows]
    values = seen.values[rows]
    columns = trees.columns(values.shape[1])
    grown = done.learned.forecaster.boosting
    used = set(columns[np.unique(grown.feature[grown.feature >= 0])].tolist())
    around = float(((truth - truth.mean()) ** 2).mean()) or 1.0
    base = float(((truth - grown.predict(values[:, columns])) ** 2).mean())
    order = np.random.default_rng(0).permutation(len(rows))
    told: list[dict[str, object]] = []
    for i, (name, how) in enumerate(names(values.shape[1]).items()):
        shuffled = values.copy()
        shuffled[:, i] = shuffled[order, i]
        cost = 0.0
        if i in used and np.ptp(np.nan_to_num(values[:, i])) > 0:
            cost = float(((truth - grown.predict(shuffled[:, columns])) ** 2).mean()) - base
        told.append({"name": name, "derivation": how, "importance": round(cost / around, 5)})
    return sorted(told, key=lambda f: -float(str(f["importance"])))
