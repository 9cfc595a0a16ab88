"""What somebody said on Telegram, before its files are fetched."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from peruopt.chat.message import Action


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that waits at Telegram."""

    id: str
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Heard:
    """One update, read."""

    update: int
    id: str
    at: datetime
    chat: str
    person: str
    name: str = ""
    text: str = ""
    action: Action | None = None
    card: int | None = None
    """The message that carries the button, or that this replies to."""
    message: int | None = None
    album: str = ""
    attachment: Attachment | None = None
    voice: Attachment | None = None
    addressed: bool = True
    """Whether it is for us; of an album in a group, one picture says so for all."""
    press: bool = False
    trouble: str = ""
    """Key of the sentence to answer with where it cannot be understood."""
