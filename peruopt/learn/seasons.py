"""Hours season by season: what is old may count for less, and how much less, the accounts say.

A belief is renewed by each season's posts, and falls back a little between them.  Whether it
should is judged by how well each season is foretold by those before it: an audience that stays
as it is speaks for remembering everything, one that moves for forgetting.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from peruopt.learn.arrays import Floats, Ints
from peruopt.learn.pools import LEAST, TEMPER, Pools, shares
from peruopt.learn.slots import Belief, Evidence, mixed

SEASON = 90 * 86_400
FEWEST = 30
"""Posts that a season has at least."""
MEMORIES = (math.inf, 3 * 365.0)
"""Days after which hours are alike by 1/e: never less, or within three years."""
_DAY = 86_400.0


@dataclass(frozen=True, slots=True)
class Story:
    """An account's adjusted results, whole and in runs of time."""

    whole: Evidence
    parts: tuple[tuple[float, Evidence], ...]
    """Days since the part before it, and the part."""

    @classmethod
    def of(cls, slot: Ints, left: Floats, at: Ints) -> Story:
        """Cut residuals, in order of time, into seasons."""
        whole = Evidence.of(slot, left)
        edges = _edges(at)
        parts, before = [], 0.0
        for first, last in pairwise(edges):
            middle = float(at[first:last].mean()) / _DAY
            part = Evidence.of(slot[first:last], left[first:last], whole.noise)
            parts.append((middle - before if first else 0.0, part))
            before = middle
        return cls(whole, tuple(parts))


def _edges(at: Ints) -> list[int]:
    """Return where each season begins, and the end: one of too few posts joins the next."""
    if not len(at):
        return []
    edges = [0]
    for i in range(len(at)):
        far = at[i] - at[edges[-1]] >= SEASON
        if far and i - edges[-1] >= FEWEST and len(at) - i >= FEWEST:
            edges.append(i)
    return [*edges, len(at)]


def lived(start: Belief, story: Story, memory: float) -> tuple[Belief, float]:
    """Return the belief after a whole story, and how well its parts were foretold."""
    belief, told = start, 0.0
    for days, part in story.parts:
        belief = belief.faded(start, math.exp(-days / memory))
        told += belief.foretold(part)
        belief = belief.given(part)
    return belief, told


def remembered(pools: Pools, stories: Sequence[Story]) -> list[Belief]:
    """Return what is believed of each account of the pools after its story."""
    expected = [pools.expected(story.whole) for story in stories]
    long = [len(story.parts) > 1 for story in stories]
    if not any(long):
        return [_known(pools, e, s) for e, s in zip(expected, stories, strict=True)]
    worth = np.zeros(len(MEMORIES))
    for every, story in zip(expected, stories, strict=True):
        start = mixed(every, pools.weights)
        worth += [lived(start, story, memory)[1] for memory in MEMORIES]
    weights = shares(TEMPER * worth)
    weights = np.where(weights >= LEAST, weights, 0.0)
    return [
        _told(pools, every, story, weights) if several else _known(pools, every, story)
        for every, story, several in zip(expected, stories, long, strict=True)
    ]


def _known(pools: Pools, every: list[Belief], story: Story) -> Belief:
    return mixed([belief.given(story.whole) for belief in every], pools.weights)


def _told(pools: Pools, every: list[Belief], story: Story, weights: Floats) -> Belief:
    beliefs = [
        mixed([lived(start, story, memory)[0] for start in every], pools.weights)
        for memory, weight in zip(MEMORIES, weights, strict=True)
        if weight
    ]
    return mixed(beliefs, weights[weights > 0])
