"""The seam between the trade and its learning: what is asked, and what is honestly answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from peruopt.restaurant import Network
from peruopt.results import Media, PastPost

EACH = 10_000
"""The newest posts of an account are what is learned from: at most so many."""


class Signal(StrEnum):
    """How sure an hour's advantage is, by its own posterior."""

    NONE = "none"
    WEAK = "weak"
    CLEAR = "clear"


class Basis(StrEnum):
    """What an answer rests on."""

    PRIOR = "prior"
    """What is usual on the network: the house's own history is too short."""
    MODEL = "model"


@dataclass(frozen=True, slots=True)
class Known:
    """All that a recommendation may use.  `history` is one account's, oldest first."""

    network: Network
    account: str
    timezone: str
    history: Sequence[PastPost]
    """The newest few hundred are enough; older posts speak through the model."""
    model: bytes | None = field(default=None, repr=False)
    """A trained model as `train` made it; None falls back to the prior."""
    now: datetime | None = None
    """When it is asked: what a history that ended long ago tells has faded by then.  None asks
    as of its end."""


@dataclass(frozen=True, slots=True)
class Hour:
    """What one hour of the week is worth, in log units against the account's habit."""

    weekday: int
    """0 is Monday."""
    hour: int
    expected: float
    low: float
    """5 % quantile; `high` is the 95 %."""
    high: float
    posts: int
    """How many of the house's posts went out in this hour of the week."""
    signal: Signal


@dataclass(frozen=True, slots=True)
class Slot:
    """A moment in the coming week and what it promises over the account's habit."""

    starts_at: datetime
    expected: float
    """Log units; `lift` is the same as a ratio."""
    low: float
    high: float
    posts: int
    signal: Signal
    propensity: float
    """The chance with which this choice was made."""
    explores: bool = False
    """Chosen at random, so that hours can be proven."""


@dataclass(frozen=True, slots=True)
class SlotRules:
    """What a recommendation must respect."""

    taken: Sequence[datetime] = ()
    """When other posts go out on the channel."""
    spacing: timedelta = timedelta(hours=3)
    opens: int = 0
    """First and last local hour allowed; `closes` < `opens` means past midnight."""
    closes: int = 23
    explore_share: float = 0.0
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Proposal:
    """A text whose result is asked for, at a moment."""

    text: str
    media: Media
    at: datetime


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a proposal may expect, in interactions, with its 90 % interval."""

    usual: float
    """The account's usual: median of its newest 30 mature posts."""
    expected: float
    low: float
    high: float
    basis: Basis
    leans_on: tuple[tuple[int, float], ...] = ()
    """(index into history, share): the past posts that the forecast leans on most."""


class Recommender(Protocol):
    """Turns history into hours and forecasts.

    Pure computation: never touches disk, clock or network.  May take a second the first time
    (heavy imports), so call it through `asyncio.to_thread`.
    """

    def week(self, known: Known) -> list[Hour]:
        """Return all 168 hours, Monday 0 h first."""

    def slots(self, known: Known, after: datetime, count: int, rules: SlotRules) -> list[Slot]:
        """Return up to `count` hours of the week that follows `after`, best first."""

    def score(self, known: Known, proposals: Sequence[Proposal]) -> list[Forecast]:
        """Return a forecast for each proposal, in order."""


@dataclass(frozen=True, slots=True)
class Trained:
    """What a training leaves behind."""

    model: bytes = field(repr=False)
    card: dict[str, object]
    """The model card, plain JSON: window, rows, features, metrics beside every baseline."""
    serves: bool
    """Whether it won its backtest; a model that lost is kept for the record only."""
    held_out: dict[str, object] = field(default_factory=dict, repr=False)
    """Its forecasts of posts that it had not seen, for the next one to be measured against."""


@dataclass(frozen=True, slots=True)
class ModelRun:
    """A training on record."""

    id: int
    made_at: datetime
    card: dict[str, object]
    serves: bool
    model: bytes = field(repr=False, default=b"")


@dataclass(frozen=True, slots=True)
class Drift:
    """An account, or how well it is forecast, is no longer what was learned."""

    kind: str
    """`level`: it earns more or less than it used to; `coverage`: forecasts miss too often."""
    at: datetime
    account: str = ""
    """`network:account`; empty where it concerns all."""
    was: float = 0.0
    now: float = 0.0
    posts: int = 0
    """How many posts it was noticed on."""


class Models(Protocol):
    """Trainings on record, with their cards."""

    def add(self, trained: Trained, made_at: datetime) -> int: ...
    def serving(self) -> ModelRun | None:
        """Return the newest run that serves, with its model bytes."""

    def newest(self) -> ModelRun | None:
        """Return the newest run, serving or not, without its bytes."""

    def recent(self, count: int) -> list[ModelRun]:
        """Return the newest runs without their bytes, newest first."""

    def held_out(self, run_id: int) -> dict[str, object]:
        """Return the forecasts that a run made of posts it had not seen."""

    def drifted(self, drift: Drift) -> None:
        """Write down that something was noticed."""

    def drifts(self, since: datetime) -> list[Drift]:
        """Return what was noticed since then, newest first."""
