"""A whole column of dates, packed small: eight bytes a row, so that all of it can testify."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from peruopt.sources.dating import Raw

Key = tuple[str, bool, bool, int, int, int, int]
"""Style, whether it has a clock and a zone of its own, year, a, b, seconds of the day."""


class Evidence:
    """Every date of a column as written, and the moment its id tells, where one does."""

    def __init__(self) -> None:
        self._styles: list[str] = []
        self._codes = array("q")
        self._witnesses = array("q")
        self.lines = array("l")
        self.counts: Counter[str] = Counter()
        self.zoned = self.clockless = self.witnessed = 0

    def __len__(self) -> int:
        return len(self._codes)

    def add(self, raw: Raw, witness: datetime | None, line: int) -> None:
        """Note one row."""
        if raw.style not in self.counts:
            self._styles.append(raw.style)
        self.counts[raw.style] += 1
        clock = raw.clock or (0, 0, 0, 0)
        self.zoned += bool(raw.zone)
        self.clockless += raw.clock is None
        self.witnessed += witness is not None
        seconds = clock[0] * 3600 + clock[1] * 60 + clock[2]
        code = self._styles.index(raw.style)
        for value, bits in (
            (raw.clock is not None, 1), (bool(raw.zone), 1), (raw.year, 14),
            (raw.a, 7), (raw.b, 7), (seconds, 18),
        ):  # fmt: skip
            code = code << bits | min(value, (1 << bits) - 1)
        self._codes.append(code)
        self.lines.append(line)
        self._witnesses.append(int(witness.timestamp()) if witness else 0)

    def rows(self, most: int | None = None) -> Iterator[tuple[Key, int]]:
        """Yield every row (the first `most`) and its witness in epoch seconds, 0 for none."""
        for code, witness in zip(self._codes[:most], self._witnesses[:most], strict=True):
            yield (
                (
                    self._styles[code >> 48],
                    bool(code >> 47 & 1),
                    bool(code >> 46 & 1),
                    code >> 32 & 0x3FFF,
                    code >> 25 & 0x7F,
                    code >> 18 & 0x7F,
                    code & 0x3FFFF,
                ),
                witness,
            )
