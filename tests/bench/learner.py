"""`python -m tests.bench.learner`: what learning costs one restaurant, and what answers cost then.

The training is the whole of `peruopt train`: cleaning, backtest against every baseline, the
network's fine-tuning, hours and intervals.  Beside it, in the same run, what an analyst would
do instead: LightGBM on the posts' calendar, fitted anew for each window of a backtest.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import sys
import time
from collections.abc import Callable
from datetime import timedelta

from tests.bench.filling import ACCOUNT, NOW, long_history

POSTS, ROUNDS, ZONE = 5_000, 20, "America/Lima"
FOLDS = 4


def main() -> int:
    """Train once, answer often, and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=POSTS)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    args = parser.parse_args()
    posts = long_history(args.posts)
    began = time.perf_counter()
    rival(posts)
    instead = time.perf_counter() - began
    model, wall, processor = trained(posts)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"  {args.posts:,} posts: training {wall:.1f} s wall, {processor:.1f} s of processor,")
    print(
        f"  {wall / instead:.1f}× an analyst's LightGBM with its backtest; memory {memory:.0f} MB"
    )
    week, draft = answers(posts, model, args.rounds)
    print(f"  a week's hours p50 {week[0]:.0f} ms, p95 {week[1]:.0f} ms")
    print(f"  forecast of a draft p50 {draft[0]:.0f} ms, p95 {draft[1]:.0f} ms", flush=True)
    return 0


def trained(posts: list) -> tuple[bytes, float, float]:
    """Return the model, seconds on the wall and seconds of processor."""
    from peruopt.learn.train import train

    wall, processor = time.perf_counter(), time.process_time()
    done = train(posts, ZONE, now=NOW)
    return done.model, time.perf_counter() - wall, time.process_time() - processor


def answers(posts: list, model: bytes, rounds: int) -> tuple[tuple, tuple]:
    """Time a week's recommendation and one draft's forecast, the model already loaded."""
    from peruopt.learn.recommend import LearnedRecommender
    from peruopt.recommending import Known, Proposal, SlotRules
    from peruopt.restaurant import Network

    recommender = LearnedRecommender()
    known = Known(Network.FACEBOOK, ACCOUNT, ZONE, posts[-300:], model)
    draft = Proposal("Hoy sale el ceviche carretillero.", posts[-1].media, NOW + timedelta(days=1))
    week = timed(lambda: recommender.slots(known, NOW, 5, SlotRules()), rounds)
    return week, timed(lambda: recommender.score(known, [draft]), rounds)


def timed(work: Callable[[], object], rounds: int) -> tuple[float, float]:
    """Return p50 and p95 in milliseconds, the first call (it loads) aside."""
    work()
    took = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        took.append((time.perf_counter() - began) * 1000)
    return statistics.median(took), sorted(took)[int(0.95 * (rounds - 1))]


def rival(posts: list) -> None:
    """Fit LightGBM to hour, weekday, month, media and length, on growing windows."""
    import lightgbm
    import numpy as np

    rows = np.array(
        [
            (
                p.published_at.hour,
                p.published_at.weekday(),
                p.published_at.month,
                hash(p.media) % 7,
                len(p.text),
            )
            for p in posts
        ],
        dtype=float,
    )
    reach = np.log1p([float(p.metrics.interactions or 0) for p in posts])
    for fold in range(1, FOLDS + 1):
        upto = len(posts) * fold // FOLDS
        model = lightgbm.LGBMRegressor(n_estimators=400, verbose=-1, n_jobs=2)
        model.fit(rows[:upto], reach[:upto])
        model.predict(rows)


if __name__ == "__main__":
    sys.exit(main())
