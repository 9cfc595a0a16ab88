"""Training one restaurant: backtest, card, and a model that serves only if it won."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

import numpy as np

from peruopt.errors import UserError
from peruopt.learn.adjusting import residuals
from peruopt.learn.arrays import Floats
from peruopt.learn.backtest import Backtest, backtest
from peruopt.learn.card import Before, card_of
from peruopt.learn.cleaning import clean
from peruopt.learn.embedding import Embedder, reader
from peruopt.learn.features import Past, look, remember
from peruopt.learn.hours import learn_hours
from peruopt.learn.intervals import MEMORY
from peruopt.learn.kept import Kept, take_up
from peruopt.learn.learning import quiet, settled
from peruopt.learn.looking import described
from peruopt.learn.past import MATURE
from peruopt.learn.tables import from_posts
from peruopt.recommending import EACH, Trained
from peruopt.results import PastPost

SHARE = 0.15
FRESH = 30
"""Posts that both models must be new to before one can beat the other."""


def train(
    posts: Sequence[PastPost],
    timezone: str,
    *,
    now: datetime,
    seed: int = 0,
    progress: Callable[[float, str], None] = quiet,
    previous: bytes | None = None,
    embedder: Embedder | None = None,
) -> Trained:
    """Learn from a restaurant's past posts as they are known at `now`.

    `serves` is False when the forecast loses its backtest to the account's usual, or to the
    `previous` model on the same posts.  With an embedder, what texts mean is read too.
    """
    limit = int(now.timestamp()) - MATURE
    recent = newest_of(posts, EACH)
    read = reader(embedder, lambda s: progress(0.02 * s, "cleaning"))
    cleaned = clean(from_posts(recent, timezone, read), limit)
    if left := len(posts) - len(recent):
        cleaned.report["older_left_out"] = left
    progress(0.02, "cleaning")
    past = remember(cleaned)
    seen, axes = described(past, SHARE, embedder)
    done = backtest(past, seen, SHARE, seed, lambda s, stage: progress(0.02 + 0.6 * s, stage))
    forecaster = settled(
        past, seen, done.learned, seed, lambda s, stage: progress(0.6 + 0.25 * s, stage)
    )
    rows = past.learnable
    hours = learn_hours(past, rows, residuals(past, seen, rows, seed))
    progress(0.9, "hours")
    newest = int(past.table.at.max(initial=0))
    model = Kept(forecaster, hours, _scores(past, done), len(past.table), newest, axes)
    card = card_of(past, seen, done, model, now, seed, _before(previous, past, done, embedder))
    progress(1.0, "done")
    return Trained(model.to_bytes(), card, serves=bool(card["serves"]))


def newest_of(posts: Sequence[PastPost], each: int) -> list[PastPost]:
    """Return the newest `each` posts of every account, in their order.

    Whatever is older speaks neither to the weights nor to the hours.
    """
    if len(posts) <= each:
        return list(posts)
    rows: dict[tuple[str, str], list[int]] = {}
    for i, post in enumerate(posts):
        rows.setdefault((str(post.network), post.account), []).append(i)
    kept: list[int] = []
    for mine in rows.values():
        kept += sorted(mine, key=lambda i: posts[i].published_at)[-each:]
    return [posts[i] for i in sorted(kept)]


def _scores(past: Past, done: Backtest) -> dict[tuple[str, str], Floats]:
    """Return each account's newest honest errors, in spreads."""
    judged = done.valid | done.test
    scores = np.where(judged, (past.lift - done.mean) / np.maximum(done.spread, 1e-6), 0.0)
    return {
        name: scores[judged & (past.table.code == i)][-MEMORY:]
        for i, name in enumerate(past.table.names)
    }


def _before(
    previous: bytes | None, past: Past, done: Backtest, embedder: Embedder | None
) -> Before | None:
    """Return what the previous model says of test posts that it did not learn from; None where
    there is no usable one or too few such posts."""
    if previous is None:
        return None
    try:
        model = take_up(previous)
    except UserError:
        return None
    fresh = done.test & (past.table.at > model.learned_until)
    if not model.forecasts or fresh.sum() < FRESH:
        return None
    if model.axes and (embedder is None or embedder.name != model.embedder):
        return None
    return Before(fresh, model.forecaster.ask(past, look(past, axes=model.axes), fresh)[0])
