"""What a training leaves behind, whole: forecaster, hours, and each account's newest errors."""

from __future__ import annotations

import io
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from peruopt.errors import UserError
from peruopt.learn import blob
from peruopt.learn.arrays import Floats
from peruopt.learn.boosting import Grown
from peruopt.learn.families import WEEK
from peruopt.learn.forecaster import Forecaster, Recipe
from peruopt.learn.hours import Hours, Own
from peruopt.learn.intervals import Widths
from peruopt.learn.linear import Line
from peruopt.learn.meaning import Axes
from peruopt.learn.reach import Reach
from peruopt.learn.slots import Belief
from peruopt.learn.spec import embedder_of, label
from peruopt.learn.trees import Trees

if TYPE_CHECKING:
    from peruopt.learn.network import Net

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True)
class Kept:
    """A model as it serves."""

    forecaster: Forecaster
    hours: Hours
    scores: dict[tuple[str, str], Floats]
    """Per (network, account): its newest honest (result − forecast) / spread, oldest first."""
    learned_from: int
    """Posts."""
    learned_until: int
    """When the newest of them went out, in seconds since 1970."""
    axes: Axes | None = None
    """How it reads what texts mean, where embeddings were on."""

    @property
    def embedder(self) -> str:
        """The embedder without which it cannot be read; empty for none."""
        return self.axes.embedder if self.axes else ""

    @property
    def forecasts(self) -> bool:
        """Whether it has learned to forecast, or only counts hours."""
        return bool(self.forecaster.nets) or len(self.forecaster.boosting.feature) > 1

    def to_bytes(self) -> bytes:
        """Lay it down."""
        arrays: dict[str, Array] = {}
        for kind, grown in (
            ("boosting", self.forecaster.boosting.trees),
            ("forest", self.forecaster.forest.trees),
        ):
            arrays |= {f"{kind}.{name}": value for name, value in grown.arrays().items()}
        arrays |= {f"line.{k}": value for k, value in self.forecaster.line.arrays().items()}
        arrays |= {f"reach.{k}": value for k, value in self.forecaster.reach.arrays().items()}
        if self.axes:
            arrays |= {f"axes.{k}": value for k, value in self.axes.arrays().items()}
        arrays["widths"] = thin(self.forecaster.widths.scores)
        networks = sorted(self.hours.common)
        for i, network in enumerate(networks):
            arrays |= _laid(f"common.{i}", self.hours.common[network])
        accounts = sorted(self.hours.own)
        for i, account in enumerate(accounts):
            arrays |= _laid(f"own.{i}", self.hours.own[account].belief)
            arrays[f"own.{i}.posts"] = self.hours.own[account].posts.astype(np.float32)
            arrays[f"own.{i}.scores"] = self.scores.get(account, np.zeros(0)).astype(np.float32)
        told: dict[str, object] = {
            "spec": label(self.embedder), "recipe": asdict(self.forecaster.recipe),
            "networks": networks,
            "accounts": [list(a) for a in accounts],
            "meant": [list(a) for a in self.axes.names] if self.axes else [],
            "learned_from": self.learned_from,
            "learned_until": self.learned_until, "nets": len(self.forecaster.nets),
            "lean": [self.forecaster.boosting.lean, self.forecaster.forest.lean],
        }  # fmt: skip
        weights = b""
        if self.forecaster.nets:
            from peruopt.learn.network import save

            buffer = io.BytesIO()
            save(self.forecaster.nets, buffer)
            weights = buffer.getvalue()
        return blob.pack(arrays, told, weights)


def thin(scores: Floats) -> Floats:
    """Keep at most 401 quantiles of sorted scores."""
    if len(scores) <= 401:
        return scores
    return np.quantile(scores, np.linspace(0, 1, 401))


def _under(arrays: dict[str, Array], prefix: str) -> dict[str, Array]:
    return {n.removeprefix(prefix): a for n, a in arrays.items() if n.startswith(prefix)}


def _laid(prefix: str, belief: Belief) -> dict[str, Array]:
    """Lay a belief down: its covariance is the same on both sides of the diagonal."""
    upper = belief.cover[np.triu_indices(WEEK)]
    return {f"{prefix}.mean": belief.mean, f"{prefix}.cover": upper.astype(np.float32)}


def _belief(arrays: dict[str, Array], prefix: str) -> Belief:
    cover = np.zeros((WEEK, WEEK))
    cover[np.triu_indices(WEEK)] = arrays[f"{prefix}.cover"]
    return Belief(arrays[f"{prefix}.mean"], cover + np.triu(cover, 1).T)


def take_up(model: bytes) -> Kept:
    """Read what `Kept.to_bytes` laid down, or raise UserError("learn.model_unusable")."""
    arrays, told, weights = blob.unpack(model)
    try:
        embedder = embedder_of(told["spec"])
        if embedder is None:
            raise UserError("learn.model_unusable")
        axes = None
        if embedder:
            axes = Axes.taken(embedder, told["meant"], _under(arrays, "axes."))
        recipe = told["recipe"]
        nets: tuple[Net, ...] = ()
        if told["nets"]:
            from peruopt.learn.network import load

            nets = load(io.BytesIO(weights))
        line = Line.of(_under(arrays, "line."))
        forecaster = Forecaster(
            Grown(Trees.of(_under(arrays, "boosting.")), line, float(told["lean"][0])),
            Grown(Trees.of(_under(arrays, "forest.")), line, float(told["lean"][1])), line, nets,
            Recipe(
                tuple(recipe["rounds"]), recipe["epochs"], tuple(recipe["weights"]),
                recipe["pretrained"], recipe["penalty"], recipe["brisk"],
            ),
            Widths(arrays["widths"].astype(np.float64)), Reach.taken(_under(arrays, "reach.")),
        )  # fmt: skip
        common = {
            network: _belief(arrays, f"common.{i}") for i, network in enumerate(told["networks"])
        }
        own, scores = {}, {}
        for i, (network, account) in enumerate(told["accounts"]):
            posts, newest = (
                arrays[f"own.{i}.{name}"].astype(np.float64) for name in ("posts", "scores")
            )
            own[network, account] = Own(_belief(arrays, f"own.{i}"), posts)
            scores[network, account] = newest
        hours = Hours(common, own)
        return Kept(
            forecaster, hours, scores, int(told["learned_from"]), int(told["learned_until"]), axes
        )
    except (KeyError, TypeError, ValueError, IndexError, RuntimeError) as bad:
        raise UserError("learn.model_unusable") from bad
