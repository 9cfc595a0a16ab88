"""Any file of posts that `peruopt import` reads, as the CSV that the learning is judged on."""

from __future__ import annotations

import csv
import sys
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from lzma import LZMAError
from pathlib import Path
from tarfile import TarError
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from zipfile import BadZipFile

from bot.cli.saying import rows_refused, words
from peruopt.results import PastPost
from peruopt.sources.asking import Question, Refused, said
from peruopt.work.ingesting import ASSUMED, REFUSED_KEPT

if TYPE_CHECKING:
    from peruopt.sources.survey import Survey

COLUMNS = (
    "network", "account", "timezone", "external_id", "published_at", "media_type", "text",
    "likes", "comments", "shares", "views", "reach",
)  # fmt: skip


class Asked(Exception):
    """The file leaves something open that only a person knows."""

    def __init__(self, question: Question) -> None:
        super().__init__(question.key)
        self.question = question


@contextmanager
def canonical(path: Path, answered: Mapping[str, str], zone: str) -> Iterator[Path]:
    """Give a canonical CSV as it is, and any other file of posts written out as one.

    Raises Asked, or UserError for what is no table of posts.
    """
    if _is_canonical(path):
        yield path
        return
    from peruopt.sources.survey import survey

    answers = said(answered)
    seen = survey(path, path.name, default_zone=zone, now=datetime.now(UTC), answers=answers)
    left = (q for q in seen.questions if q.key not in answered and q.key not in ASSUMED)
    if question := next(left, None):
        raise Asked(question)
    with TemporaryDirectory() as folder:
        yield _written(path, seen, zone, Path(folder) / "posts.csv")


def _is_canonical(path: Path) -> bool:
    import pandas as pd

    from peruopt.learn.reading import NEEDED

    try:
        frame = pd.read_csv(path, nrows=0, dtype=str, encoding="utf-8-sig")
    except (OSError, ValueError, EOFError, BadZipFile, LZMAError, TarError, zlib.error):
        return False
    return set(NEEDED) <= set(frame.columns)


def _written(path: Path, seen: Survey, zone: str, out: Path) -> Path:
    from peruopt.sources.reading import read

    refused: list[Refused] = []
    count = 0
    with out.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(COLUMNS)
        for post in read(path, seen):
            if isinstance(post, PastPost):
                lines.writerow(_line(post, zone, path.stem))
                continue
            count += 1
            if len(refused) < REFUSED_KEPT:
                refused.append(post)
    for told in rows_refused(refused, count, words()):
        print(told, file=sys.stderr)
    return out


def _line(post: PastPost, zone: str, name: str) -> list[object]:
    told = post.metrics
    counts = (told.likes, told.comments, told.shares, told.views, told.reach)
    return [
        post.network, post.account or name, zone, post.external_id,
        post.published_at.isoformat(), post.media, post.text,
        *("" if count is None else count for count in counts),
    ]  # fmt: skip
