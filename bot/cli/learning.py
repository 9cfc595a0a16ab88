"""`peruopt backtest` and `peruopt slots`: the learning judged on a file, without a database."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from pathlib import Path

from bot.cli.canonical import Asked, canonical
from bot.cli.doubting import doubt, fit_doubted, hours_doubted
from bot.cli.history import answer, ask_back
from bot.cli.saying import words, writable
from bot.meaning import opened
from bot.setup import read
from peruopt.errors import UserError

POSTS = (
    "what `peruopt import` reads, or a CSV with the columns account and published_at, and what "
    "there is of network, timezone, external_id, media_type, text, likes, comments, shares, views"
)


def arguments(name: str, parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("posts", type=Path, help=POSTS)
    parser.add_argument("--answer", action="append", type=answer, default=[],
                        metavar="QUESTION=ANSWER",
                        help="what the file leaves open, as for `peruopt import`")  # fmt: skip
    parser.add_argument("--out", type=Path, required=True, help="the CSV to write")
    parser.add_argument("--seed", type=int, default=0)
    if name == "slots":
        parser.add_argument("--as-of", required=True, help="a day or moment; only what was known")
        return
    parser.add_argument("--test-fraction", type=float, default=0.15)
    parser.add_argument(
        "--json", action="store_true", help="print metrics, every baseline's beside the model's"
    )
    parser.add_argument(
        "--embeddings", action="store_true", help="read what texts mean, too (docs/learning.md)"
    )


def run(args: argparse.Namespace) -> int:
    """Compute; figures go to standard output, progress to standard error."""
    if not args.posts.is_file():
        print(words()("console.no_such_file", path=str(args.posts)), file=sys.stderr)
        return 1
    writable(args.out)
    try:
        with canonical(args.posts, dict(args.answer), words().timezone) as posts:
            return _judge(args, posts)
    except Asked as asked:
        ask_back(asked.question, args.posts.name, words())
        return 1


def _judge(args: argparse.Namespace, posts: Path) -> int:
    from peruopt.learn import commands
    from peruopt.learn.embedding import EXTRA

    if args.name == "slots":
        hours = commands.slots(posts, args.as_of, args.out, args.seed)
        _print(hours)
        doubt(hours_doubted(hours, args.as_of))
        return 0
    embedder = None
    if args.embeddings:
        embedder = opened(read())
        if embedder is None:
            raise UserError("console.no_embeddings", extra=EXTRA)
    told = commands.backtest(
        posts, args.out, args.test_fraction, args.seed, rivals=args.json, say=_say,
        embedder=embedder,
    )  # fmt: skip
    if embedder:
        embedder.keep()
    if args.json:
        print(json.dumps(told, indent=2, ensure_ascii=False))
    else:
        _print(told)
    doubt(fit_doubted(told))
    return 0


def _say(share: float, stage: str) -> None:
    if sys.stderr.isatty():
        print(f"\r{share:4.0%} {stage:<24}", end="", file=sys.stderr)


def _print(told: Mapping[str, object], indent: str = "") -> None:
    for key, value in told.items():
        if isinstance(value, Mapping):
            print(f"{indent}{key}:")
            _print(value, indent + "  ")
        else:
            shown = f"{value:.4f}" if isinstance(value, float) else value
            print(f"{indent}{key}: {shown}")
