"""The star: on the best by the figure shown, on one draft at most, on none within the noise."""

from __future__ import annotations

import pytest

from peruopt.post import Post
from peruopt.restaurant import Network
from peruopt.work.starring import figure, starred


def promising(share: float, low: float = 0.8, high: float = 1.6, usual: float = 100) -> Post:
    return Post(
        restaurant_id=1, channel_id=1, network=Network.FACEBOOK, text="x", usual=usual,
        expected=usual * share, low=usual * low, high=usual * high,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("shares", "best"),
    [
        ((1.1, 1.2, 1.6), 3),
        ((1.6, 1.2, 1.1), 1),
        ((1.2, 1.2, 1.2), None),
        ((1.60, 1.602, 1.1), None),
        ((1.2,), None),
        ((), None),
    ],
)
def test_only_the_best_is_starred(shares, best):
    told = {n: figure([promising(share)]) for n, share in enumerate(shares, start=1)}
    assert starred(told) == best


def test_a_lead_within_the_noise_is_none():
    wide = {n: figure([promising(s, 0.4, 3.3)]) for n, s in ((1, 0.99), (2, 1.0), (3, 0.94))}
    assert starred(wide) is None
    ahead = {n: figure([promising(s, 0.4, 3.3)]) for n, s in ((1, 0.99), (2, 1.4), (3, 0.94))}
    assert starred(ahead) == 2


def test_what_was_not_forecast_is_not_compared():
    assert figure([Post(restaurant_id=1, channel_id=1, network="facebook", text="x")]) is None
    assert starred({1: figure([promising(1.6)]), 2: None}) is None
