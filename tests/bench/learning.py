"""The bench of the learning: `make bench-learning` or `python -m tests.bench.learning`.

Judges forecasts and hours on every canonical set it finds, beside their rivals, and writes the
tables into docs/learning.md between its marks.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import tempfile
import time
from pathlib import Path

import numpy as np

from peruopt.learn.arrays import Floats
from peruopt.learn.backtest import Backtest, backtest, measure
from peruopt.learn.baselines import rivals
from peruopt.learn.boosting import Grown
from peruopt.learn.cleaning import clean
from peruopt.learn.features import Past, Seen, look, remember
from peruopt.learn.metrics import blocks, coverage, r2, r2_interval
from peruopt.learn.reading import read_csv
from peruopt.learn.splits import split
from peruopt.learn.trees import columns
from tests.bench.learning_gru import gru
from tests.bench.learning_hours import SIZES, a_year, by_history
from tests.bench.learning_null import permutation_null
from tests.bench.learning_rivals import lightgbm, ridge
from tests.bench.learning_worlds import HOSTILE, LATER, UNSEEN, Kinds

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "tests" / "data" / "learning"
REPORT = ROOT / "docs" / "learning.md"
SHARE = 0.15
ROWS = Path(tempfile.gettempdir()) / "peruopt-bench-learning"
HEAD = (
    "| set | sha256 | test posts | coverage of 90 %, by seed | rank correlation "
    "| MAE / usual's | hours: uplift over shuffled ones | CPU for one seed |"
)


def read(path: Path, most: int) -> Past:
    """Read a set, of each account its newest posts: an equal share of `most`."""
    table = read_csv(path)[0]
    each = max(most // len(table.names), 1)
    after = np.searchsorted(table.code, table.code, side="right") - np.arange(len(table))
    return remember(clean(table.take(after <= each)))


def judge_set(path: Path, seeds: int, most: int) -> tuple[list[str], list[str]]:
    """Return a set's rows of both tables: R² beside rivals, and the promise of intervals."""
    past = read(path, most)
    seen = look(past)
    began = time.process_time()
    done = backtest(past, seen, SHARE, 0)
    seconds = time.process_time() - began
    others = [backtest(past, seen, SHARE, seed) for seed in range(1, seeds)]
    cut, rows, name = split(past, SHARE), done.test, path.name.removesuffix(".csv.gz")
    truth = past.lift[rows]
    block = blocks(past.table.code[rows], past.table.at[rows])
    ours = done.mean[rows]
    every = {**rivals(past, seen, cut, 0), "ridge": lambda: ridge(past, seen, cut, 0)}
    every["LightGBM, our features"] = lambda: lightgbm(past, seen, cut, 0)
    every["GRU without attention"] = lambda: gru(past, seen, cut, 0)
    every |= members(past, seen, done)
    own = r2_interval(truth, ours, block, 0)
    by_seed = ", ".join(f"{r2(truth, d.mean[rows]):.3f}" for d in [done, *others])
    lines = [f"| {name} | **blend** | {own.value:.3f} ({own.low:.3f} to {own.high:.3f}) | |"]
    lines += [f"| | the blend by seed | {by_seed} | |"]
    for rival, make in every.items():
        theirs = make()[rows]
        value = r2_interval(truth, theirs, block, 0)
        gain = r2_interval(truth, ours, block, 0, theirs)
        shown = f"{value.value:.3f} ({value.low:.3f} to {value.high:.3f})"
        more = f"{gain.value:+.3f} ({gain.low:+.3f} to {gain.high:+.3f})"
        lines.append(f"| | {rival.replace('_', ' ')} | {shown} | {more} |")
    told = measure(past, done, 0)
    uplift, chance = permutation_null(past, seen, rows, 0)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()[:12]
    held = ", ".join(f"{coverage(past.lift, d.low, d.high, rows):.3f}" for d in [done, *others])
    promise = (
        f"| {name} | {digest} | {len(truth):,} of {len(past.table):,} | {held} "
        f"| {told['spearman_within']} | {told['mae']} / {told['mae_trailing_median']} "
        f"| {uplift:+.3f} (p = {chance:.2f}) | {seconds:.0f} s |"
    )
    return lines, [promise]


