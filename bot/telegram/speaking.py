"""Whom the answer under way is for; unset when the house speaks by itself."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(slots=True)
class Speaker:
    """Somebody who said something in a chat."""

    chat: str
    person: str
    message: int | None = None
    """What they said, to reply to in a group; None for a press."""
    answered: bool = False
    """Whether anything was shown to them since."""


speaker: ContextVar[Speaker | None] = ContextVar("speaker", default=None)


def chat_number(chat: str) -> int:
    """Return Telegram's number of a chat; ours ends in `/topic` inside a forum."""
    return int(chat.partition("/")[0])


def topic_number(chat: str) -> int | None:
    """Return the forum topic, if it is one."""
    topic = chat.partition("/")[2]
    return int(topic) if topic else None


def is_group(chat: str) -> bool:
    """Whether several people may be there: Telegram numbers groups below zero."""
    return chat.startswith("-")
