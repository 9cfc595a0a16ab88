"""What a Slack workspace holds: people, channels, messages, files, forms and homes."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field

from tests.slack.blockkit import marked, shown

BOT, BOT_ID, APP, TEAM = "UPERUOPT", "BPERUOPT", "APERUOPT", "TCARTA"
IMAGES = ("\x89PNG", "\xff\xd8\xff", "GIF8")


@dataclass
class Said:
    """A message; `only_for` sees it alone where that is set."""

    ts: str
    channel: str
    user: str
    text: str
    blocks: list = field(default_factory=list)
    thread_ts: str = ""
    files: list[str] = field(default_factory=list)
    only_for: str = ""
    broadcast: bool = False
    edits: int = 0


@dataclass
class Stored:
    """A file; an image can be shown once Slack has gone over it."""

    id: str
    name: str
    content: bytes = b""
    alt: str = ""
    looks: int = 0
    external: bool = False

    @property
    def ready(self) -> bool:
        return bool(self.content) and self.looks <= 0

    @property
    def is_image(self) -> bool:
        return self.content[:8].decode("latin-1").startswith(IMAGES)

    def told(self, url: str) -> dict:
        mime = "image/png" if self.is_image else "text/csv"
        return {
            "id": self.id,
            "name": self.name,
            "mimetype": mime if self.ready else "",
            "size": len(self.content),
            "is_external": self.external,
            "mode": "external" if self.external else "hosted",
            "url_private": f"{url}/files/{self.id}",
            "url_private_download": f"{url}/files/{self.id}",
        }


class Workspace:
    """The state, and ways to look at it."""

    def __init__(self) -> None:
        self.people = {"UROSA": "Rosa", "ULUIS": "Luis", BOT: "peruopt"}
        self.channels: dict[str, set[str]] = {"CEQUIPO": {"UROSA", "ULUIS", BOT}}
        self.messages: list[Said] = []
        self.files: dict[str, Stored] = {}
        self.views: dict[str, dict] = {}
        self.homes: dict[str, list] = {}
        self.pings: list[str] = []
        self._count = itertools.count(1)

    def number(self) -> int:
        return next(self._count)

    def direct(self, user: str) -> str:
        """Return the channel of direct messages with a person."""
        channel = f"D{user[1:]}"
        self.channels.setdefault(channel, {user, BOT})
        return channel

    def add(self, channel: str, user: str, text: str, **more) -> Said:
        number = self.number()
        said = Said(f"{1_700_000_000 + number}.{number:06d}", channel, user, text, **more)
        self.messages.append(said)
        return said

    def find(self, channel: str, ts: str) -> Said | None:
        found = (m for m in self.messages if m.channel == channel and m.ts == ts)
        return next(found, None)

    def keep(self, name: str, content: bytes, **more) -> Stored:
        file = Stored(f"F{self.number():09d}", name, content, **more)
        self.files[file.id] = file
        return file

    def read(self, said: Said) -> str:
        """Return a message as people see it; its thread is not part of it."""
        text = shown(said.blocks, self.pings) if said.blocks else marked(said.text, self.pings)
        return "\n".join([text, *(self.files[f].name for f in said.files)])

    def by_bot(self, channel: str, viewer: str = "UROSA") -> list[Said]:
        """Return what we said in the channel itself, oldest first."""
        return [
            m
            for m in self.messages
            if (m.channel, m.user) == (channel, BOT)
            and (not m.thread_ts or m.broadcast)
            and m.only_for in ("", viewer)
        ]

    def thread(self, channel: str, ts: str) -> list[Said]:
        """Return the answers in a message's thread."""
        return [m for m in self.messages if (m.channel, m.thread_ts) == (channel, ts)]

    def screen(self, channel: str, viewer: str = "UROSA") -> list[str]:
        """Return every message of ours with all that hangs on it, as people see them."""
        told = []
        for said in self.by_bot(channel, viewer):
            below = [] if said.broadcast else self.thread(channel, said.ts)
            told.append("\n".join(map(self.read, [said, *below])))
        return told

    def home(self, user: str) -> str:
        return shown(self.homes.get(user, []), self.pings)
