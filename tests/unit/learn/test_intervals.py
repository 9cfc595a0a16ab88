"""Intervals keep nine in ten when the noise drifts and when accounts differ."""

from __future__ import annotations

import numpy as np
import pytest

from peruopt.learn.intervals import Widths, roll

HOUR = 3600


def judged(noise: np.ndarray, seed: int = 0) -> float:
    rng = np.random.default_rng(seed)
    many = noise.shape[1]
    code = np.repeat(np.arange(len(noise)), many)
    at = np.tile(np.arange(many) * 8 * HOUR, len(noise))
    result = rng.normal(0, 1, code.shape) * noise.ravel()
    warm = np.tile(np.arange(many) < 150, len(noise))
    widths = Widths(np.sort(result[warm]))
    zero, one = np.zeros(len(code)), np.ones(len(code))
    low, high = roll(_Rows(code, at), result, zero, one, warm, ~warm, widths)
    return float(((result >= low) & (result <= high))[~warm].mean())


class _Rows:
    def __init__(self, code: np.ndarray, at: np.ndarray) -> None:
        self.code, self.at = code, at

    def __len__(self) -> int:
        return len(self.at)


@pytest.mark.parametrize("shape", ["steady", "growing", "falling", "unequal"])
def test_nine_in_ten_are_inside(shape: str):
    noise = np.ones((4, 700))
    if shape == "growing":
        noise *= np.linspace(1, 2, 700)
    if shape == "falling":
        noise *= np.linspace(2, 1, 700)
    if shape == "unequal":
        noise *= np.array([[0.4], [0.8], [1.2], [2.0]])
    assert judged(noise) == pytest.approx(0.9, abs=0.025)
