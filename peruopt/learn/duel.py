"""Champion and challenger: a new model serves only if it does not lose on the same posts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from peruopt.errors import UserError
from peruopt.learn.arrays import Bools, Floats, Ints
from peruopt.learn.embedding import Find, named
from peruopt.learn.metrics import blocks, r2, r2_interval
from peruopt.recommending import ModelRun, Trained

if TYPE_CHECKING:
    from peruopt.learn.backtest import Backtest
    from peruopt.learn.features import Past

Rows = dict[str, tuple[int, float, float, float]]
"""Post → when it went out, its usual, how far over it, how far it was forecast."""
COMMON = 20
"""Posts that both must have forecast unseen; on fewer, luck decides."""
TIE = 0.005
"""A gain between minus this and this is none: the one that has read more goes on."""
MOST = 2000
"""Newest held-out posts that are kept for the next duel."""


def held_out(past: Past, done: Backtest, rows: Bools | None = None) -> dict[str, object]:
    """Return the test's forecasts as levels, with what came, for the next model to be held to."""
    picked = np.flatnonzero(done.test if rows is None else rows)
    picked = picked[np.argsort(-past.table.at[picked], kind="stable")[:MOST]]
    table = past.table
    return {
        "keys": [f"{':'.join(table.names[table.code[i]])}:{table.ids[i]}" for i in picked],
        "at": table.at[picked].tolist(),
        "usual": past.usual[picked].round(4).tolist(),
        "truth": past.lift[picked].round(4).tolist(),
        "mean": done.mean[picked].round(4).tolist(),
    }


def challenged(
    trained: Trained,
    before: ModelRun | None,
    theirs: Mapping[str, object],
    find: Find = named,
) -> Trained:
    """Hold a new model against the one in service, on posts that neither had seen.

    The one in service is held to what it said of its own test, and of posts newer than all it
    learned from; as levels, for what is usual may have been revised since.
    """
    card = dict(trained.card)
    ours, fresh = _map(card.pop("held_out", {})), _map(card.pop("fresh", {}))
    trained = replace(trained, card=card, held_out=dict(ours))
    if before is None or not trained.serves or not card.get("learns") or not _usable(before, find):
        return trained
    mine, other = _read(ours), _read(theirs) | _read(fresh)
    told = compared(mine, other)
    against = {"against": before.made_at.isoformat()}
    if told is None:
        card["duel"] = against | {"posts": len(mine.keys() & other.keys())}
        return trained
    card["duel"] = against | told
    gain = told["gain"] or 0.0
    if gain < -TIE:
        card |= {"verdict": "lost_to_previous", "serves": False}
        return replace(trained, serves=False)
    if card.get("verdict") == "won":
        card["verdict"] = "won_duel" if gain > TIE else "tied"
    return trained


def _usable(before: ModelRun, find: Find) -> bool:
    """Whether the model in service can still be read, by this version of the features and, where
    it reads meanings, with its embedder."""
    from peruopt.learn.kept import take_up

    try:
        kept = take_up(before.model)
    except UserError:
        return False
    return kept.axes is None or find(kept.embedder) is not None


def compared(mine: Rows, other: Rows) -> dict[str, float | None] | None:
    """Return both figures on the posts that both forecast unseen; None where they are too few."""
    common = [key for key in mine if key in other]
    if len(common) < COMMON:
        return None
    at = np.array([mine[k][0] for k in common], dtype=np.int64)
    usual, truth, mean = (np.array([mine[k][i] for k in common]) for i in (1, 2, 3))
    # their level, over what is known to be usual now
    champion: Floats = np.array([other[k][1] + other[k][3] for k in common]) - usual
    names = {name: i for i, name in enumerate(sorted({k.rpartition(":")[0] for k in common}))}
    code: Ints = np.array([names[k.rpartition(":")[0]] for k in common], dtype=np.int64)
    gain = r2_interval(truth, mean, blocks(code, at), 0, champion).plain()
    new, old = r2(truth, mean), r2(truth, champion)
    return {
        "posts": len(common),
        "new": round(new, 4),
        "old": round(old, 4),
        "gain": round(new - old, 4),
        "low": gain["low"],
        "high": gain["high"],
    }


def _map(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}


def _read(told: Mapping[str, object]) -> Rows:
    """Read what `held_out` wrote down; anything else is nothing."""
    columns = [told.get(name) for name in ("keys", "at", "usual", "truth", "mean")]
    lists = [column for column in columns if isinstance(column, list)]
    if len(lists) < len(columns):
        return {}
    return {
        str(key): (int(at), float(usual), float(truth), float(mean))
        for key, at, usual, truth, mean in zip(*lists, strict=False)
    }
