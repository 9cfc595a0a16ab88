"""Hours on trial are set apart, and are never more than was promised."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from peruopt.hourcard import ordered
from peruopt.learn.choosing import choose
from peruopt.recommending import Hour, Known, Signal, Slot, SlotRules
from peruopt.restaurant import Network

NOW = datetime(2026, 11, 23, 15, tzinfo=UTC)
WEEK = [Hour(d, h, 0.01 * h, -0.1, 0.1, 1, Signal.WEAK) for d in range(7) for h in range(24)]


def slots(share: float, seed: int) -> list[Slot]:
    rules = SlotRules((), timedelta(hours=3), 9, 22, explore_share=share, seed=seed)
    return choose(Known(Network.FACEBOOK, "m", "America/Lima", ()), WEEK, NOW, 5, rules)


@pytest.mark.parametrize("share", [0.0, 0.1, 0.3])
def test_no_more_is_tried_than_was_promised(share: float) -> None:
    lists = [ordered(slots(share, seed)) for seed in range(400)]
    tried = np.array([slot.explores for found in lists for slot in found])
    spread = np.sqrt(share * (1 - share) / len(tried))
    assert tried.mean() <= share + 3 * spread
    assert share == 0 or tried.any()


def test_a_trial_is_last_and_alone_however_well_it_does() -> None:
    some = slots(0.0, 1)
    some[0], some[2] = (replace(some[i], explores=True, expected=9.0) for i in (0, 2))
    found = ordered(some)
    assert [slot.explores for slot in found] == [False, False, False, True]
