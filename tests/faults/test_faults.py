"""The part of the matrix that every run of the suite plays; `make faults` plays all of it."""

from __future__ import annotations

import pytest

from tests.faults.cells import Cell, chance, compact, matrix
from tests.faults.playing import played
from tests.faults.report import row, summary
from tests.networks.build import REAL
from tests.networks.faults import Kind

CHANCES = 25
"""`python -m tests.faults --runs 1000` plays more."""


def wrong(cells: list[Cell]) -> list[str]:
    outcomes = played(cells)
    assert len(outcomes) == len(cells)
    assert summary(outcomes)
    return [row(outcome) for outcome in outcomes if outcome.wrong or not outcome.struck]


@pytest.mark.parametrize("network", REAL)
def test_one_copy_a_true_status_and_an_owner_who_knows(network):
    assert wrong([cell for cell in compact() if cell.network is network]) == []


def test_and_so_by_chance():
    cells = [chance(seed) for seed in range(CHANCES)]
    for cell in cells:  # a fault that never comes is no fault of the draw's
        assert cell == chance(int(cell.moment.removeprefix("seed ")))
    assert [row(outcome) for outcome in played(cells) if outcome.wrong] == []


def test_a_run_by_chance_can_be_played_again_the_same():
    first = played([chance(seed) for seed in (3, 46, 57)])
    assert [row(outcome) for outcome in first] == [
        row(played([chance(seed)])[0]) for seed in (3, 46, 57)
    ]


def test_the_matrix_has_every_fault_at_every_network():
    cells = list(matrix())
    for network in REAL:
        played = {kind for cell in cells if cell.network is network for kind, *_ in cell.script}
        assert played >= set(Kind) - {Kind.STUCK}
    assert len(cells) > 400


def test_the_lab_notices_a_publisher_that_sends_twice(monkeypatch):
    """A lab that cannot fail proves nothing."""
    from peruopt.publishers.facebook import FacebookPublisher

    async def careless(self, post, memo):
        return True

    async def blind(self, post, memo):
        return None

    monkeypatch.setattr(FacebookPublisher, "unsent", careless)
    monkeypatch.setattr(FacebookPublisher, "find", blind)
    cell = next(cell for cell in compact() if cell.fault == Kind.DROP_AFTER)
    assert "copies" in wrong([cell])[0]
