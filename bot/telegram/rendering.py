"""A reply as the messages that show it, each within Telegram's limits."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.telegram.keyboard import Keys, keys
from bot.telegram.limits import CAPTION, TEXT, fit
from bot.telegram.markup import Block, Chunk, Script

if TYPE_CHECKING:
    from peruopt.chat.message import Picture, Reply

NOTHING = Chunk("…", 1)  # buttons need a message, a message needs words


class Kind(StrEnum):
    """What a message of ours is; it decides how it can be changed."""

    TEXT = "t"
    PHOTO = "p"
    FILE = "f"


@dataclass(frozen=True, slots=True)
class Piece:
    """One message to be shown."""

    kind: Kind
    html: str = ""
    size: int = 0
    """Units of its words."""
    keys: Keys = ()
    content: bytes = field(default=b"", repr=False)
    name: str = ""


def layout(reply: Reply) -> list[Piece]:
    """Return the messages: picture, words, files.  Buttons hang on the last that has words."""
    said = [Block(reply.title, "b"), Block(reply.quote, "blockquote"), Block(reply.text)]
    body = _pictured(reply.picture, said) if reply.picture else _written(said)
    buttons = keys(reply.buttons)
    if not body and (buttons or not reply.files):
        body = [_piece(NOTHING)]
    if body:
        body[-1] = replace(body[-1], keys=buttons)
    return body + [Piece(Kind.FILE, content=f.content, name=f.name) for f in reply.files]


def _written(said: list[Block]) -> list[Piece]:
    return [_piece(chunk) for chunk in Script.of(said).chunks(TEXT)]


def _pictured(picture: Picture, said: list[Block]) -> list[Piece]:
    """Return picture and words in one message if they fit, the words below it if not."""
    known = {block.words.strip() for block in said}
    alt = [] if picture.alt.strip() in known else [Block(picture.alt, "i")]
    for blocks in ([*said, *alt], said):
        whole = Script.of(blocks)
        if whole.size <= CAPTION:
            return [_photo(picture, whole)]
    title, *rest = said
    short = Script.of([replace(title, words=fit(title.words, CAPTION // 2)), *alt])
    if short.size > CAPTION:
        room = CAPTION // 2 - 4
        short = Script.of([replace(b, words=fit(b.words, room)) for b in (title, *alt)])
    return [_photo(picture, short), *_written(rest)]


def _photo(picture: Picture, caption: Script) -> Piece:
    chunk = next(iter(caption.chunks(CAPTION)), Chunk("", 0))
    piece = _piece(chunk, Kind.PHOTO)
    return replace(piece, content=picture.content, name=picture.name)


def _piece(chunk: Chunk, kind: Kind = Kind.TEXT) -> Piece:
    return Piece(kind, chunk.html, chunk.size)
