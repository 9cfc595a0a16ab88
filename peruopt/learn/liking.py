"""What dishes add to a post's result: all of them at once, beside hour, day and format, shrunk.

A Gaussian model of log ratios to the usual.  Each dish's effect is drawn towards the average dish
as far as the dishes of this house turn out to be alike; how far is not chosen but averaged over,
weighed by how well each width explains the posts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from peruopt.learn.arrays import Floats

FEWEST = 5
"""With fewer posts a dish's result is chance, and is said to be."""
_WIDTHS = (0.005, 0.02, 0.04, 0.07, 0.11, 0.16, 0.22, 0.3, 0.45)
_LIKELY = 0.2
"""How wide dishes may be expected to differ, before any post is seen; log units."""
_OTHER = 0.25
"""The same for hours, days, formats and accounts."""
_OUTLIER = 4.0
_NINETY = 1.645


@dataclass(frozen=True, slots=True)
class Told:
    """One post: how it did against the usual, in log units, its dish and its circumstances."""

    lift: float
    dish: str | None
    around: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Liked:
    """A dish against the average dish of the house, in log units, with a 90 % interval."""

    dish: str
    mean: float
    low: float
    high: float
    posts: int

    @property
    def clear(self) -> bool:
        """Whether it is told apart from the average dish."""
        return self.posts >= FEWEST and (self.low > 0 or self.high < 0)


@dataclass(frozen=True, slots=True)
class Liking:
    """All dishes, the best liked first."""

    dishes: tuple[Liked, ...]
    leads: bool
    """Whether the first is told apart from the second."""


def liking(posts: Sequence[Told]) -> Liking:
    """Return what each dish adds."""
    counts: dict[str, int] = {}
    for post in posts:
        if post.dish:
            counts[post.dish] = counts.get(post.dish, 0) + 1
    names = sorted(counts)
    if not names:
        return Liking((), leads=False)
    mean, spread = _fitted(posts, names)
    wide = np.sqrt(np.maximum(np.diag(spread), 1e-12)) * _NINETY
    order = np.argsort(-mean, kind="stable")
    found = tuple(
        Liked(names[i], float(mean[i]), float(mean[i] - wide[i]), float(mean[i] + wide[i]),
              counts[names[i]])
        for i in order
    )  # fmt: skip
    enough = [int(i) for i in order if counts[names[i]] >= FEWEST]
    leads = False
    if len(enough) > 1:
        a, b = enough[:2]
        apart = float(spread[a, a] + spread[b, b] - 2 * spread[a, b])
        leads = bool(mean[a] - mean[b] > _NINETY * np.sqrt(max(apart, 1e-12)))
    return Liking(found, leads)


def _fitted(posts: Sequence[Told], names: Sequence[str]) -> tuple[Floats, Floats]:
    """Return the dishes' effects and their covariance, averaged over the widths."""
    around = sorted({trait for post in posts for trait in post.around})
    place = {("dish", name): i for i, name in enumerate(names)}
    many = len(names)
    place |= {("around", trait): many + i for i, trait in enumerate(around)}
    some_dish, level = many + len(around), many + len(around) + 1
    x = np.zeros((len(posts), level + 1))
    x[:, level] = 1.0
    for row, post in enumerate(posts):
        for trait in post.around:
            x[row, place["around", trait]] = 1.0
        if post.dish:
            x[row, place["dish", post.dish]] = x[row, some_dish] = 1.0
    y = _tamed(np.array([post.lift for post in posts]))
    gram, told, square = x.T @ x, x.T @ y, float(y @ y)

    def prior(width: float) -> Floats:
        wide = np.full(level + 1, _OTHER)
        wide[:many], wide[level] = width, 3.0
        return 1 / wide**2

    noise = max(float(y.var()), 1e-3)
    for _ in range(3):
        first = np.linalg.inv(gram / noise + np.diag(prior(_LIKELY)))
        at = first @ told / noise
        used = float(np.trace(first @ gram)) / noise
        left = square - 2 * at @ told + at @ gram @ at
        noise = max(float(left) / max(len(y) - used, 1.0), 1e-3)
    fits: list[tuple[float, Floats, Floats]] = []
    for width in _WIDTHS:
        tight = prior(width)
        exact = gram / noise + np.diag(tight)
        inverse: Floats = np.linalg.inv(exact).astype(np.float64)
        at = inverse @ told / noise
        size = float(np.linalg.slogdet(exact)[1] - np.log(tight).sum())
        score = 0.5 * (float(at @ told) / noise - size) - width**2 / (2 * _LIKELY**2)
        fits.append((score, at[:many], inverse[:many, :many]))
    best = max(score for score, _, _ in fits)
    weights = np.exp([score - best for score, _, _ in fits]) * np.gradient(np.array(_WIDTHS))
    weights /= weights.sum()
    mean = sum((w * at for w, (_, at, _) in zip(weights, fits, strict=True)), np.zeros(many))
    spread = sum(
        (w * (c + np.outer(at, at)) for w, (_, at, c) in zip(weights, fits, strict=True)),
        np.zeros((many, many)),
    ) - np.outer(mean, mean)
    return mean, spread


def _tamed(y: Floats) -> Floats:
    """Draw in what is far out: one post that everybody saw says little about its dish."""
    middle = float(np.median(y))
    width = 1.4826 * float(np.median(np.abs(y - middle)))
    reach = _OUTLIER * max(width, 0.1)
    drawn: Floats = np.clip(y, middle - reach, middle + reach)
    return drawn
