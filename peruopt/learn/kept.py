"""What a training leaves behind, whole: forecaster, hours, and each account's newest errors."""

from __future__ import annotations

import io
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from peruopt.errors import UserError
from peruopt.learn import blob
from peruopt.learn.arrays import Floats
from peruopt.learn.forecaster import Forecaster, Recipe
from peruopt.learn.hours import Hours
from peruopt.learn.intervals import Widths
from peruopt.learn.slots import Belief, Evidence, Parts
from peruopt.learn.spec import VERSION
from peruopt.learn.trees import Trees

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

    @property
    def forecasts(self) -> bool:
        """Whether it has learned to forecast, or only counts hours."""
        return bool(self.forecaster.nets) or len(self.forecaster.grown.feature) > 1

    def to_bytes(self) -> bytes:
        """Lay it down."""
        arrays: dict[str, Array] = {
            f"trees.{name}": value for name, value in self.forecaster.grown.arrays().items()
        }
        arrays["widths"] = thin(self.forecaster.widths.scores)
        networks = sorted(self.hours.common)
        for i, network in enumerate(networks):
            belief = self.hours.common[network]
            arrays[f"common.{i}.mean"] = belief.mean
            arrays[f"common.{i}.cover"] = belief.cover.astype(np.float32)
        accounts = sorted(self.hours.own)
        for i, account in enumerate(accounts):
            evidence, belief = self.hours.own[account]
            arrays[f"own.{i}.posts"] = evidence.posts.astype(np.float32)
            arrays[f"own.{i}.sums"] = evidence.sums
            arrays[f"own.{i}.noise"] = np.array([evidence.noise])
            arrays[f"own.{i}.mean"] = belief.mean
            arrays[f"own.{i}.cover"] = belief.cover.astype(np.float32)
            arrays[f"own.{i}.scores"] = self.scores.get(account, np.zeros(0)).astype(np.float32)
        told = {
            "spec": VERSION, "recipe": asdict(self.forecaster.recipe), "networks": networks,
            "accounts": [list(a) for a in accounts], "parts": asdict(self.hours.parts),
            "learned_from": self.learned_from, "nets": len(self.forecaster.nets),
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


def take_up(model: bytes) -> Kept:
    """Read what `Kept.to_bytes` laid down, or raise UserError("learn.model_unusable")."""
    arrays, told, weights = blob.unpack(model)
    try:
        if told["spec"] != VERSION:
            raise UserError("learn.model_unusable")
        recipe = told["recipe"]
        nets = ()
        if told["nets"]:
            from peruopt.learn.network import load

            nets = load(io.BytesIO(weights))
        prefix = "trees."
        grown = {n.removeprefix(prefix): a for n, a in arrays.items() if n.startswith(prefix)}
        forecaster = Forecaster(
            Trees.of(grown), nets,
            Recipe(tuple(recipe["rounds"]), recipe["epochs"], recipe["trees"], recipe["net"]),
            Widths(arrays["widths"].astype(np.float64)),
        )  # fmt: skip
        common = {
            network: Belief(arrays[f"common.{i}.mean"], arrays[f"common.{i}.cover"].astype(np.float64))
            for i, network in enumerate(told["networks"])
        }
        own, scores = {}, {}
        for i, (network, account) in enumerate(told["accounts"]):
            part = {
                name: arrays[f"own.{i}.{name}"].astype(np.float64)
                for name in ("posts", "sums", "noise", "mean", "cover", "scores")
            }
            evidence = Evidence(part["posts"], part["sums"], float(part["noise"][0]))
            own[network, account] = (evidence, Belief(part["mean"], part["cover"]))
            scores[network, account] = part["scores"]
        hours = Hours(Parts(**told["parts"]), common, own)
        return Kept(forecaster, hours, scores, int(told["learned_from"]))
    except (KeyError, TypeError, ValueError, IndexError, RuntimeError) as bad:
        raise UserError("learn.model_unusable") from bad
