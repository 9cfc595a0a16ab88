"""Made-up histories for the tests of learning."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from peruopt.restaurant import Network
from peruopt.results import Media, Metrics, PastPost

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
DISHES = ("ceviche", "lomo saltado", "causa", "anticuchos", "picarones", "ají de gallina")


def history(
    many: int,
    *,
    account: str = "muelle",
    seed: int = 0,
    hours_apart: float = 14.0,
    network: Network = Network.FACEBOOK,
) -> list[PastPost]:
    """Return posts up to two days ago; some dishes do better, evenings too."""
    rng = np.random.default_rng(seed)
    at = NOW - timedelta(days=2)
    posts = []
    for i in range(many):
        dish = int(rng.integers(len(DISHES)))
        evening = 0.4 if (at.hour - 5) % 24 >= 18 else 0.0
        level = 4.0 + 0.35 * dish + evening + rng.normal(0, 0.5)
        likes = int(np.exp(level))
        metrics = Metrics(likes=likes, comments=likes // 10, shares=likes // 20)
        text = f"Hoy {DISHES[dish]} en la casa #{DISHES[dish].split()[0]} {i}"
        media = (Media.PHOTO, Media.VIDEO)[int(rng.integers(2))]
        posts.append(PastPost(network, account, f"{account}-{i}", at, text, media, metrics))
        at -= timedelta(hours=float(rng.exponential(hours_apart)) + 0.5)
    return posts[::-1]


def noise(many: int) -> list[PastPost]:
    """Return posts whose results have nothing to do with anything."""
    counts = np.exp(np.random.default_rng(5).normal(4, 1, many))
    return [
        replace(post, metrics=Metrics(likes=int(count), comments=0, shares=0))
        for post, count in zip(history(many), counts, strict=True)
    ]


def write_csv(path: Path, posts: list[PastPost], timezone: str = "America/Lima") -> Path:
    """Write posts as the canonical CSV."""
    head = (
        "account network timezone external_id published_at media_type text likes comments shares"
    )
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(head.split())
        for p in posts:
            counts = (p.metrics.likes, p.metrics.comments, p.metrics.shares)
            writer.writerow(
                [p.account, p.network, timezone, p.external_id, p.published_at.isoformat(),
                 p.media, p.text, *("" if c is None else c for c in counts)]
            )  # fmt: skip
    return path
