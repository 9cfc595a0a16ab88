"""What was accepted and not answered yet, on disk: a restart loses nothing."""

from __future__ import annotations

import hashlib
import json
import logging
from collections import OrderedDict
from dataclasses import asdict, replace
from pathlib import Path

from bot.slack.heard import Heard
from peruopt.secrecy import hidden

REMEMBERED = 5000
log = logging.getLogger(__name__)


class Journal:
    """A file a message, removed once it has been answered.  Without a folder, memory only."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder / "inbox" if folder else None
        self._known: OrderedDict[str, None] = OrderedDict()
        self._open: dict[str, Heard] = {}
        self._count = 0
        if self._folder:
            self._folder.mkdir(parents=True, exist_ok=True)

    def take(self, heard: Heard) -> bool:
        """Keep it; False for what was taken before."""
        if heard.id in self._known:
            return False
        self._known[heard.id] = None
        if len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        self._open[heard.id] = heard
        if self._folder:
            self._count += 1
            path = self._folder / f"{self._count:012d}-{_name(heard.id)}"
            path.write_text(json.dumps(asdict(replace(heard, text=hidden(heard.text)))), "utf-8")
            path.rename(path.with_suffix(".json"))  # whole or not there
        return True

    def done(self, heard: Heard) -> None:
        """Forget what has been answered."""
        self._open.pop(heard.id, None)
        if self._folder:
            for path in self._folder.glob(f"*-{_name(heard.id)}.json"):
                path.unlink(missing_ok=True)

    def waiting(self) -> list[Heard]:
        """Return what was taken and not answered, by an earlier process too, oldest first."""
        left: dict[str, Heard] = {}
        for path in sorted(self._folder.glob("*.json")) if self._folder else ():
            self._count = max(self._count, int(path.name.partition("-")[0]))
            try:
                heard = Heard(**json.loads(path.read_text("utf-8")))
            except (ValueError, TypeError):
                log.warning("%s is no message of ours", path.name)
                path.unlink()
                continue
            self._known[heard.id] = None
            left[heard.id] = heard
        self._open = left | self._open
        return list(self._open.values())


def _name(message: str) -> str:
    return hashlib.sha256(message.encode()).hexdigest()[:32]