def members(past: Past, seen: Seen, done: Backtest) -> dict[str, object]:
    """Return the parts of our blend, each alone."""
    made = done.learned.forecaster

    def whole(grown: Grown) -> Floats:
        forecast = np.zeros(len(done.test))
        forecast[done.test] = grown.predict(seen.values[done.test][:, columns()])
        return forecast

    every = {"our boosting alone": lambda: whole(made.boosting)}
    if made.recipe.weights[1]:
        every["our forest alone"] = lambda: whole(made.forest)
    if made.recipe.weights[2]:
        every["our line alone"] = lambda: made.line.predict(seen.values[:, columns()])
    if made.nets:
        every["our attention-LSTM alone"] = lambda: made.nets[0].ask(past, seen, done.test)[0]
    return every


def report(kept: list[Path]) -> None:
    """Write what is there of every set into the tables."""
    forecasts = ["| set | forecast | R² (95 %) | the blend's gain (95 %) |", "|---|---|---|---|"]
    promises = [HEAD, "|---" * HEAD.count(" | ") + "|---|"]
    for path in kept:
        if path.is_file():
            lines, promise = json.loads(path.read_text(encoding="utf-8"))
            forecasts, promises = forecasts + lines, promises + promise
    write("forecasts", forecasts)
    write("promises", promises)


def hours_table(seeds: int, kinds: Kinds = HOSTILE) -> list[str]:
    """Return the simulator's table."""
    head = " | ".join(f"{size:,} posts" for size in SIZES)
    lines = [f"| well specified / hostile | {head} |", "|---" * (len(SIZES) + 1) + "|"]
    for name, shares in by_history(seeds, kinds=kinds).items():
        cells = (f"{w:.2f} / {h:.2f}" for w, h in zip(shares[False], shares[True], strict=True))
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return lines


def year_table(seeds: int) -> list[str]:
    """Return the table of a year's decisions."""
    lines = ["| one post a day for a year | share of the gap |", "|---|---|"]
    return lines + [f"| {name} | {share:.2f} |" for name, share in a_year(seeds).items()]


def write(name: str, lines: list[str]) -> None:
    """Put a table between its marks in the report."""
    text = REPORT.read_text(encoding="utf-8")
    start, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    head, _, rest = text.partition(start)
    _, _, tail = rest.partition(end)
    REPORT.write_text("\n".join([head + start, *lines, end + tail]), encoding="utf-8")


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=SAMPLES, help="folder of canonical CSVs")
    parser.add_argument("--seeds", type=int, default=3, help="of our own forecasts")
    parser.add_argument("--most", type=int, default=20_000, help="posts of a set, the newest")
    parser.add_argument("--set", default="*", help="one set's name")
    parser.add_argument("--rows", type=Path, default=ROWS, help="where rows are kept meanwhile")
    parser.add_argument("--worlds", type=int, default=2, help="times ten worlds")
    parser.add_argument("--only", default="", help="sets, hours or nothing for both")
    told = parser.parse_args()
    if told.only != "hours":
        told.rows.mkdir(parents=True, exist_ok=True)
        for path in sorted(told.data.glob(f"{told.set}.csv.gz")):
            kept = judge_set(path, told.seeds, told.most)
            (told.rows / f"{path.name}.json").write_text(json.dumps(kept), encoding="utf-8")
            print("\n".join(kept[0] + kept[1]), flush=True)
        report(sorted(told.rows / f"{p.name}.json" for p in told.data.glob("*.csv.gz")))
    if told.only != "sets":
        for name, lines in (
            ("hours", hours_table(told.worlds)),
            ("unseen", hours_table(told.worlds, UNSEEN)),
            ("later", hours_table(told.worlds, LATER)),
            ("year", year_table(told.worlds)),
        ):
            print("\n".join(lines), flush=True)
            write(name, lines)


if __name__ == "__main__":
    main()
