"""Posts as columns: one table, sorted by account and time, that all of learning reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np

from peruopt.learn.arrays import Bools, Floats, Ints
from peruopt.learn.text import Reader, Texts, read_texts
from peruopt.restaurant import Network
from peruopt.results import Media, PastPost

NETWORKS = tuple(n for n in Network if n is not Network.WHATSAPP)  # which tells no results
MEDIA = tuple(Media)
COUNTS = ("likes", "comments", "shares")
_SPELLINGS = {
    "p": Media.PHOTO, "photo": Media.PHOTO, "image": Media.PHOTO, "foto": Media.PHOTO,
    "imagen": Media.PHOTO, "picture": Media.PHOTO, "album": Media.ALBUM,
    "carousel": Media.ALBUM, "carousel_album": Media.ALBUM, "carrusel": Media.ALBUM,
    "sidecar": Media.ALBUM, "video": Media.VIDEO, "tv": Media.VIDEO, "igtv": Media.VIDEO,
    "swf": Media.VIDEO, "live": Media.VIDEO, "reel": Media.REEL, "reels": Media.REEL,
    "story": Media.STORY, "historia": Media.STORY, "link": Media.LINK, "enlace": Media.LINK,
    "share": Media.LINK, "status": Media.TEXT, "text": Media.TEXT, "texto": Media.TEXT,
    "note": Media.TEXT, "na": Media.OTHER, "tweet": Media.TEXT,
}  # fmt: skip


def read_media(told: str) -> Media:
    """Understand a media type as exports spell it."""
    low = told.strip().lower()
    return _SPELLINGS.get(low, Media(low) if low in set(Media) else Media.OTHER)


@dataclass(frozen=True, slots=True)
class Table:
    """Posts, sorted by account, time and id."""

    names: tuple[tuple[str, str], ...]
    """(network, account) of each account code, sorted."""
    zones: tuple[str, ...]
    """The time zone of each account code."""
    code: Ints
    at: Ints
    """Seconds since 1970, UTC."""
    local: Ints
    """The same on the account's own wall clock."""
    network: Ints
    media: Ints
    counts: Floats
    """(rows, 3): likes, comments, shares; nan is missing."""
    seen: Floats
    """Views, or people reached; nan is missing."""
    texts: Texts
    ids: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.at)

    @property
    def known(self) -> Bools:
        """Which posts have any count at all."""
        return np.asarray(~np.isnan(self.counts).all(axis=1))

    @property
    def hour_of_week(self) -> Ints:
        """0 is Monday 0 h local."""
        return (self.local // 3600 + 72) % 168  # 1 January 1970 was a Thursday

    def take(self, rows: Ints | Bools) -> Table:
        """Return some of the rows, in the same order."""
        picked: Ints = np.flatnonzero(rows) if rows.dtype == np.bool_ else rows.astype(np.int64)
        lengths = np.diff(self.texts.starts)[picked]
        starts = np.zeros(len(picked) + 1, dtype=np.int64)
        np.cumsum(lengths, out=starts[1:])
        shift = np.repeat(self.texts.starts[picked] - starts[:-1], lengths)
        words = self.texts.words[np.arange(starts[-1]) + shift]
        return Table(
            self.names, self.zones, self.code[picked], self.at[picked], self.local[picked],
            self.network[picked], self.media[picked], self.counts[picked], self.seen[picked],
            Texts(self.texts.values[picked], words, starts, self.texts.meaning[picked]),
            tuple(self.ids[i] for i in picked),
        )  # fmt: skip


def build(
    names: Sequence[tuple[str, str]],
    zones: Sequence[str],
    at: Ints,
    media: Ints,
    counts: Floats,
    seen: Floats,
    texts: Sequence[str],
    ids: Sequence[str],
    read: Reader = read_texts,
) -> Table:
    """Sort rows into a table.  `names` and `zones` are per row."""
    known = sorted(set(names))
    index = {name: i for i, name in enumerate(known)}
    code = np.array([index[name] for name in names], dtype=np.int64)
    zone_of: dict[int, str] = {}
    for account, zone in zip(code.tolist(), zones, strict=True):
        zone_of.setdefault(account, zone)
    order = np.array(
        sorted(range(len(ids)), key=lambda i: (code[i], at[i], ids[i])), dtype=np.int64
    )
    code, at = code[order], at[order]
    row_zones = [zones[i] for i in order.tolist()]
    networks = [str(n) for n, _ in known]
    place = {str(n): i for i, n in enumerate(NETWORKS)}
    network = np.array([place.get(n, len(NETWORKS)) for n in networks], dtype=np.int64)
    return Table(
        tuple(known), tuple(zone_of[i] for i in range(len(known))), code, at,
        local_seconds(at, row_zones), network[code], media[order],
        counts[order].reshape(-1, len(COUNTS)), seen[order],
        read([texts[i] for i in order.tolist()]),
        tuple(ids[i] for i in order.tolist()),
    )  # fmt: skip


def newest(table: Table) -> list[int]:
    """Return when the newest post of each account went out; 0 where it has none."""
    last = np.zeros(len(table.names), dtype=np.int64)
    np.maximum.at(last, table.code, table.at)
    return [int(at) for at in last]


def local_seconds(at: Ints, zones: Sequence[str]) -> Ints:
    """Return wall-clock seconds since 1970 in each row's zone."""
    local = np.empty_like(at)
    zone = np.array(zones, dtype=object)
    for name in set(zones):
        mine = zone == name
        tz = ZoneInfo(name)
        # offsets only change on the quarter hour: ask once for each that occurs
        quarters, back = np.unique(at[mine] // 900, return_inverse=True)
        shifts = [_shift(int(q) * 900, tz) for q in quarters]
        local[mine] = at[mine] + np.array(shifts, dtype=np.int64)[back]
    return local


def _shift(second: int, tz: ZoneInfo) -> int:
    offset = datetime.fromtimestamp(second, tz).utcoffset()
    return int(offset.total_seconds()) if offset else 0


def from_posts(posts: Sequence[PastPost], timezone: str, read: Reader = read_texts) -> Table:
    """Lay one restaurant's past posts out as a table."""

    def told(count: float | None) -> float:
        return float("nan") if count is None else float(count)

    rows = [
        (told(p.metrics.likes), told(p.metrics.comments), told(p.metrics.shares)) for p in posts
    ]
    seen = [told(p.metrics.views or p.metrics.reach or None) for p in posts]
    place = {media: i for i, media in enumerate(MEDIA)}
    return build(
        [(str(p.network), p.account) for p in posts],
        [timezone] * len(posts),
        np.array([int(p.published_at.timestamp()) for p in posts], dtype=np.int64),
        np.array([place[p.media] for p in posts], dtype=np.int64),
        np.array(rows, dtype=np.float64).reshape(-1, len(COUNTS)),
        np.array(seen, dtype=np.float64),
        [p.text for p in posts],
        [p.external_id for p in posts],
        read,
    )
