"""What is known of GPT models: their prices, and when they stop answering."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

_SNAPSHOT = re.compile(r"-(?:20\d\d-\d\d-\d\d|\d{4}|latest|preview)$")


@dataclass(frozen=True, slots=True)
class Model:
    """One model's row."""

    input: float | None = None
    """Dollars per million tokens; None where it is not paid for by tokens."""
    output: float | None = None
    shutdown: date | None = None
    sees: bool = False
    """Whether it reads pictures."""


@cache
def _models() -> dict[str, Model]:
    text = resources.files(__package__).joinpath("models.toml").read_text("utf-8")
    return {name: Model(**row) for name, row in tomllib.loads(text).items()}


def known(name: str) -> Model | None:
    """Return the row of a model or of the family that a snapshot belongs to."""
    return _models().get(name) or _models().get(_SNAPSHOT.sub("", name))


def cost(name: str, tokens_in: int, tokens_out: int) -> float | None:
    """Return the dollars that the tokens cost, or None when nobody told us the price."""
    model = known(name)
    if model is None or model.input is None or model.output is None:
        return None
    return (tokens_in * model.input + tokens_out * model.output) / 1_000_000


def shutdown(name: str, told: str | None = None) -> date | None:
    """Return the day a model stops answering: what a server tells, else our own list."""
    row = known(name)
    listed = row.shutdown if row else None
    try:
        return date.fromisoformat(told[:10]) if told else listed
    except ValueError:
        return listed
