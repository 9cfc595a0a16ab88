"""The outbox: a folder in place of a network, for trying things out and for demonstrations.

A post is a folder of its own with `post.json`, `text.txt` and its picture.  It is made beside
the outbox, flushed to disk and renamed into place: it is out entirely, or not at all.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from peruopt.errors import Uncertain
from peruopt.mending import mended
from peruopt.ports import Memo, Receipt
from peruopt.post import Post
from peruopt.restaurant import Network
from peruopt.results import Metrics

MENDED = frozenset({Network.INSTAGRAM})
"""Networks whose pictures are made to fit on their way."""
Audience = Callable[[Post, datetime], Metrics | None]
"""What a published post has earned by a moment; None where nobody tells."""
_SUFFIXES = {b"\xff\xd8\xff": ".jpg", b"\x89PN": ".png", b"RIF": ".webp", b"GIF": ".gif"}


@dataclass(frozen=True, slots=True)
class Sent:
    """A post in the outbox."""

    external_id: str
    post_id: int
    restaurant_id: int
    network: Network
    text: str
    due_at: datetime | None
    alt: str
    picture: Path | None


class OutboxPublisher:
    """A publisher that writes what would be sent into `folder`/`network`."""

    def __init__(
        self, network: Network, folder: Path, audience: Audience = lambda _post, _now: None
    ) -> None:
        self.network = network
        self._folder = folder / network
        self._audience = audience

    async def publish(
        self,
        post: Post,
        picture: bytes | None,
        memo: Memo,  # noqa: ARG002, one step needs no notes
        more: Sequence[bytes] = (),
    ) -> Receipt:
        """Put the post into the folder, once."""
        pictures = [picture, *more] if picture is not None else []
        return await asyncio.to_thread(self._write, post, pictures)

    async def find(self, post: Post, memo: Memo) -> Receipt | None:  # noqa: ARG002
        """Look for the post in the folder."""
        there = await asyncio.to_thread((self._home(post) / "post.json").exists)
        return self._receipt(post) if there else None

    async def unsent(self, post: Post, memo: Memo) -> bool:
        """Whether it is not in the folder: whoever still is at it writes the same one folder."""
        return await self.find(post, memo) is None

    async def measure(self, post: Post, now: datetime) -> Metrics | None:
        """Ask the audience, if there is one."""
        return await asyncio.to_thread(self._audience, post, now)

    def sent(self) -> list[Sent]:
        """Return what is in the folder, newest hour first; what is not ours is passed by."""
        found = [_read(path) for path in self._folder.glob("*/post.json")]
        return sorted(
            (sent for sent in found if sent),
            key=lambda sent: (sent.due_at.timestamp() if sent.due_at else 0.0, sent.post_id),
            reverse=True,
        )

    def _write(self, post: Post, pictures: Sequence[bytes]) -> Receipt:
        home = self._home(post)
        if home.exists():
            return self._receipt(post)
        self._folder.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=".", dir=self._folder))
        sent = [_taken(one) for one in pictures] if self.network in MENDED else pictures
        try:
            _fill(draft, post, sent)
            draft.rename(home)
            _flush(self._folder)
        except OSError as error:
            shutil.rmtree(draft, ignore_errors=True)
            raise Uncertain(type(error).__name__) from error
        return self._receipt(post)

    def _home(self, post: Post) -> Path:
        return self._folder / self._name(post)

    def _receipt(self, post: Post) -> Receipt:
        return Receipt(self._name(post), self._home(post).absolute().as_uri())

    def _name(self, post: Post) -> str:
        """What was approved, so that a post approved anew for another hour is another one."""
        return f"{post.restaurant_id}-{post.id}-{post.fingerprint[:12]}"


def _taken(picture: bytes) -> bytes:
    """Return the picture as its network gets it; what is no JPEG as it came."""
    try:
        return mended(picture)
    except OSError:
        return picture


def _fill(draft: Path, post: Post, pictures: Sequence[bytes]) -> None:
    names = [
        f"picture{number if number > 1 else ''}{_SUFFIXES.get(picture[:3], '.bin')}"
        for number, picture in enumerate(pictures, start=1)
    ]
    told = {
        "post_id": post.id,
        "restaurant_id": post.restaurant_id,
        "network": post.network,
        "text": post.text,
        "due_at": post.due_at.isoformat() if post.due_at else None,
        "alt": post.alt,
        "picture": next(iter(names), None),
        "more": names[1:],
    }
    parts = [post.text]
    if post.thread:
        from peruopt.rules.threads import (
            cut,
        )  # few posts are threads, and the outbox is always there

        parts = cut(post.text)
    told |= {"thread": parts} if post.thread else {}
    for name, picture in zip(names, pictures, strict=True):
        _put(draft / name, picture)
    _put(draft / "text.txt", "\n\n".join(parts).encode())
    _put(draft / "post.json", json.dumps(told, ensure_ascii=False, indent=2).encode())
    _flush(draft)
    draft.chmod(0o755)


def _put(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _flush(folder: Path) -> None:
    """Make the names in `folder` survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _read(path: Path) -> Sent | None:
    try:
        told = json.loads(path.read_text("utf-8"))
        return Sent(
            external_id=path.parent.name,
            post_id=int(told["post_id"]),
            restaurant_id=int(told["restaurant_id"]),
            network=Network(told["network"]),
            text=str(told["text"]),
            due_at=datetime.fromisoformat(told["due_at"]) if told["due_at"] else None,
            alt=str(told["alt"]),
            picture=path.parent / Path(told["picture"]).name if told["picture"] else None,
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None
