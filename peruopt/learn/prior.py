"""What is usual on a network before a house has a history of its own: weak on purpose."""

from __future__ import annotations

import numpy as np

from peruopt.learn.arrays import Floats
from peruopt.learn.families import KERNELS, WEEK
from peruopt.restaurant import Network

SPREAD = 0.12
"""Standard deviation of what an hour may be worth when nothing is known."""
_NIGHT = (0, 1, 2, 3, 4, 5, 6)
_WINDOWS: dict[str, dict[range, float]] = {
    # Peru: evenings and late afternoons on Facebook; delivery before lunch and dinner
    Network.FACEBOOK: {range(20, 23): 0.06, range(15, 19): 0.04, range(11, 14): 0.02},
    Network.INSTAGRAM: {range(18, 22): 0.05, range(11, 14): 0.04},
    Network.TIKTOK: {range(19, 23): 0.05, range(12, 14): 0.02},
    Network.X: {range(11, 14): 0.03, range(18, 22): 0.03},
    Network.TELEGRAM: {range(11, 14): 0.03, range(18, 21): 0.03},
}


def network_prior(network: str) -> Floats:
    """Return the 168 expected effects, their mean zero over waking hours."""
    day = np.zeros(24)
    day[list(_NIGHT)] = -0.08
    for hours, worth in _WINDOWS.get(network, _WINDOWS[Network.FACEBOOK]).items():
        day[list(hours)] += worth
    smooth = (np.roll(day, 1) + 2 * day + np.roll(day, -1)) / 4
    smooth -= smooth[7:].mean()
    return np.tile(smooth, 7)[:WEEK]


def network_habit() -> Floats:
    """Return when restaurants usually post: waking hours, more towards lunch and evening."""
    day = np.full(24, 0.02)
    day[9:23] = 1.0
    day[11:14] = day[17:21] = 1.6
    return np.tile(day, 7)


def prior_cover() -> Floats:
    """Return how unsure the prior is of each hour, neighbours alike."""
    likeness: Floats = 0.6 * KERNELS["smooth"] + 0.2 * KERNELS["day"] + 0.2 * KERNELS["cell"]
    return SPREAD**2 * likeness
