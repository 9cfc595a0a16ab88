"""How a card that is shown becomes what it must show now: in place if Telegram can."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.telegram.limits import CAPTION
from bot.telegram.rendering import Kind, Piece

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Part:
    """A message that is part of a card."""

    id: int
    kind: Kind = Kind.TEXT
    digest: str = ""
    """Of its picture, so that the same one is not sent again."""


@dataclass(frozen=True, slots=True)
class Change:
    """What to do; `edits` pairs what is shown with what it must become."""

    edits: tuple[tuple[Part, Piece], ...]
    gone: tuple[Part, ...]
    added: tuple[Piece, ...]


def change(shown: Sequence[Part], wanted: Sequence[Piece]) -> Change | None:
    """Return how to get there in place, or None where the card must be sent anew.

    Both are laid side by side from their ends, where the buttons are.
    """
    body = [part for part in shown if part.kind is not Kind.FILE]
    words = [piece for piece in wanted if piece.kind is not Kind.FILE]
    files = tuple(part for part in shown if part.kind is Kind.FILE)
    if not words or len(words) > len(body):
        return None
    over = len(body) - len(words)
    edits = []
    for part, piece in zip(body[over:], words, strict=True):
        if part.kind is Kind.PHOTO and piece.kind is Kind.TEXT:
            # Telegram cannot take a picture out of a message; it stays, with the new words
            if len(words) > 1 or piece.size > CAPTION:
                return None
            piece = replace(piece, kind=Kind.PHOTO)
        edits.append((part, piece))
    added = tuple(piece for piece in wanted if piece.kind is Kind.FILE)
    return Change(tuple(edits), (*body[:over], *files), added)


def digest(content: bytes) -> str:
    """Return a short name for a picture's bytes."""
    return hashlib.sha256(content).hexdigest()[:16] if content else ""
