"""What the suite needs of a door's other side: somebody who types, presses and looks."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

from peruopt.chat.message import Address, Message
from peruopt.ports import Chat

Answer = Callable[[Message], Awaitable[None]]


class Stage(Protocol):
    """A door that is open, seen from outside."""

    door: Chat
    chat: Address

    async def say(self, text: str, *, again: bool = False) -> None:
        """Type it; `again` delivers it twice under one id, as platforms do."""

    async def upload(self, name: str, content: bytes, caption: str) -> None:
        """Send a file with a caption."""

    async def upload_all(self, files: list[tuple[str, bytes]], caption: str) -> None:
        """Send several pictures as one message, the way the platform does."""

    async def press(self, label: str) -> None:
        """Press the newest button that says so."""

    async def seen(self) -> list[str]:
        """Return what is on the screen, a text per message, oldest first; pictures as their
        alt text, files as their names, buttons as their labels."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A stage and what its door handed over."""

    stage: Stage
    heard: list[Message]
