"""A fetcher's memory on disk, so that a restart forgets neither validators nor patience."""

from __future__ import annotations

import base64
import json
import logging
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from peruopt.fullness import disk_is_full
from peruopt.trends.fetching import Memory, Page

log = logging.getLogger(__name__)
LARGEST = 20_000_000
"""Bytes of pages kept, the newest first."""


def load(path: Path) -> Memory:
    """Return what was kept; nothing where the file is not there or not whole."""
    try:
        told = json.loads(path.read_text("utf-8"))
        return Memory(
            {url: _page(row) for url, row in told["pages"].items()},
            {host: _wait(row) for host, row in told["waits"].items()},
        )
    except FileNotFoundError:
        return Memory()
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        # it is only a cache; every page will be asked for anew
        log.warning("the memory of pages in %s cannot be read and is begun anew", path)
        return Memory()


def save(path: Path, memory: Memory, now: datetime) -> None:
    """Keep it, whole or not at all."""
    pages: dict[str, Any] = {}
    room = LARGEST
    newest = sorted(memory.pages.items(), key=lambda pair: pair[1][0], reverse=True)
    for url, (at, page) in newest:
        room -= len(page.content)
        if room < 0:
            break
        pages[url] = {
            "at": at.isoformat(),
            "url": page.url,
            "content": base64.b64encode(page.content).decode("ascii"),
            "charset": page.charset,
            "etag": page.etag,
            "modified": page.modified,
        }
    waits = {
        host: [until.isoformat(), pause.total_seconds()]
        for host, (until, pause) in memory.waits.items()
        if until + pause > now
    }
    fresh = path.with_suffix(".new")
    try:
        fresh.write_text(json.dumps({"pages": pages, "waits": waits}), "utf-8")
        fresh.replace(path)
    except OSError as error:
        if disk_is_full(error):  # everybody's, and told of by who does this again
            raise
        log.exception("the memory of pages was not kept")


def _page(row: dict[str, str]) -> tuple[datetime, Page]:
    content = base64.b64decode(row["content"], validate=True)
    page = Page(row["url"], content, row["charset"], row["etag"], row["modified"])
    return _moment(row["at"]), page


def _wait(row: list[Any]) -> tuple[datetime, timedelta]:
    return _moment(row[0]), timedelta(seconds=float(row[1]))


def _moment(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError(text)
    return at
