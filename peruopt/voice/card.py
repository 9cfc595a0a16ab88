"""The voice card: what the owner has said of the house's voice, over what its posts show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any, Protocol


class Form(StrEnum):
    """How the reader is spoken to."""

    TU = "tu"
    USTED = "usted"
    USTEDES = "ustedes"
    """Many at once: “vengan”, “los esperamos”."""


@dataclass(frozen=True, slots=True)
class VoiceCard:
    """A voice.  None and empty mean that nobody said and no post shows it."""

    length: int | None = None
    """Characters a text has, give or take."""
    emoji: int | None = None
    """The most emoji."""
    hashtags: int | None = None
    """The most hashtags."""
    exclaims: bool | None = None
    """Whether exclamation marks are the house's way."""
    opening_marks: bool | None = None
    """Whether Spanish opening marks are kept; only an owner can say no."""
    form: Form | None = None
    banned: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    """Favourite words."""
    signs: tuple[str, ...] = ()
    """Favourite emoji."""
    openings: tuple[str, ...] = ()
    sign_offs: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    """What the owner said and no rule here can measure; GPT reads it."""
    posts: int = 0
    """How many posts it was learned from."""

    def over(self, learned: VoiceCard) -> VoiceCard:
        """Return this card with its gaps filled from `learned`; lists are joined, own first."""
        filled: dict[str, Any] = {}
        for field in fields(self):
            own, theirs = getattr(self, field.name), getattr(learned, field.name)
            if isinstance(own, tuple):
                filled[field.name] = tuple(dict.fromkeys((*own, *theirs)))
            else:
                filled[field.name] = theirs if own is None or field.name == "posts" else own
        return replace(self, **filled)

    def packed(self) -> dict[str, Any]:
        """Return what JSON keeps: only what is said."""
        told = {field.name: getattr(self, field.name) for field in fields(self)}
        told.pop("posts")
        kept = {name: value for name, value in told.items() if value is not None and value != ()}
        return {k: list(v) if isinstance(v, tuple) else v for k, v in kept.items()}

    @classmethod
    def unpacked(cls, kept: Mapping[str, Any]) -> VoiceCard:
        """Read it back; what an older or newer version kept under other names is passed over."""
        known = {field.name for field in fields(cls)}
        told: dict[str, Any] = {
            k: tuple(v) if isinstance(v, list) else v for k, v in kept.items() if k in known
        }
        if told.get("form"):
            told["form"] = Form(told["form"])
        return cls(**told)


class Voices(Protocol):
    """What the owner has said of the voice."""

    def said(self) -> VoiceCard:
        """Return it; an empty card when nothing was said."""

    def keep(self, card: VoiceCard) -> None: ...
