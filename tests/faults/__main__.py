"""`python -m tests.faults [--runs N] [--seed S] [--only] [--page FILE]`: the whole matrix.

A run that goes wrong says its seed; `python -m tests.faults --only --seed SEED --runs 1` plays it
again, turn by turn the same, and `--trace` shows each turn.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path

from tests.faults.cells import chance, compact, matrix
from tests.faults.lab import Outcome
from tests.faults.playing import played, spread
from tests.faults.report import HEAD, row, summary, table

AGAIN = "python -m tests.faults --only --trace --runs 1 --seed"
PAGE = Path(__file__).parents[2] / "docs" / "faults.md"
INTRODUCTION = """# What happens when a network fails

Written by `make faults`.  Every cell is the real publishing over a local network that speaks the
real protocol and fails as said, on a real SQLite file, with an owner who looks at the account and
answers a minute after being asked.  `steps` is what was left to that person.  A post's grace is 45
minutes; "for ever" is longer than that.  A process that is killed is started again ten seconds
later and looks at once at what was being sent; on PostgreSQL, where several share the work,
another one does so when the dead one's lease of thirty seconds is out.

Wrong is: a second copy; no copy though the network came back within the grace; a status that the
wall contradicts; a post that is stuck; an owner who has not been told within a minute (where we
are killed several times over, ten seconds more for each).  A run by chance that goes wrong prints
its seed, and `python -m tests.faults --only --trace --runs 1 --seed SEED` plays it again.

A thread of X is one post of three messages here.  Wrong is then, besides: a message that was not
approved so, stands twice, or hangs on nothing of the thread's; a count of messages that the wall
contradicts; a thread that stays half out without its owner having been told so.
"""


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main(options: argparse.Namespace) -> int:
    began, matrix_, chances = time.monotonic(), [], []
    seeds = range(options.seed, options.seed + options.runs)
    if options.trace:
        return int(any(o.wrong for o in played([chance(seed) for seed in seeds], trace=True)))
    if not options.only:
        say(HEAD)
        cells = compact() if options.quick else list(matrix())
        cells = [cell for cell in cells if options.network in ("", cell.network)]
        cells = [cell for cell in cells if cell.thread or not options.threads]
        for outcome in spread(cells, options.jobs):
            matrix_.append(outcome)
            say(row(outcome))
        say(f"\n{summary(matrix_)}\n")
    for outcome in spread([chance(seed) for seed in seeds], options.jobs):
        chances.append(outcome)
        if outcome.wrong:
            say(f"{row(outcome)}\n{outcome.cell}\nAgain: {AGAIN} {outcome.cell.seed}")
    if chances:
        say(f"Chance, seeds {seeds.start} to {seeds.stop - 1}:\n{summary(chances)}")
    lasted = time.monotonic() - began
    say(f"\n{lasted:.0f} s, {len([*matrix_, *chances]) / lasted:.1f} a second")
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
    parser.add_argument("--only", action="store_true", help="only the randomised runs")
    parser.add_argument("--trace", action="store_true", help="show each turn of them")
    parser.add_argument("--quick", action="store_true", help="only what the test suite plays")
    parser.add_argument("--network", default="", help="only the cells of this one")
    parser.add_argument("--threads", action="store_true", help="only the cells of threads")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes")
    parser.add_argument("--page", type=Path, nargs="?", const=PAGE, help="write docs/faults.md")
    sys.exit(main(parser.parse_args()))
