"""The part of the matrix that every run of the suite plays; `make faults` plays all of it."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from tests.faults.__main__ import play
from tests.faults.cells import Cell, chance, compact, matrix
from tests.faults.report import row, summary
from tests.networks.build import REAL
from tests.networks.faults import Kind

MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None  # no disk to wait for
CHANCES = 25
"""`python -m tests.faults --runs 1000` plays more."""


async def wrong(cells: list[Cell]) -> list[str]:
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        outcomes = [outcome async for outcome in play(cells, Path(folder))]
    assert len(outcomes) == len(cells)
    assert summary(outcomes)
    return [row(outcome) for outcome in outcomes if outcome.wrong or not outcome.struck]


@pytest.mark.parametrize("network", REAL)
async def test_one_copy_a_true_status_and_an_owner_who_knows(network):
    assert await wrong([cell for cell in compact() if cell.network is network]) == []


async def test_and_so_by_chance():
    cells = [chance(seed) for seed in range(CHANCES)]
    for cell in cells:  # a fault that never comes is no fault of the draw's
        assert cell == chance(int(cell.moment.removeprefix("seed ")))
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        bad = [row(outcome) async for outcome in play(cells, Path(folder)) if outcome.wrong]
    assert bad == []


def test_the_matrix_has_every_fault_at_every_network():
    cells = list(matrix())
    for network in REAL:
        played = {kind for cell in cells if cell.network is network for kind, *_ in cell.script}
        assert played >= set(Kind) - {Kind.STUCK}
    assert len(cells) > 400


async def test_the_lab_notices_a_publisher_that_sends_twice(monkeypatch):
    """A lab that cannot fail proves nothing."""
    from peruopt.publishers.facebook import FacebookPublisher

    async def careless(self, post, memo):
        return True

    async def blind(self, post, memo):
        return None

    monkeypatch.setattr(FacebookPublisher, "unsent", careless)
    monkeypatch.setattr(FacebookPublisher, "find", blind)
    cell = next(cell for cell in compact() if cell.fault == Kind.DROP_AFTER)
    assert "copies" in (await wrong([cell]))[0]
