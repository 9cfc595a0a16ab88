"""What happens in a chat on the page, as kept on disk and as the browser receives it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter


@dataclass(frozen=True, slots=True)
class File:
    """A picture or file in the chat."""

    name: str
    size: int
    key: str = ""
    """Where its content is kept; empty for what was only passed on."""
    alt: str = ""
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class Key:
    """A button as drawn."""

    label: str
    action: str
    tone: str = "plain"


@dataclass(frozen=True, slots=True)
class Said:
    """The person typed, pressed or sent something."""

    id: str
    text: str = ""
    files: tuple[File, ...] = ()
    action: str = ""
    card: str = ""
    """The message whose button was pressed."""
    label: str = ""
    """What the button said."""
    hidden: bool = False
    """Said by the page itself, to be greeted."""
    kind: Literal["said"] = "said"


@dataclass(frozen=True, slots=True)
class Shown:
    """We said something, or said it again in another form."""

    id: str
    text: str
    title: str = ""
    quote: str = ""
    picture: File | None = None
    files: tuple[File, ...] = ()
    buttons: tuple[tuple[Key, ...], ...] = ()
    asks: bool = False
    about: str = ""
    kind: Literal["shown"] = "shown"


@dataclass(frozen=True, slots=True)
class Done:
    """What was said under this id has been answered in full."""

    id: str
    kind: Literal["done"] = "done"


Event = Said | Shown | Done


@dataclass(frozen=True, slots=True)
class Entry:
    """An event in its order.  A later entry with the same place replaces the earlier."""

    seq: int
    place: int
    """The `seq` of the message's first form: where it stands in the chat."""
    at: datetime
    """When it first stood there."""
    event: Annotated[Event, Field(discriminator="kind")]


@dataclass(frozen=True, slots=True)
class Page:
    """A stretch of the chat, oldest first."""

    log: str
    """Which transcript this is; another value means that the old one is gone."""
    last: int
    """The newest `seq`."""
    busy: bool
    """Whether something said has not been answered yet."""
    entries: tuple[Entry, ...]
    earlier: bool = False
    """Whether there is more before it."""
    crowded: bool = False
    """Whether too many tabs are waiting, so that this one should ask again in a while."""


entries = TypeAdapter(Entry)
pages = TypeAdapter(Page)
