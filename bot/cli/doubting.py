"""What to know before the figures of `backtest` and `slots` are believed, to standard error."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

from bot.cli.saying import words

Doubt = tuple[str, dict[str, object]]
"""A sentence's key, and its values."""


def doubt(found: Doubt | None) -> None:
    """Say it, beside the figures."""
    if found:
        key, values = found
        print(words()(key, **values), file=sys.stderr)


def fit_doubted(told: Mapping[str, Any]) -> Doubt | None:
    """Return why R², or its interval, is missing from what a backtest told."""
    r2, tested, posts = told["metrics"]["model"]["r2"], told["test_posts"], told["posts"]
    if r2["value"] is None:
        key = "learn.no_r2_alike" if tested > 1 else "learn.no_r2"
        return key, {"n": tested, "posts": posts}
    if r2["low"] is None:
        return "learn.no_interval", {"n": tested}
    return None


def hours_doubted(told: Mapping[str, Any], as_of: str) -> Doubt | None:
    """Return which accounts' hours come from no post of their own."""
    alone = told["accounts_by_prior_alone"]
    if not alone:
        return None
    key = "learn.prior_alone" if alone == told["accounts"] else "learn.prior_some"
    return key, {"n": alone, "day": as_of.strip(), "of": told["accounts"]}
