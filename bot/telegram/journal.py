"""Updates on disk from the moment Telegram may forget them until they have been answered."""

from __future__ import annotations

import asyncio
import json
import os
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from peruopt.secrecy import hidden_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

Raw = dict[str, Any]
"""An update as the Bot API writes it: JSON."""
REMEMBERED = 200
"""Finished updates that are still known after a restart: more than one poll brings."""
ROOM = 256 * 1024
"""Bytes of answered updates that are let lie before they are cleared away."""


@dataclass(frozen=True, slots=True)
class Left:
    """An update that was not finished; `begun` if its answer had been started."""

    raw: Raw
    begun: bool


class Journal:
    """An append-only file: updates, and what became of them."""

    def __init__(self, path: Path) -> None:
        self._path, self._lock = path, threading.Lock()
        self._waiting: set[int] = set()
        self._file = -1
        self.finished: list[int] = []
        """What an earlier process answered last; Telegram may not know of it yet."""

    def open(self) -> list[Left]:
        """Return what an earlier process left, in order; begin a clean page with it."""
        left = self._read()
        fresh = self._path.with_suffix(".new")
        with fresh.open("w", encoding="utf-8") as file:
            file.writelines(_line(done=number) for number in self.finished)
            for item in left:
                file.write(_line(update=item.raw))
                if item.begun:
                    file.write(_line(begun=item.raw["update_id"]))
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self._path)
        self._file = os.open(self._path, os.O_APPEND | os.O_WRONLY)
        self._waiting = {item.raw["update_id"] for item in left}
        return left

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            if self._file >= 0:
                os.close(self._file)
            self._file = -1

    async def room(self, most: int) -> None:
        """Wait while more than so many updates are not finished."""
        crowded = len(self._waiting) > most
        while crowded:
            await asyncio.sleep(0.1)
            crowded = len(self._waiting) > most

    def add(self, updates: Sequence[Raw]) -> None:
        """Keep updates; they are on disk when this returns."""
        with self._lock:
            if self._file < 0:
                raise RuntimeError("the journal is closed")
            self._write("".join(_line(update=hidden_in(raw)) for raw in updates))
            self._waiting |= {raw["update_id"] for raw in updates}
            file = self._file
        os.fsync(file)  # outside the lock: the loop notes what it has done meanwhile

    def begun(self, ids: Iterable[int]) -> None:
        """Note that the answer is being made."""
        with self._lock:
            self._write("".join(_line(begun=number) for number in ids))

    def done(self, ids: Iterable[int]) -> None:
        """Note that there is nothing left to do."""
        with self._lock:
            finished = list(ids)
            self._waiting.difference_update(finished)
            self._write("".join(_line(done=number) for number in finished))
            if not self._waiting and self._file >= 0 and os.fstat(self._file).st_size > ROOM:
                os.truncate(self._file, 0)

    def _write(self, lines: str) -> None:
        if self._file >= 0:
            os.write(self._file, lines.encode())

    def _read(self) -> list[Left]:
        updates: dict[int, Raw] = {}
        begun: set[int] = set()
        done: dict[int, None] = {}
        lines = self._path.read_bytes().splitlines() if self._path.exists() else []
        for line in lines:
            try:
                entry = json.loads(line)
            except ValueError:
                continue  # cut short by a crash, so never confirmed: Telegram sends it again
            if "update" in entry:
                updates[entry["update"]["update_id"]] = entry["update"]
            elif "begun" in entry:
                begun.add(entry["begun"])
            else:
                updates.pop(entry["done"], None)
                done[entry["done"]] = None
        self.finished = list(done)[-REMEMBERED:]
        return [Left(raw, number in begun) for number, raw in updates.items()]


def _line(**entry: object) -> str:
    return json.dumps(entry, ensure_ascii=False) + "\n"
