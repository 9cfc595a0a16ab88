"""`python -m tests.faults [--runs N] [--seed S] [--quick] [--page FILE]`: the whole matrix."""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

from storage.database import open_database
from tests.faults.cells import Cell, chance, compact, matrix
from tests.faults.lab import Lab, Outcome
from tests.faults.report import HEAD, row, summary, table
from tests.networks.build import REAL
from tests.networks.names import Names

PAGE = Path(__file__).parents[2] / "docs" / "faults.md"
INTRODUCTION = """# What happens when a network fails

Written by `make faults`.  Every cell is the real publishing over a local network that speaks the
real protocol and fails as said, on a real SQLite file, with an owner who looks at the account and
answers a minute after being asked.  `steps` is what was left to that person.  A post's grace is 45
minutes; "for ever" is longer than that.  A process that is killed is started again ten seconds
later and waits for the five minutes that the dead attempt was given.
"""


async def play(cells: Iterable[Cell], folder: Path):
    database = open_database(f"sqlite:///{folder}/faults.sqlite3", data_dir=folder)
    with Names().installed() as names:
        labs = {network: Lab(database, network, names) for network in REAL}
        for cell in cells:
            yield await labs[cell.network].play(cell)
    database.close()


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


async def main(options: argparse.Namespace) -> int:
    began, matrix_, chances = time.monotonic(), [], []
    with tempfile.TemporaryDirectory() as folder:
        say(HEAD)
        async for outcome in play(compact() if options.quick else matrix(), Path(folder)):
            matrix_.append(outcome)
            say(row(outcome))
    with tempfile.TemporaryDirectory() as folder:
        seeds = range(options.seed, options.seed + options.runs)
        async for outcome in play(map(chance, seeds), Path(folder)):
            chances.append(outcome)
            if outcome.wrong:
                say(f"{row(outcome)}\n{outcome.cell}")
    say(f"\n{summary(matrix_)}")
    if chances:
        say(f"\nChance, seeds {seeds.start} to {seeds.stop - 1}:\n{summary(chances)}")
    say(f"\n{time.monotonic() - began:.0f} s")
    if options.page:
        options.page.write_text(page(matrix_, chances, options), "utf-8")
    return int(any(outcome.wrong for outcome in [*matrix_, *chances]))


def page(cells: list[Outcome], chances: list[Outcome], options: argparse.Namespace) -> str:
    parts = [INTRODUCTION, "## In short\n", summary(cells).replace("\n", "  \n"), ""]
    if chances:
        first, last = options.seed, options.seed + options.runs - 1
        title = (
            f"## By chance\n\n`--runs {options.runs} --seed {first}` (seeds {first} to {last}):\n"
        )
        parts += [title, summary(chances).replace("\n", "  \n"), ""]
    return "\n".join([*parts, "## Cell by cell\n", table(cells), ""])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--runs", type=int, default=100, help="randomised runs after the matrix")
    parser.add_argument("--seed", type=int, default=1, help="the first of them")
    parser.add_argument("--quick", action="store_true", help="only what the test suite plays")
    parser.add_argument("--page", type=Path, nargs="?", const=PAGE, help="write docs/faults.md")
    logging.disable(logging.CRITICAL)
    sys.exit(asyncio.run(main(parser.parse_args())))
