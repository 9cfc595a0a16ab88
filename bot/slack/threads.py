"""Which card begins the thread of a draft in a channel, and what its history told last."""

from __future__ import annotations

import json
from collections import OrderedDict
from dataclasses import astuple, dataclass
from pathlib import Path

from peruopt.chat.message import Reply

KEPT = 2000


@dataclass(frozen=True, slots=True)
class Root:
    """The card that stands in the channel itself."""

    ts: str
    title: str = ""
    quote: str = ""
    line: str = ""
    """What came first below them."""

    @classmethod
    def of(cls, ts: str, reply: Reply) -> Root:
        """Note what a card says."""
        return cls(ts, reply.title, reply.quote, first_line(reply))


def first_line(reply: Reply) -> str:
    """Return the first line of what we say ourselves."""
    return reply.text.strip().partition("\n")[0]


class Threads:
    """By channel and what the card shows; kept in a file, so that a restart finds them again."""

    def __init__(self, folder: Path | None) -> None:
        self._file = folder / "threads.json" if folder else None
        self._roots: OrderedDict[str, Root] = OrderedDict()
        if self._file and self._file.is_file():
            try:
                told = json.loads(self._file.read_text("utf-8"))
                self._roots.update({name: Root(*values) for name, values in told})
            except (ValueError, TypeError):
                self._roots.clear()  # cards to come begin threads of their own

    def root(self, channel: str, about: str) -> Root | None:
        """Return the newest card in the channel that shows it."""
        return self._roots.get(f"{channel} {about}") if about else None

    def begin(self, channel: str, ts: str, reply: Reply) -> None:
        """Note a card that was put into the channel."""
        if reply.about:
            self._keep(f"{channel} {reply.about}", Root.of(ts, reply))

    def change(self, channel: str, ts: str, reply: Reply) -> Reply | None:
        """Note what a card says now; return what its history should tell, if anything."""
        root = self.root(channel, reply.about)
        if root is None or root.ts != ts or root == Root.of(ts, reply):
            return None
        self._keep(f"{channel} {reply.about}", Root.of(ts, reply))
        quote = reply.quote if reply.quote != root.quote else ""
        return Reply(first_line(reply), title=reply.title, quote=quote)

    def end(self, channel: str, about: str) -> None:
        """Forget a card that is gone."""
        if self._roots.pop(f"{channel} {about}", None):
            self._save()

    def _keep(self, name: str, root: Root) -> None:
        self._roots[name] = root
        self._roots.move_to_end(name)
        if len(self._roots) > KEPT:
            self._roots.popitem(last=False)
        self._save()

    def _save(self) -> None:
        if self._file is None:
            return
        told = [(name, astuple(root)) for name, root in self._roots.items()]
        self._file.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._file.with_suffix(".new")
        fresh.write_text(json.dumps(told), "utf-8")
        fresh.replace(self._file)
