"""`backtest` and `slots` over a canonical CSV: what others run to judge the learning."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from peruopt.errors import UserError

if TYPE_CHECKING:
    from peruopt.learn.embedding import Embedder

Say = Callable[[float, str], None]


def _quiet(share: float, stage: str) -> None:
    del share, stage


def backtest(
    path: Path,
    out: Path,
    test_fraction: float = 0.15,
    seed: int = 0,
    *,
    rivals: bool = False,
    say: Say = _quiet,
    embedder: Embedder | None = None,
) -> dict[str, object]:
    """Forecast every account's last part; write predictions; return metrics.

    With `rivals` the metrics hold every baseline beside the model; with an embedder the model
    reads what texts mean, too.
    """
    if not 0.01 <= test_fraction <= 0.4:
        raise UserError("learn.fraction", share=test_fraction)
    from peruopt.learn import backtest as trial
    from peruopt.learn.cleaning import clean
    from peruopt.learn.embedding import reader
    from peruopt.learn.features import remember
    from peruopt.learn.looking import described
    from peruopt.learn.reading import read_csv

    table, left_out = read_csv(path, reader(embedder, lambda s: say(0.05 * s, "reading")))
    cleaned = clean(table)
    say(0.05, "reading")
    past = remember(cleaned)
    seen, _ = described(past, test_fraction, embedder)
    say(0.1, "features")
    done = trial.backtest(
        past, seen, test_fraction, seed, lambda s, stage: say(0.1 + 0.6 * s, stage)
    )
    known = past.table
    names = known.names

    def rows() -> Iterator[list[object]]:
        for i in done.test.nonzero()[0].tolist():
            yield [
                names[known.code[i]][1], known.ids[i], _moment(int(known.at[i])),
                f"{past.lift[i]:.6f}", f"{done.mean[i]:.6f}", f"{done.low[i]:.6f}",
                f"{done.high[i]:.6f}",
            ]  # fmt: skip

    _write(out, _PREDICTED, rows())
    told: dict[str, object] = {
        "posts": len(known), "accounts": len(names), "test_posts": int(done.test.sum()),
        "seed": seed, "cleaning": cleaned.report | left_out,
        "metrics": {"model": trial.measure(past, done, seed)},
    }  # fmt: skip
    if rivals:
        from peruopt.learn.baselines import beside

        told["metrics"] = beside(
            past, seen, done, test_fraction, seed, lambda s: say(0.7 + 0.3 * s, "rivals")
        )
    say(1.0, "done")
    return told


def slots(path: Path, as_of: str, out: Path, seed: int = 0) -> dict[str, object]:
    """Write what each hour of the week is worth to each account, from what was known then."""
    from peruopt.learn.adjusting import residuals
    from peruopt.learn.cleaning import clean
    from peruopt.learn.features import look, remember
    from peruopt.learn.hours import learn_hours
    from peruopt.learn.past import MATURE
    from peruopt.learn.reading import read_csv
    from peruopt.learn.tables import newest
    from peruopt.learn.weekly import week_of

    day, moment = _when(as_of)
    table, left_out = read_csv(path)
    zone_shift = table.local - table.at
    limit = moment - (zone_shift if day else 0)
    known = clean(table.take(table.at <= limit - MATURE))
    past = remember(known)
    seen = look(past)
    rows = past.learnable
    hours = learn_hours(past, rows, residuals(past, seen, rows, seed))

    def lines() -> Iterator[list[object]]:
        for (network, account), last in zip(table.names, newest(known.table), strict=True):
            belief, posts = hours.belief(network, account, (moment - last) / 86_400)
            for hour in week_of(belief, posts):
                yield [
                    account, hour.weekday, hour.hour, f"{hour.expected:.6f}", f"{hour.low:.6f}",
                    f"{hour.high:.6f}", hour.posts,
                ]  # fmt: skip

    _write(out, ["account", "weekday", "hour", "expected", "low", "high", "posts"], lines())
    learned = {past.table.names[code] for code in set(past.table.code[rows].tolist())}
    return {
        "posts": len(past.table),
        "accounts": len(table.names),
        "accounts_by_prior_alone": len(set(table.names) - learned),
        "cleaning": known.report | left_out,
    }


_PREDICTED = ["account", "external_id", "published_at", "target", "predicted", "low", "high"]


def _when(told: str) -> tuple[bool, int]:
    """Return whether it is a plain day (each account's own midnight), and the moment."""
    try:
        if len(told.strip()) <= 10:
            day = date.fromisoformat(told.strip())
            return True, int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())
        moment = datetime.fromisoformat(told.strip())
    except ValueError as bad:
        raise UserError("learn.as_of", told=told) from bad
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
        return True, int(moment.timestamp())
    return False, int(moment.timestamp())


def _moment(second: int) -> str:
    return datetime.fromtimestamp(second, UTC).isoformat()


def _write(out: Path, head: list[str], rows: Iterator[list[object]]) -> None:
    out.parent.mkdir(parents=True, exist_ok=True)
    with out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(head)
        writer.writerows(rows)
