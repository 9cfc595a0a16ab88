"""The matrix as a page to read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from tests.faults.cells import PARTS
from tests.faults.lab import Outcome


def seconds(value: float) -> str:
    if value < 90:
        return f"{value:.0f} s"
    return f"{value / 60:.0f} min"


def row(outcome: Outcome) -> str:
    cell = outcome.cell
    told = ", ".join(f"{key.partition('.')[2]} ({seconds(at)})" for key, at in outcome.told)
    reason = f" ({outcome.reason})" if outcome.reason else ""
    wrong = " **" + "; ".join(outcome.wrong) + "**" if outcome.wrong else ""
    return (
        f"| {cell.network} | {cell.fault} | {cell.moment} | {shown(outcome)} "
        f"| {outcome.state}{reason}{wrong} | {told} | {outcome.steps} |"
    )


def shown(outcome: Outcome) -> str:
    """Return how many copies there are; of half a thread, how many messages."""
    half = outcome.messages and not outcome.copies
    return f"{outcome.messages} of {PARTS} messages" if half else str(outcome.copies)


HEAD = (
    "| network | fault | moment | copies | final status | what the owner was told, "
    "and how long after the hour | steps |\n|---|---|---|---|---|---|---|"
)


def table(outcomes: Iterable[Outcome]) -> str:
    return "\n".join([HEAD, *map(row, outcomes)])


def summary(outcomes: Sequence[Outcome]) -> str:
    copies = Counter(outcome.copies for outcome in outcomes)
    states = Counter(str(outcome.state) for outcome in outcomes)
    back = [outcome for outcome in outcomes if outcome.cell.returns]
    alone = sum(1 for outcome in back if outcome.copies == 1 and not outcome.steps)
    asked = sum(1 for outcome in back if outcome.steps)
    once = sum(1 for outcome in back if outcome.copies == 1)
    wrong = sum(1 for outcome in outcomes if outcome.wrong)
    lines = [
        f"{len(outcomes)} cells, {wrong} with anything wrong.",
        f"Copies on the wall: {_counted(copies)}.",
        f"Final status: {_counted(states)}.",
        f"Where the network came back within the grace: {len(back)} cells.",
        f"Of these, with exactly one copy: {once}; by itself: {alone}; a person asked: {asked}.",
    ]
    return "\n".join(lines)


def _counted(counter: Counter) -> str:
    return ", ".join(f"{value}: {count}" for value, count in sorted(counter.items()))
