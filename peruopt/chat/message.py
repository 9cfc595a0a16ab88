"""What crosses the seam between a door (web, console, Telegram, Slack) and the assistant."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

MAX_PACKED = 64  # Telegram's callback_data, the smallest of the doors


@dataclass(frozen=True, slots=True)
class Action:
    """What a button means: a command and its words.  Pressing it is typing `typed`."""

    name: str
    args: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if any(":" in part or " " in part for part in (self.name, *self.args)):
            raise ValueError(f"{self.name} {self.args}: a part of an action has no colon or space")

    def pack(self) -> str:
        """Return the wire form, `name:arg:arg`; raise ValueError past 64 bytes."""
        packed = ":".join((self.name, *self.args))
        if len(packed.encode()) > MAX_PACKED:
            raise ValueError(f"{packed!r} does not fit in a button")
        return packed

    @classmethod
    def unpack(cls, packed: str) -> Action:
        """Read the wire form back."""
        name, *args = packed.split(":")
        return cls(name, tuple(args))

    @property
    def typed(self) -> str:
        """The same, as a person would type it."""
        return " ".join((f"/{self.name}", *self.args))


@dataclass(frozen=True, slots=True)
class Address:
    """A chat on a platform, and optionally a message in it."""

    platform: str
    chat: str
    message: str | None = None


@dataclass(frozen=True, slots=True)
class Upload:
    """A file somebody sent, or one we hand out."""

    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Message:
    """Something a person typed, pressed or uploaded."""

    id: str
    """The platform's own id, so that a redelivered message is handled once."""
    at: datetime
    source: Address
    """Where it was said; for a press, the card that carries the button."""
    person: str
    """The platform's own id of the person."""
    text: str = ""
    action: Action | None = None
    uploads: tuple[Upload, ...] = ()
    name: str = ""
    """How the platform calls the person."""
    shared: bool = False
    """Whether several people talk in this chat."""


class Tone(StrEnum):
    """How a button looks where looks exist."""

    PLAIN = "plain"
    PRIMARY = "primary"
    DANGER = "danger"


@dataclass(frozen=True, slots=True)
class Button:
    """One thing the person can press."""

    label: str
    action: Action
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Picture:
    """An image (PNG or JPEG), with the words for those who cannot see it."""

    content: bytes = field(repr=False)
    alt: str
    name: str = "picture.png"


@dataclass(frozen=True, slots=True)
class Reply:
    """What we say, shown as title, quote, text, picture, files, buttons.

    Plain text throughout: doors add and escape their own markup, so nothing that came from
    outside can become any.  Every door can show every reply, if only as text.
    """

    text: str
    title: str = ""
    quote: str = ""
    """Somebody's words, shown apart from ours: the text of a draft."""
    buttons: tuple[tuple[Button, ...], ...] = ()
    picture: Picture | None = None
    files: tuple[Upload, ...] = ()
    asks: Action | None = None
    """The command that the person's next plain words complete."""
    about: str = ""
    """What this card shows, `draft:12` or `post:7`, so that all its copies change together."""
    replaces: Address | None = None
    brief: str = ""
    """What was done, in a line: said at the end of the chat when the card it changes is far up."""
    touches: tuple[str, ...] = ()
    """Other cards that look different now, named as in `about`."""
    private: bool = False
