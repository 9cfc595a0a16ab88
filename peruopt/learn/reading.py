"""The canonical CSV, plain or gzipped, as a table.  A date that cannot be read is never dropped
in silence: past one in a hundred the file is refused, with the lines named."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from peruopt.errors import UserError
from peruopt.learn.arrays import Bools, Floats, Ints
from peruopt.learn.tables import COUNTS, MEDIA, Table, build, read_media
from peruopt.learn.text import Reader, read_texts

if TYPE_CHECKING:
    import pandas as pd

NEEDED = ("account", "published_at")
TOLERATED = 0.01
"""The share of dates that may be unreadable."""
_OFFSET = r"(?:Z|z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})\s*$"


def read_csv(path: Path, read: Reader = read_texts) -> tuple[Table, dict[str, int]]:
    """Read a canonical CSV; return its table and what had to be left out."""
    import pandas as pd

    try:
        frame = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except FileNotFoundError as none:
        raise UserError("learn.file_missing", path=str(path)) from none
    except (OSError, ValueError, EOFError) as bad:
        raise UserError("learn.file_unreadable", path=str(path)) from bad
    absent = [name for name in NEEDED if name not in frame.columns]
    if absent:
        raise UserError("learn.columns_missing", path=str(path), columns=", ".join(absent))
    for name in ("network", "timezone", "external_id", "media_type", "text"):
        if name not in frame.columns:
            frame[name] = ""
    zones = _zones(frame["timezone"])
    at, unread = _dates(frame["published_at"], zones)
    if unread.sum() > TOLERATED * len(frame):
        lines = np.flatnonzero(unread) + 2
        named = ", ".join(map(str, lines[:10])) + ("…" if len(lines) > 10 else "")
        raise UserError(
            "learn.dates_unreadable", n=int(unread.sum()), rows=len(frame), lines=named
        )
    frame = frame[~unread]
    place = {m: i for i, m in enumerate(MEDIA)}
    media_of = {told: place[read_media(told)] for told in frame["media_type"].unique()}
    counts = np.column_stack([_count(frame, name) for name in COUNTS])
    seen = _count(frame, "views" if "views" in frame.columns else "reach")
    table = build(
        list(zip(frame["network"].str.strip().str.lower(), frame["account"], strict=True)),
        [zone for zone, bad in zip(zones, unread, strict=True) if not bad],
        at[~unread],
        frame["media_type"].map(media_of).to_numpy(np.int64),
        counts,
        np.where(seen > 0, seen, np.nan),
        list(frame["text"]),
        list(frame["external_id"]),
        read,
    )
    return table, {"dates_unreadable": int(unread.sum())}


def _count(frame: pd.DataFrame, name: str) -> Floats:
    import pandas as pd

    if name not in frame.columns:
        return np.full(len(frame), np.nan)
    told = pd.to_numeric(frame[name].str.strip(), errors="coerce")
    values = told.to_numpy(np.float64, copy=True)
    values[~np.isfinite(values)] = np.nan
    return values


def _zones(column: pd.Series[str]) -> list[str]:
    """Return each row's time zone; UTC for one that does not exist."""
    from zoneinfo import ZoneInfo

    good: dict[str, str] = {}
    for name in column.unique():
        try:
            good[name] = ZoneInfo(name.strip()).key
        except (ValueError, OSError, KeyError):
            good[name] = "UTC"
    return [good[name] for name in column]


def _dates(column: pd.Series[str], zones: list[str]) -> tuple[Ints, Bools]:
    """Return seconds since 1970 and which dates could not be read.

    ISO 8601; or day/month/year (or month/day/year) when the column itself proves which.
    A date without an offset is the account's own wall clock.
    """
    import pandas as pd

    told = column.str.strip()
    naive = ~told.str.contains(_OFFSET, regex=True) | (told.str.len() <= 10)
    read = pd.to_datetime(told, format="ISO8601", utc=True, errors="coerce")
    left = read.isna() & told.str.match(r"\d{1,2}[/.]\d{1,2}[/.]\d{4}")
    if left.any():
        parts = told[left].str.extract(r"^(\d{1,2})[/.](\d{1,2})[/.](\d{4}),?\s*(.*)$")
        first, second = parts[0].astype(int).max(), parts[1].astype(int).max()
        if (first > 12) != (second > 12):  # else nobody can tell day from month
            day, month = (parts[0], parts[1]) if first > 12 else (parts[1], parts[0])
            iso = parts[2] + "-" + month.str.zfill(2) + "-" + day.str.zfill(2)
            iso = (iso + "T" + parts[3].str.replace(" ", "")).str.removesuffix("T")
            read[left] = pd.to_datetime(iso, format="ISO8601", utc=True, errors="coerce")
    unread: Bools = read.isna().to_numpy(dtype=np.bool_)
    zone = np.array(zones, dtype=object)
    floating = naive.to_numpy() & ~unread
    for name in set(zone[floating]):
        mine = floating & (zone == name)
        walls = (
            read[mine]
            .dt.tz_localize(None)
            .dt.tz_localize(
                name, ambiguous=np.ones(int(mine.sum()), dtype=bool), nonexistent="shift_forward"
            )
        )
        read[mine] = walls.dt.tz_convert("UTC")
    moments = read.fillna(pd.Timestamp(0, tz="UTC")).dt.as_unit("s").astype("int64")
    return np.asarray(moments, dtype=np.int64), unread
