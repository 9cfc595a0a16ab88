"""The transcript of a chat: an append-only log on disk, and what it now amounts to."""

from __future__ import annotations

import json
import os
import re
import secrets
import threading
from bisect import bisect_right
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from pydantic import ValidationError

from bot.web.events import Done, Entry, Event, Page, Said, Shown, entries

SAFE = re.compile(r"[A-Za-z0-9_-]{1,64}")
SLACK = 500  # superseded entries tolerated in the file beyond the living ones


class Transcript:
    """One chat.  Every method may be called from any thread."""

    def __init__(self, folder: Path, chat: str, now: Callable[[], datetime]) -> None:
        if not SAFE.fullmatch(chat):
            raise ValueError(f"{chat!r} is no name for a chat")
        self._path = folder / f"{chat}.jsonl"
        self._now = now
        self._log: list[Entry] = []
        self._newest: dict[str, Entry] = {}
        self._places: list[str] = []
        self._open: dict[str, Entry] = {}
        self._changed = threading.Condition()
        self._closed = False
        self.name = secrets.token_hex(8)
        folder.mkdir(parents=True, exist_ok=True)
        self._load()

    def add(self, event: Event) -> Entry:
        """Append, safely on disk before anybody sees it.  Adding what was said again is idle."""
        return self._add(event, kept=True)

    def tell(self, event: Shown | Done) -> Entry:
        """Append what cannot be written down now; it is gone after a restart."""
        return self._add(event, kept=False)

    def _add(self, event: Event, *, kept: bool) -> Entry:
        with self._changed:
            known = self._newest.get(event.id)
            if isinstance(event, Said) and known is not None:
                return known
            replaces = known if isinstance(event, Shown) else None
            seq = self._log[-1].seq + 1 if self._log else 1
            entry = Entry(
                seq,
                replaces.place if replaces else seq,
                replaces.at if replaces else self._now(),
                event,
            )
            if kept:
                _append(self._path, entries.dump_json(entry) + b"\n")
            self._take(entry)
            self._changed.notify_all()
            return entry

    def add_first(self, event: Said) -> Entry | None:
        """Append only if nothing was ever said here."""
        with self._changed:
            return None if self._log else self.add(event)

    def get(self, message: str) -> Said | Shown | None:
        """Return the newest form of a message."""
        with self._changed:
            entry = self._newest.get(message)
        event = entry.event if entry else None
        return None if isinstance(event, Done) else event

    def unanswered(self) -> list[Entry]:
        """Return what was said and not answered, oldest first."""
        with self._changed:
            return list(self._open.values())

    def page(self, before: int | None = None, count: int = 100) -> Page:
        """Return the last `count` messages that stand before place `before`."""
        with self._changed:
            end = len(self._places)
            if before is not None:
                places = [self._newest[name].place for name in self._places]
                end = bisect_right(places, before - 1)
            start = max(0, end - count)
            found = [self._newest[name] for name in self._places[start:end]]
            return self._page(found, earlier=start > 0)

    def after(self, seq: int, wait: float = 0) -> Page:
        """Return what changed after `seq`; wait up to so many seconds for something."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._last() != seq, timeout=wait)
            start = bisect_right(self._log, seq, key=lambda entry: entry.seq)
            living = [
                entry
                for entry in self._log[start:]
                if isinstance(entry.event, Done) or self._newest[entry.event.id] is entry
            ]
            return self._page(living)

    def open(self) -> None:
        """Let those who ask for news wait again."""
        with self._changed:
            self._closed = False

    def close(self) -> None:
        """Let nobody wait any longer."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def _page(self, found: list[Entry], *, earlier: bool = False) -> Page:
        return Page(self.name, self._last(), bool(self._open), tuple(found), earlier)

    def _last(self) -> int:
        return self._log[-1].seq if self._log else 0

    def _take(self, entry: Entry) -> None:
        event = entry.event
        self._log.append(entry)
        if isinstance(event, Done):
            self._open.pop(event.id, None)
            return
        if event.id not in self._newest:
            self._places.append(event.id)
            if isinstance(event, Said):
                self._open[event.id] = entry
        self._newest[event.id] = entry

    def _load(self) -> None:
        head, *lines = self._path.read_bytes().split(b"\n") if self._path.exists() else [b""]
        torn = bool(lines) and lines[-1] != b""
        try:
            self.name = str(json.loads(head)["log"])
        except (ValueError, KeyError, TypeError):
            torn = True
        for line in filter(None, lines):
            try:
                self._take(entries.validate_json(line))
            except ValidationError:
                torn = True  # a write cut short by a crash: nobody was told it had happened
        self._places.sort(key=lambda name: self._newest[name].place)
        living = sum(isinstance(e.event, Done) or self._newest[e.event.id] is e for e in self._log)
        if torn or len(self._log) > 2 * living + SLACK:
            self._rewrite()

    def _rewrite(self) -> None:
        last = self._last()
        self._log = [
            e
            for e in self._log
            if e.seq == last or isinstance(e.event, Done) or self._newest[e.event.id] is e
        ]
        head = json.dumps({"log": self.name}).encode()
        lines = [head, *(entries.dump_json(entry) for entry in self._log), b""]
        fresh = self._path.with_suffix(".new")
        fresh.write_bytes(b"\n".join(lines))
        fresh.replace(self._path)


def _append(path: Path, line: bytes) -> None:
    """Write the whole line or nothing: half of one would spoil the next."""
    with path.open("ab", buffering=0) as file:
        before = file.tell()
        try:
            left = memoryview(line)
            while left:
                left = left[file.write(left) or 0 :]
            os.fsync(file.fileno())
        except OSError:
            file.truncate(before)
            raise
