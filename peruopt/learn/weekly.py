"""The 168 hours of one account, said honestly: what each is worth, and how sure that is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from peruopt.learn.arrays import Floats
from peruopt.learn.fading import days_since
from peruopt.learn.families import WEEK
from peruopt.learn.hours import habit_of
from peruopt.learn.prior import network_prior, prior_cover
from peruopt.learn.slots import Belief
from peruopt.learn.tables import from_posts
from peruopt.recommending import Hour, Known, Signal

if TYPE_CHECKING:
    from peruopt.learn.kept import Kept

FEWEST = 40
"""Posts below which no hour has a signal."""

_Z = 1.6449  # 5 % to 95 %
_CLEAR, _WEAK = 0.95, 0.75


def week_of(belief: Belief, posts: Floats, *, known: bool = True) -> list[Hour]:
    """Return all hours, Monday 0 h first.  Without `known` posts no hour has a signal.

    Nor has one that the account cannot know: what the pool says of it is drawn, and no more.
    """
    mean, spread = belief.against(habit_of(posts))
    most = tellable(posts)
    return [
        Hour(
            slot // 24, slot % 24, round(float(mean[slot]), 6),
            round(float(mean[slot] - _Z * spread[slot]), 6),
            round(float(mean[slot] + _Z * spread[slot]), 6),
            int(posts[slot]),
            _least(most[slot], signal(float(mean[slot]), float(spread[slot])))
            if known else Signal.NONE,
        )
        for slot in range(WEEK)
    ]  # fmt: skip


def tellable(posts: Floats) -> list[Signal]:
    """Return the most that the account's own posts can tell of each hour of the week.

    All where it posted at that hour on the day or the day beside; a weak signal where it did
    only an hour before or after; nothing elsewhere.
    """
    here = np.asarray(posts).reshape(7, 24) > 0
    near = here | np.roll(here, 1, axis=0) | np.roll(here, -1, axis=0)
    around = np.roll(here.ravel(), 1) | np.roll(here.ravel(), -1)
    return [
        Signal.CLEAR if own else Signal.WEAK if beside else Signal.NONE
        for own, beside in zip(near.ravel(), around, strict=True)
    ]


def _least(most: Signal, found: Signal) -> Signal:
    order = (Signal.NONE, Signal.WEAK, Signal.CLEAR)
    return min(most, found, key=order.index)


def signal(mean: float, spread: float) -> Signal:
    """Say how sure it is that an hour differs from the account's habit in the way it seems."""
    from statistics import NormalDist

    sure = NormalDist().cdf(abs(mean) / spread)
    if sure >= _CLEAR:
        return Signal.CLEAR
    return Signal.WEAK if sure >= _WEAK else Signal.NONE


def hours_of(known: Known, model: Kept | None) -> list[Hour]:
    """Return the week of one account: learned where a model knows it, else what is usual."""
    network = str(known.network)
    if model is not None and (network, known.account) in model.hours.own:
        days = days_since(known, model.learned_until)
        belief, posts = model.hours.belief(network, known.account, days)
        return week_of(belief, posts, known=bool(posts.sum() >= FEWEST))
    if model is not None:
        belief = model.hours.stranger(network)
    else:
        belief = Belief(network_prior(network), prior_cover())
    posts = np.zeros(WEEK)
    if known.history:
        table = from_posts(known.history, known.timezone)
        posts = np.bincount(table.hour_of_week, minlength=WEEK).astype(np.float64)
    return week_of(belief, posts, known=False)
