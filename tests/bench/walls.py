"""Fake networks for the publishing bench: a wall in a file that many processes write to."""

from __future__ import annotations

import asyncio
import json
import os
import random
import time
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path

from peruopt.errors import Busy, Uncertain
from peruopt.ports import Receipt
from peruopt.post import Post
from peruopt.restaurant import Network

NETWORKS = (Network.FACEBOOK, Network.INSTAGRAM, Network.X, Network.TELEGRAM)
FAULTY = 0.05
SLOW = 0.05
"""Seconds that a network takes to answer."""


class Luck(StrEnum):
    FINE = "fine"
    BUSY = "busy"
    """Says so, and has nothing."""
    LOST = "lost"
    """Has it, and the answer never arrives."""
    DROPPED = "dropped"
    """Hangs up, and has nothing."""


def luck(seed: int, post: int) -> Luck:
    """Return what befalls the first sending of a post, the same for everybody."""
    dice = random.Random(f"{seed} {post}")
    if dice.random() >= FAULTY:
        return Luck.FINE
    return dice.choice((Luck.BUSY, Luck.LOST, Luck.DROPPED))


@dataclass
class Wall:
    """One network.  The first sending of a post may meet with a fault, and no other."""

    network: Network
    folder: Path
    seed: int

    def send(self, post: int) -> str:
        """Put it up, or fail; blocks as a request does."""
        time.sleep(SLOW)
        met = luck(self.seed, post) if self._first(post) else Luck.FINE
        if met is Luck.BUSY:
            raise Busy(datetime.now(UTC) + timedelta(seconds=1))
        if met is Luck.DROPPED:
            raise Uncertain("hung up")
        copy = os.urandom(6).hex()
        with (self.folder / self.network).open("a") as wall:
            wall.write(json.dumps([post, copy, time.time()]) + "\n")
        if met is Luck.LOST:
            raise Uncertain("hung up")
        return copy

    def _first(self, post: int) -> bool:
        try:
            (self.folder / f"tried-{post}").touch(exist_ok=False)
        except FileExistsError:
            return False
        return True

    # what a Publisher needs beside

    async def publish(self, post: Post, picture, memo) -> Receipt:
        return Receipt(await asyncio.to_thread(self.send, post.id))

    async def find(self, post: Post, memo) -> Receipt | None:
        there = [copy for number, copy, _ in read(self.folder / self.network) if number == post.id]
        return Receipt(there[0]) if there else None

    async def unsent(self, post: Post, memo) -> bool:
        return False  # no more than Facebook could say

    async def measure(self, post: Post, now) -> None:
        return None


def read(path: Path) -> list[tuple[int, str, float]]:
    return (
        [tuple(json.loads(line)) for line in path.read_text().splitlines()]
        if path.exists()
        else []
    )


@dataclass(frozen=True)
class Tally:
    """What the walls show in the end."""

    posts: int
    copies: int
    duplicates: int
    losses: int
    seconds: float
    by_hand: int = 0

    @property
    def rate(self) -> float:
        return (self.posts - self.losses) / self.seconds if self.seconds else 0.0


def tally(folder: Path, posts: list[int], began: float, by_hand: int = 0) -> Tally:
    lines = [line for network in NETWORKS for line in read(folder / network)]
    out = Counter(post for post, _, _ in lines)
    assert set(out) <= set(posts)
    # the time until all but the last twentieth are out: what waits for a person is no work
    moments = sorted(at for _, _, at in lines)
    last = moments[max(0, int(len(moments) * (1 - FAULTY)) - 1)] if moments else began
    return Tally(
        len(posts),
        len(lines),
        sum(count - 1 for count in out.values()),
        sum(post not in out for post in posts),
        last - began,
        by_hand,
    )
