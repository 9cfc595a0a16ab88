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
from peruopt.learn.families import FAMILIES
from peruopt.learn.forecaster import Forecaster, Recipe
from peruopt.learn.hours import Hours
from peruopt.learn.intervals import Widths
from peruopt.learn.linear import Line
from peruopt.learn.pools import Pool, Pools
from peruopt.learn.reach import Reach
from peruopt.learn.slots import Evidence
from peruopt.learn.spec import VERSION
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
        arrays["widths"] = thin(self.forecaster.widths.scores)
        networks = sorted(self.hours.common)
        families: list[list[str]] = []
        for i, network in enumerate(networks):
            pools = self.hours.common[network]
            families.append([pool.family.name for pool in pools.pools])
            arrays[f"common.{i}.weights"] = pools.weights
            for pool in pools.pools:
                prefix = f"common.{i}.{pool.family.name}"
                arrays[f"{prefix}.precision"] = pool.precision.astype(np.float32)
                arrays[f"{prefix}.shift"] = pool.shift
        accounts = sorted(self.hours.own)
        for i, account in enumerate(accounts):
            evidence = self.hours.own[account]
            arrays[f"own.{i}.posts"] = evidence.posts.astype(np.float32)
            arrays[f"own.{i}.sums"] = evidence.sums
            arrays[f"own.{i}.noise"] = np.array([evidence.noise])
            arrays[f"own.{i}.scores"] = self.scores.get(account, np.zeros(0)).astype(np.float32)
        told = {
            "spec": VERSION, "recipe": asdict(self.forecaster.recipe), "networks": networks,
            "accounts": [list(a) for a in accounts], "families": families,
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


def _pool(arrays: dict[str, Array], prefix: str, name: str) -> Pool:
    (family,) = (f for f in FAMILIES if f.name == name)
    precision = arrays[f"{prefix}.{name}.precision"].astype(np.float64)
    return Pool(family, precision, arrays[f"{prefix}.{name}.shift"])


def take_up(model: bytes) -> Kept:
    """Read what `Kept.to_bytes` laid down, or raise UserError("learn.model_unusable")."""
    arrays, told, weights = blob.unpack(model)
    try:
        if told["spec"] != VERSION:
            raise UserError("learn.model_unusable")
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
            network: Pools(
                tuple(_pool(arrays, f"common.{i}", name) for name in told["families"][i]),
                arrays[f"common.{i}.weights"],
            )
            for i, network in enumerate(told["networks"])
        }
        own, scores = {}, {}
        for i, (network, account) in enumerate(told["accounts"]):
            posts, sums, noise, newest = (
                arrays[f"own.{i}.{name}"].astype(np.float64)
                for name in ("posts", "sums", "noise", "scores")
            )
            own[network, account] = Evidence(posts, sums, float(noise[0]))
            scores[network, account] = newest
        hours = Hours(common, own)
        return Kept(
            forecaster, hours, scores, int(told["learned_from"]), int(told["learned_until"])
        )
    except (KeyError, TypeError, ValueError, IndexError, RuntimeError) as bad:
        raise UserError("learn.model_unusable") from bad
