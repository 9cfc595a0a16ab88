"""Reads the posts of a surveyed file, one by one."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import BinaryIO, Self

from peruopt.results import PastPost
from peruopt.sources.asking import Refused
from peruopt.sources.interpreting import Interpreter, skipped, when_of
from peruopt.sources.layout import rows_of
from peruopt.sources.survey import Survey

SHOWN = 20


class Reading(Iterator["PastPost | Refused"]):
    """An iterator over a file's posts and refused rows that counts as it goes."""

    def __init__(
        self, file: BinaryIO | Path, survey: Survey, progress: Callable[[float], None] | None
    ) -> None:
        self.kept = self.refused = self.skipped = self.duplicates = 0
        self.duplicate_lines: list[int] = []
        """The first few."""
        self._survey, self._progress = survey, progress
        self._seen: set[int] = set()
        self._rows = self._read(file)

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> PastPost | Refused:
        return next(self._rows)

    def close(self) -> None:
        """Let go of the file before its end."""
        self._rows.close()

    def _read(self, file: BinaryIO | Path) -> Generator[PastPost | Refused, None, None]:
        plan = self._survey.plan
        reader = Interpreter(plan)
        done = 0
        for line, row in rows_of(file, self._survey.layout, [0]):
            said, raw = when_of(row, plan.columns)
            if raw is None and skipped(row, plan.headers, said):
                self.skipped += 1
                continue
            done += 1
            if self._progress and done % 2_000 == 0:
                self._progress(min(1.0, done / max(1, self._survey.rows)))
            post = reader.post(line, row, said, raw)
            if isinstance(post, Refused):
                self.refused += 1
                yield post
            elif self._known(post, timed=raw is not None and raw.clock is not None):
                self.duplicates += 1
                if len(self.duplicate_lines) < SHOWN:
                    self.duplicate_lines.append(line)
            else:
                self.kept += 1
                yield post
        self._seen.clear()

    def _known(self, post: PastPost, *, timed: bool) -> bool:
        """Whether the same id, or the same words at the same time, have been read before."""
        # 64-bit hashes, not the words: a million posts stay small
        keys = {hash((post.network, post.account, post.external_id))}
        if timed and post.text:
            keys.add(hash((post.network, post.account, post.published_at, post.text)))
        known = not keys.isdisjoint(self._seen)
        self._seen |= keys
        return known


def read(
    file: BinaryIO | Path, survey: Survey, progress: Callable[[float], None] | None = None
) -> Reading:
    """Read the posts of `file` as `survey` understood them; raise UserError past 1 % bad dates."""
    survey.check_dates()
    return Reading(file, survey, progress)
