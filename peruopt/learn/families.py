"""Families of hours: how effects of the 168 hours may hang together, and how large they are.

No single house can tell whether its hours change smoothly, jump, or differ on weekends; many
houses can.  Each family is a Gaussian prior in two parts, what accounts have in common and what
is an account's own; `pools` weighs them by how well each foretells the accounts.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from peruopt.learn.arrays import Floats

WEEK = 168
HOUR = np.arange(WEEK) % 24
DAY = np.arange(WEEK) // 24


def _ring(gap: Floats, turn: float, reach: float) -> Floats:
    """Return a smooth periodic kernel of circular distance."""
    close: Floats = np.exp(-2 * np.sin(np.pi * gap / turn) ** 2 / reach**2)
    return close


def _kernels() -> dict[str, Floats]:
    hours = np.abs(HOUR[:, None] - HOUR[None, :]).astype(np.float64)
    days = np.abs(DAY[:, None] - DAY[None, :]).astype(np.float64)
    smooth, day = _ring(hours, 24, 0.7), _ring(days, 7, 0.9)
    return {
        "smooth": smooth,
        "steep": _ring(hours, 24, 0.35),
        "hour": (hours == 0).astype(np.float64),
        "day": day,
        "weekend": smooth * ((DAY[:, None] >= 5) == (DAY[None, :] >= 5)),
        "cell": _ring(hours, 24, 0.5) * day,
        "alone": np.eye(WEEK),
    }


KERNELS = _kernels()
"""How alike two hours are: the same time of day, nearly so, exactly, on like days, …"""


@dataclass(frozen=True, slots=True)
class Family:
    """Standard deviations of each kernel's part."""

    name: str
    common: tuple[tuple[str, float], ...]
    own: tuple[tuple[str, float], ...]
    chance: float
    """Before anything is seen."""

    def shared(self) -> Floats:
        """Return the covariance of what accounts have in common."""
        return _sum(self.common)

    def apart(self) -> Floats:
        """Return the covariance of what is an account's own."""
        return _sum(self.own)


@cache
def _sum(parts: tuple[tuple[str, float], ...]) -> Floats:
    whole = np.zeros((WEEK, WEEK))
    for name, deviation in parts:
        whole = whole + deviation**2 * KERNELS[name]
    return whole


FAMILIES = (
    Family(
        "smooth", (("smooth", 0.084), ("day", 0.039), ("cell", 0.039)),
        (("smooth", 0.10), ("hour", 0.04), ("day", 0.04), ("weekend", 0.04), ("cell", 0.05)), 0.52,
    ),
    Family(
        "strangers", (("smooth", 0.025), ("day", 0.02)),
        (("smooth", 0.14), ("hour", 0.03), ("day", 0.02), ("cell", 0.03)), 0.08,
    ),
    Family(
        "steep", (("steep", 0.10), ("day", 0.02)),
        (("steep", 0.12), ("day", 0.02), ("cell", 0.02)), 0.08,
    ),
    Family("jumps", (("smooth", 0.03), ("hour", 0.07)), (("smooth", 0.03), ("hour", 0.09)), 0.08),
    Family(
        "weekends", (("smooth", 0.02), ("weekend", 0.02)),
        (("smooth", 0.07), ("weekend", 0.12)), 0.08,
    ),
    Family("alone", (("smooth", 0.08),), (("smooth", 0.03), ("alone", 0.14)), 0.08),
    Family("faint", (("smooth", 0.03),), (("smooth", 0.03), ("hour", 0.02)), 0.08),
)  # fmt: skip
