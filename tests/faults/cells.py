"""The matrix: every network, every fault, every moment; and chances for what nobody lists."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta

from peruopt.restaurant import Network
from tests.networks.build import REAL
from tests.networks.faults import Fault, Kind
from tests.networks.names import Road

MINUTE = timedelta(minutes=1)
STEPS = {
    Network.FACEBOOK: ("photos", "feed", "node"),
    Network.INSTAGRAM: (
        "content_publishing_limit",
        "container",
        "status",
        "media_publish",
        "node",
    ),
    Network.X: ("initialize", "append", "finalize", "metadata", "tweets"),
    Network.TELEGRAM: ("sendPhoto",),
}
FINAL = {
    Network.FACEBOOK: "feed",
    Network.INSTAGRAM: "media_publish",
    Network.X: "tweets",
    Network.TELEGRAM: "sendPhoto",
}
LISTS = {Network.FACEBOOK: "published_posts", Network.INSTAGRAM: "media", Network.X: "list"}
TRANSACTIONS = {
    Network.FACEBOOK: 20,
    Network.INSTAGRAM: 20,
    Network.X: 24,
    Network.TELEGRAM: 12,
}
PARTS, THREAD_TRANSACTIONS = 3, 48
PERMANENT = {Kind.EXPIRED, Kind.SCOPE}
COSTS = {Kind.LIMITED_RESET: 9 * MINUTE, Kind.LIMITED: 3 * MINUTE}
ASKS = (Kind.DROP_BEFORE, Kind.UNAVAILABLE, Kind.KILL_BEFORE, Kind.STOP_BEFORE)
COSTS |= dict.fromkeys(ASKS, 12 * MINUTE)
"""How long it may take until we ask again: what the network said, or a person's answer."""


@dataclass
class Cell:
    """One thing that goes wrong, or several."""

    network: Network
    fault: str
    moment: str
    script: list[tuple[Kind, str, int, timedelta | None]] = field(default_factory=list)
    """(kind, step, times, or for how long after the hour)"""
    road: Road = Road.OPEN
    closed_for: timedelta = timedelta()
    skew: timedelta = timedelta()
    shows_after: timedelta = timedelta()
    stuck_for: timedelta = timedelta()
    dies: tuple[int, str] | None = None
    seed: int | None = None
    pictures: int = 1
    thread: bool = False
    passes: int = 0
    """So many messages of it go out before anything goes wrong."""

    @property
    def returns(self) -> bool:
        """Whether the network is well again, by itself, long enough before the grace ends."""
        if any(kind in PERMANENT for kind, _, _, _ in self.script):
            return False
        waits = self.closed_for + self.stuck_for
        for kind, _, times, until in self.script:
            waits += until + COSTS.get(kind, MINUTE) if until else times * COSTS.get(kind, MINUTE)
        return waits <= 40 * MINUTE

    def faults(self, due) -> list[Fault]:
        return [
            Fault(kind, step, times, due + until if until else None, self._skip(step))
            for kind, step, times, until in self.script
        ]

    def _skip(self, step: str) -> int:
        return self.passes if step == FINAL[self.network] else 0


def matrix() -> Iterator[Cell]:
    """Yield every cell."""
    for network in REAL:
        yield Cell(network, "nothing at all", "")
        for kind in Kind:
            for step in () if kind is Kind.STUCK else STEPS[network]:
                yield Cell(network, kind, step, [(kind, step, 1, None)])
        yield from roads(network)
        yield from lasting(network)
        yield from lists(network)
        yield from albums(network)
        yield from threads() if network is Network.X else ()
        for number in range(1, TRANSACTIONS[network] + 1):
            for moment in ("inside", "after"):  # before it is after the last one
                yield Cell(
                    network,
                    "we are killed",
                    f"{moment} transaction {number}",
                    dies=(number, moment),
                )


def roads(network: Network) -> Iterator[Cell]:
    for road, name in ((Road.NO_NAME, "DNS gone"), (Road.REFUSED, "connection refused")):
        for minutes in (0.5, 10, 360):
            when = "for ever" if minutes == 360 else f"for {minutes:g} min"
            yield Cell(network, name, when, road=road, closed_for=minutes * MINUTE)


def lasting(network: Network) -> Iterator[Cell]:
    final = FINAL[network]
    for kind in (Kind.UNAVAILABLE, Kind.LIMITED, Kind.LIMITED_RESET, Kind.SLOW, Kind.DROP_BEFORE):
        for minutes in (3, 20, 360):
            when = "for ever" if minutes == 360 else f"for {minutes} min"
            script = [(kind, final, 0, minutes * MINUTE)]
            yield Cell(network, kind, f"{final}, {when}", script)
    if network is Network.INSTAGRAM:
        for minutes in (4, 20, 360):
            when = "for ever" if minutes == 360 else f"for {minutes} min"
            yield Cell(network, Kind.STUCK, f"status, {when}", stuck_for=minutes * MINUTE)
    for hours in (-2, 2):
        skew = timedelta(hours=hours)
        yield Cell(network, "clock skewed", f"{hours:+} h", skew=skew)
        dropped = [(Kind.DROP_AFTER, final, 1, None)]
        yield Cell(network, "clock skewed", f"{hours:+} h, {final} lost", dropped, skew=skew)
        limited = [(Kind.LIMITED_RESET, final, 1, None)]
        yield Cell(network, "clock skewed", f"{hours:+} h, {final} limited", limited, skew=skew)


