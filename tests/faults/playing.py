"""Cells played one after another, in as many processes as there are."""

from __future__ import annotations

import logging
import multiprocessing
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from storage.database import open_database
from tests.faults.cells import Cell
from tests.faults.hurry import hurried
from tests.faults.lab import Lab, Outcome
from tests.networks.build import REAL
from tests.networks.names import Names

MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None  # no disk to wait for
HANDFUL = 10
"""Cells that one process plays at a time."""


async def play(cells: Iterable[Cell], folder: Path, *, trace: bool = False):
    database = open_database(f"sqlite:///{folder}/faults.sqlite3", data_dir=folder)
    with Names().installed() as names:
        labs = {network: Lab(database, network, names, trace=trace) for network in REAL}
        for cell in cells:
            yield await labs[cell.network].play(cell)
    database.close()


def played(cells: list[Cell], *, trace: bool = False) -> list[Outcome]:
    """Play some cells in this process, in a database of their own."""

    async def all_of_them() -> list[Outcome]:
        with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
            return [outcome async for outcome in play(cells, Path(folder), trace=trace)]

    logging.disable(logging.CRITICAL)
    try:
        return hurried(all_of_them())
    finally:
        logging.disable(logging.NOTSET)


def spread(cells: list[Cell], jobs: int) -> Iterator[Outcome]:
    """Play them in several processes; yield what came of them, in order."""
    handfuls = [cells[start : start + HANDFUL] for start in range(0, len(cells), HANDFUL)]
    with multiprocessing.get_context("spawn").Pool(jobs) as pool:
        for outcomes in pool.imap(played, handfuls):
            yield from outcomes
