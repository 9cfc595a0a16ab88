"""`python -m tests.bench.learning_meaning`: what embeddings bring, on validation and on test.

The whole blend with and without them, on the newest posts of the accounts that have most, by
the same seeds; what was embedded is remembered between runs.  Writes its table into
docs/learning.md between its marks.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from peruopt.learn.arrays import Bools, Floats
from peruopt.learn.backtest import Backtest, backtest
from peruopt.learn.cleaning import clean
from peruopt.learn.embedding import installed, named, reader
from peruopt.learn.features import Past, look, remember
from peruopt.learn.looking import described
from peruopt.learn.metrics import blocks, r2, r2_interval
from peruopt.learn.reading import read_csv
from peruopt.learn.recalled import Recalled
from peruopt.learn.splits import split
from peruopt.learn.tables import Table
from peruopt.learn.text import Texts, read_texts
from tests.bench.learning import ROWS, SAMPLES, SHARE, write

HEAD = "| set | posts (accounts) | part | R² without | R² with | gain (95 %) |"


def newest(table: Table, accounts: int, each: int) -> Table:
    """Keep the newest posts of the accounts that have most."""
    many = np.bincount(table.code, minlength=len(table.names))
    kept = np.isin(table.code, np.argsort(-many, kind="stable")[:accounts])
    after = np.searchsorted(table.code, table.code, side="right") - np.arange(len(table))
    return table.take(kept & (after <= each))


def read(path: Path, accounts: int, each: int, embedder: Recalled) -> Past:
    """Read a set with its meanings, and say what they cost."""
    raw: list[str] = []

    def numbered(texts: Sequence[str]) -> Texts:
        """Keep texts aside, so that only those of rows that stay are embedded."""
        raw.extend(texts)
        place = np.arange(len(texts), dtype=np.float32).reshape(-1, 1)
        return replace(read_texts(texts), meaning=place)

    table = newest(read_csv(path, numbered)[0], accounts, each)
    chosen = [raw[int(i)] for i in table.texts.meaning[:, 0]]
    before, began = embedder.made, time.process_time()
    told = reader(embedder)(chosen)
    seconds, made = time.process_time() - began, embedder.made - before
    print(f"{path.name}: {made:,} new texts embedded in {seconds:.0f} s of processor", flush=True)
    embedder.keep()
    return remember(clean(replace(table, texts=told)))


def judged(path: Path, past: Past, embedder: Recalled, seeds: int) -> list[str]:
    """Return a set's rows of the table."""
    cut, plain = split(past, SHARE), look(past)
    wide, axes = described(past, SHARE, embedder)
    assert axes is not None
    without = [backtest(past, plain, SHARE, seed) for seed in range(seeds)]
    beside = [backtest(past, wide, SHARE, seed) for seed in range(seeds)]
    name = path.name.removesuffix(".csv.gz")
    size = f"{len(past.table):,} ({len(set(past.table.code.tolist()))})"
    return [
        _row(f"| {name} | {size}" if part == "validation" else "| |", past, part, rows, pair)
        for part, rows, pair in (
            ("validation", cut.valid, (without, beside)),
            ("test", without[0].test, (without, beside)),
        )
    ]


def _row(head: str, past: Past, part: str, rows: Bools, pair: tuple[list[Backtest], ...]) -> str:
    old, new = (_mean(done, rows) for done in pair)
    truth, block = past.lift[rows], blocks(past.table.code[rows], past.table.at[rows])
    gain = r2_interval(truth, new, block, 0, old)
    return (
        f"{head} | {part} | {r2(truth, old):.3f} | {r2(truth, new):.3f} "
        f"| {gain.value:+.3f} ({gain.low:+.3f} to {gain.high:+.3f}) |"
    )


def _mean(done: list[Backtest], rows: Bools) -> Floats:
    """Average the seeds' forecasts."""
    return np.mean([one.mean[rows] for one in done], axis=0)


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=SAMPLES, help="folder of canonical CSVs")
    parser.add_argument("--set", default="*", help="one set's name")
    parser.add_argument("--accounts", type=int, default=6, help="those that have most posts")
    parser.add_argument("--each", type=int, default=400, help="newest posts of each")
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("--rows", type=Path, default=ROWS, help="where rows and points are kept")
    told = parser.parse_args()
    found = named(installed())
    if found is None:
        raise SystemExit("pip install 'peruopt[embeddings]' first")
    embedder = Recalled(found, told.rows / "embeddings")
    told.rows.mkdir(parents=True, exist_ok=True)
    for path in sorted(told.data.glob(f"{told.set}.csv.gz")):
        past = read(path, told.accounts, told.each, embedder)
        lines = judged(path, past, embedder, told.seeds)
        (told.rows / f"{path.name}.meaning.json").write_text(json.dumps(lines), encoding="utf-8")
        print("\n".join(lines), flush=True)
    kept = [told.rows / f"{p.name}.meaning.json" for p in sorted(told.data.glob("*.csv.gz"))]
    rows = [line for p in kept if p.is_file() for line in json.loads(p.read_text("utf-8"))]
    write("meaning", [HEAD, "|---" * HEAD.count(" | ") + "|---|", *rows])


if __name__ == "__main__":
    main()