def lists(network: Network) -> Iterator[Cell]:
    """The answer is lost, and the network is no help in looking for it."""
    lost = (Kind.DROP_AFTER, FINAL[network], 1, None)
    for seconds in (20, 300):
        shows = timedelta(seconds=seconds)
        yield Cell(
            network, "shows it late", f"{seconds} s, answer lost", [lost], shows_after=shows
        )
    if step := LISTS.get(network):
        for kind in (Kind.DROP_BEFORE, Kind.UNAVAILABLE, Kind.GARBAGE, Kind.LIMITED, Kind.EXPIRED):
            script = [lost, (kind, step, 1, None)]
            yield Cell(network, kind, f"{step}, after a lost answer", script)


def albums(network: Network) -> Iterator[Cell]:
    """Three pictures in one post, cut short in the midst of them and at the end."""
    final = "sendMediaGroup" if network is Network.TELEGRAM else FINAL[network]
    uploads = {Network.FACEBOOK: "photos", Network.INSTAGRAM: "container", Network.X: "finalize"}
    steps = [*filter(None, [uploads.get(network)]), final]
    for step in steps:
        for kind in (Kind.DROP_AFTER, Kind.UNAVAILABLE, Kind.KILL_BEFORE, Kind.KILL_AFTER):
            yield Cell(network, kind, f"{step}, album", [(kind, step, 1, None)], pictures=3)


def threads() -> Iterator[Cell]:
    """A thread of three messages, cut short before, at and between each of them."""
    on_x = {"network": Network.X, "thread": True}
    yield Cell(fault="nothing at all", moment="thread", **on_x)
    for passes in range(PARTS):
        on_x["passes"], at = passes, f"thread, message {passes + 1}"
        for kind in Kind:
            if kind is not Kind.STUCK:
                yield Cell(fault=kind, moment=at, script=[(kind, "tweets", 1, None)], **on_x)
        for kind in (Kind.UNAVAILABLE, Kind.LIMITED, Kind.DROP_BEFORE, Kind.DROP_AFTER):
            for minutes in (20, 360):
                when = "for ever" if minutes == 360 else f"for {minutes} min"
                script = [(kind, "tweets", 0, minutes * MINUTE)]
                yield Cell(fault=kind, moment=f"{at}, {when}", script=script, **on_x)
        for seconds in (20, 300):
            yield Cell(
                fault="shows it late",
                moment=f"{at}, {seconds} s, answer lost",
                script=[(Kind.DROP_AFTER, "tweets", 1, None)],
                shows_after=timedelta(seconds=seconds),
                **on_x,
            )
        for kind in (Kind.DROP_BEFORE, Kind.UNAVAILABLE, Kind.GARBAGE, Kind.LIMITED, Kind.EXPIRED):
            script = [(Kind.DROP_AFTER, "tweets", 1, None), (kind, "list", 1, None)]
            yield Cell(fault=kind, moment=f"list, {at}, answer lost", script=script, **on_x)
    for number in range(1, THREAD_TRANSACTIONS + 1):
        for moment in ("inside", "after"):
            yield Cell(
                Network.X,
                "we are killed",
                f"thread, {moment} transaction {number}",
                dies=(number, moment),
                thread=True,
            )


def compact() -> list[Cell]:
    """Return what the test suite runs: every fault, at the moment that matters most."""
    kept = []
    for cell in matrix():
        number = cell.dies[0] if cell.dies else 0
        if cell.dies:
            keep = cell.dies[1] == "after" and number % 5 == 0
        elif cell.moment.endswith(("min", "for ever")):
            keep = cell.moment == "for 10 min"
        else:
            keep = cell.moment in ("", FINAL[cell.network])
            keep = keep or cell.moment.endswith(("+2 h", "lost", "20 s, answer lost"))
            keep = keep or (cell.pictures > 1 and cell.fault == Kind.KILL_AFTER)
            keep = keep or (cell.fault == Kind.UNAVAILABLE and "lost answer" in cell.moment)
            keep = keep or cell.moment == "thread, message 2"
        if keep:
            kept.append(cell)
    return kept


def chance(seed: int) -> Cell:
    """Return a cell that nobody listed, the same for the same seed."""
    dice = random.Random(seed)
    network = dice.choice(REAL)
    steps = [*STEPS[network], FINAL[network], FINAL[network], LISTS.get(network, "any")]
    kinds = [kind for kind in Kind if kind is not Kind.STUCK]
    weights = [0.2 if kind in PERMANENT else 1.0 for kind in kinds]
    script = [
        (
            dice.choices(kinds, weights)[0],
            dice.choice(steps),
            dice.choice((1, 1, 1, 2, 3)),
            dice.choice((None, None, None, dice.randint(1, 25) * MINUTE)),
        )
        for _ in range(dice.choice((1, 1, 2, 2, 3)))
    ]
    script = [
        (k, s, n, None if k.name.startswith(("KILL", "STOP")) else u) for k, s, n, u in script
    ]
    cell = Cell(network, "chance", f"seed {seed}", script, seed=seed)
    if dice.random() < 0.2:
        cell = replace(cell, skew=timedelta(minutes=dice.randint(-300, 300)))
    if dice.random() < 0.3:
        cell = replace(
            cell, dies=(dice.randint(1, 20), dice.choice(("before", "inside", "after")))
        )
    if dice.random() < 0.2:
        cell = replace(cell, shows_after=timedelta(seconds=dice.randint(1, 400)))
    if dice.random() < 0.2:
        road = dice.choice((Road.NO_NAME, Road.REFUSED))
        cell = replace(cell, road=road, closed_for=timedelta(seconds=dice.randint(10, 1500)))
    if network is Network.X and dice.random() < 0.5:
        cell = replace(cell, thread=True, passes=dice.randrange(PARTS))
    return cell
