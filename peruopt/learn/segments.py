"""Cutting accounts into segments for the network: which past posts go with which candidates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from peruopt.learn.arrays import Floats, Ints
from peruopt.learn.features import Past, Seen, describe
from peruopt.learn.model import REACH, WARM, Batch
from peruopt.learn.spec import SPEC
from peruopt.learn.text import Texts

ASKED = tuple(name for name in SPEC if name not in {"post_month", "usual", "post_hour"})
"""What the network is told of a candidate."""
_NARROW = {
    "text_length": 6.0, "hashtag_count": 5.0, "emoji_count": 4.0, "mention_count": 2.0,
    "url_count": 1.0, "sentiment_score": 1.0, "week_sin": 1.0, "week_cos": 1.0,
}  # fmt: skip
"""What a plain feature is divided by, to lie roughly within ±1."""
_STEP = tuple(n for n in SPEC if n in _NARROW or n.startswith(("is_", "hour_sin", "hour_cos")))
STEPS = 4 + len(_STEP)


@dataclass(frozen=True, slots=True)
class Scale:
    """How candidate features are centred and narrowed before the network sees them."""

    middle: Floats
    width: Floats

    @classmethod
    def of(cls, values: Floats) -> Scale:
        """Measure the training rows."""
        from warnings import catch_warnings, simplefilter

        with catch_warnings():
            simplefilter("ignore", RuntimeWarning)  # a column may be all nan
            middle, width = np.nanmean(values, axis=0), np.nanstd(values, axis=0)
        middle = np.nan_to_num(middle)
        return cls(middle, np.where(np.nan_to_num(width) > 1e-4, width, 1.0))

    def apply(self, values: Floats) -> Floats:
        """Return centred values, nan as the middle, nothing beyond ±4 widths."""
        narrow: Floats = np.clip(np.nan_to_num((values - self.middle) / self.width), -4, 4)
        return narrow


@dataclass(frozen=True, slots=True)
class Feed:
    """Everything the network reads, ready to be cut."""

    steps: Tensor  # (past rows, S)
    candidates: Tensor  # (rows, C)
    past: Past
    seen: Seen
    buckets: int
    kind: torch.dtype

    @classmethod
    def of(cls, past: Past, seen: Seen, scale: Scale, buckets: int, kind: torch.dtype) -> Feed:
        """Prepare past posts and candidates."""
        candidates = scale.apply(seen.values[:, asked_columns()])
        return cls(
            torch.tensor(_steps(past), dtype=kind), torch.tensor(candidates, dtype=kind),
            past, seen, buckets, kind,
        )  # fmt: skip

    def blocks(self, rows: Ints, length: int) -> list[Ints]:
        """Cut chosen candidates (sorted by account and time) into runs of one account."""
        if not len(rows):
            return []
        code = self.seen.table.code[rows]
        edges = np.flatnonzero(np.diff(code)) + 1
        return [
            run[i : i + length]
            for run in np.split(rows, edges)
            for i in range(0, len(run), length)
        ]

    def batches(self, blocks: list[Ints], size: int) -> Iterator[tuple[list[Ints], Batch]]:
        """Yield blocks `size` at a time, with what the network reads of them."""
        for i in range(0, len(blocks), size):
            part = blocks[i : i + size]
            yield part, self.batch(part)

    def batch(self, blocks: list[Ints]) -> Batch:
        """Lay blocks side by side, padded."""
        begin, end = self.seen.begin, self.seen.end
        start = [opening(self.seen, b) for b in blocks]
        long = max(max(int(end[b[-1]]) - s for b, s in zip(blocks, start, strict=True)), 1)
        wide = max(len(b) for b in blocks)
        step_rows = np.full((len(blocks), long), -1, dtype=np.int64)
        rows = np.full((len(blocks), wide), -1, dtype=np.int64)
        for i, (block, first) in enumerate(zip(blocks, start, strict=True)):
            count = int(end[block[-1]]) - first
            step_rows[i, :count] = np.arange(first, first + count)
            rows[i, : len(block)] = block
        table, known = self.seen.table, self.past.table
        picked, held = np.maximum(rows, 0), np.maximum(step_rows, 0)
        zero = np.array([table.at[b[0]] for b in blocks])[:, None]
        origin = np.array(start)[:, None]
        high = np.where(rows >= 0, end[picked] - origin, 0)
        low = np.where(rows >= 0, np.maximum(end[picked] - REACH, begin[picked]) - origin, 0)
        low = np.maximum(low, 0)
        at = known.at[held] if len(known) else np.zeros_like(held)
        local = known.local[held] if len(known) else np.zeros_like(held)
        none = torch.zeros((*held.shape, STEPS), dtype=self.kind)
        steps = self.steps[held] if len(known) else none
        return Batch(
            steps=steps * torch.tensor(step_rows >= 0).unsqueeze(-1),
            step_hours=torch.tensor((at - zero) / 3600, dtype=self.kind),
            step_local=torch.tensor((local % 604_800) / 3600, dtype=self.kind),
            step_words=self._words(known.texts, step_rows),
            candidates=self.candidates[picked] * torch.tensor(rows >= 0).unsqueeze(-1),
            hours=torch.tensor((table.at[picked] - zero) / 3600, dtype=self.kind),
            local=torch.tensor((table.local[picked] % 604_800) / 3600, dtype=self.kind),
            words=self._words(table.texts, rows),
            low=torch.tensor(low),
            high=torch.tensor(high),
        )

    def _words(self, texts: Texts, rows: Ints) -> tuple[Tensor, Tensor]:
        """Return the hashed words of rows (-1 has none), flat, and where each row's begin."""
        flat = rows.ravel()
        first = np.where(flat >= 0, texts.starts[np.maximum(flat, 0)], 0)
        many = np.zeros_like(flat)
        if len(texts.starts) > 1:
            many = np.where(flat >= 0, texts.starts[np.maximum(flat, 0) + 1] - first, 0)
        starts = np.zeros(len(flat) + 1, dtype=np.int64)
        np.cumsum(many, out=starts[1:])
        index = np.arange(starts[-1]) + np.repeat(first - starts[:-1], many)
        return torch.tensor(texts.words[index] % self.buckets), torch.tensor(starts[:-1])


def opening(seen: Seen, block: Ints) -> int:
    """Return the first past row that a block of candidates reads."""
    return max(int(seen.begin[block[0]]), int(seen.end[block[0]]) - REACH - WARM)


def _steps(past: Past) -> Floats:
    """Return what the LSTM reads of each past post: how it did, what it was, when."""
    values = _plain(past)
    gap = np.zeros(len(past.table))
    if len(gap) > 1:
        gap[1:] = np.log1p(np.maximum(np.diff(past.table.at), 0) / 3600) / 3
    usual = np.nan_to_num(past.usual)
    drift = np.zeros(len(gap))
    if len(gap) > 1:
        drift[1:] = np.clip(np.diff(usual), -1, 1) * 4
    return np.column_stack([past.lift, np.abs(past.lift), np.minimum(gap, 3), drift, values])


def _plain(past: Past) -> Floats:
    """Return the plain features of past posts, roughly within ±1."""
    columns = describe(past.table)
    return np.column_stack([columns[name] / _NARROW.get(name, 1.0) for name in _STEP])


def asked_columns() -> Ints:
    """Return which columns of SPEC the network is told."""
    told = set(ASKED)
    return np.array([i for i, name in enumerate(SPEC) if name in told])
