"""The terminal as a door: each line is a message, `@path` a file, `#3` the third button.

Numbers are those of the newest card that answered.  A card that comes by itself, or that tells
how far a training is, is counted on: no number changes its meaning under the person's hand.

Several files in one message: `@uno.jpg @dos.jpg ceviche y chicha`.
"""

from __future__ import annotations

import asyncio
import sys
import threading
import uuid
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TextIO

from peruopt.chat.command import register
from peruopt.chat.message import Action, Address, Button, Message, Reply, Upload
from peruopt.chat.words import Words
from peruopt.secrecy import hidden

HERE = Address("console", "local")
TRAINING = "training:"


@dataclass(slots=True)
class Console:
    """A door over two text streams.  Made for people and for piped dialogues alike."""

    pictures: Path
    now: Callable[[], datetime]
    words: Callable[[], Words]
    """The language of whoever sits here; it may change on the way."""
    lines: TextIO = field(default_factory=lambda: sys.stdin)
    out: TextIO = field(default_factory=lambda: sys.stdout)
    platform: str = "console"
    shown: int = 0
    buttons: list[tuple[Action, str]] = field(default_factory=list)
    """What each number presses, and on which message."""
    _last: Reply | None = None
    _untold: dict[str, Reply] = field(default_factory=dict)
    """What the cards of trainings would say by now, where they stand too far up."""
    _told: dict[str, str] = field(default_factory=dict)
    """What they said when they were last printed."""
    _heard: bool = False
    """Whether anybody has typed: before that no number means anything to them."""
    _anew: bool = False
    """Whether the next card is the first one of an answer."""
    _answering: bool = False
    _pressed: str = ""
    """The card whose button was pressed, until it has been answered."""

    async def run(self, answer: Callable[[Message], Awaitable[None]]) -> None:
        """Read until the end of input, each line answered before the next is read."""
        # a daemon thread, since nothing can interrupt a blocking read of a terminal
        loop, queue = asyncio.get_running_loop(), asyncio.Queue[str | None]()

        def read() -> None:
            with suppress(RuntimeError):  # the loop is gone: so is whoever asked
                for line in self.lines:
                    loop.call_soon_threadsafe(queue.put_nowait, line)
                loop.call_soon_threadsafe(queue.put_nowait, None)

        threading.Thread(target=read, daemon=True).start()
        while True:
            self._prompt()
            line = await queue.get()
            if line is None:
                return
            if line.strip():
                await self._hear(line.strip(), answer)

    async def send(self, to: Address, reply: Reply) -> Address:
        """Print the reply.  A terminal cannot change what it has printed, so copies are not.

        Of the newest message that only says more now, just what is new is printed.
        """
        if reply.replaces and reply.replaces.message not in (str(self.shown), self._pressed):
            if reply.about.startswith(TRAINING):
                self._untold[reply.about] = reply
            return reply.replaces
        if reply.about.startswith(TRAINING):
            self._untold.pop(reply.about, None)
            self._told[reply.about] = reply.text
        same = reply.replaces is not None and reply.replaces.message == str(self.shown)
        self._pressed = ""
        before, self._last = self._last, reply
        if reply.replaces and same and before and _alike(before, reply):
            if new := _new(before.text, reply.text):
                self.say(new)
            return reply.replaces
        if same:
            gone = str(self.shown)
            self.buttons = [each for each in self.buttons if each[1] != gone]
        self.shown += 1
        for part in (reply.title, _indented(reply.quote), reply.text):
            if part:
                self.out.write(f"{part}\n")
        if reply.picture:
            self._keep(reply.picture.name, reply.picture.content, reply.picture.alt)
        for file in reply.files:
            self._keep(file.name, file.content, "")
        if reply.buttons:
            aside = not self._answering or reply.about.startswith(TRAINING)
            if self._anew or not self._heard or not aside:
                self.buttons, self._anew = [], False
            await self._offer([button for row in reply.buttons for button in row])
        self.out.write("\n")
        self.out.flush()
        return Address(self.platform, to.chat, str(self.shown))

    async def _offer(self, buttons: list[Button]) -> None:
        words = await asyncio.to_thread(self.words)
        width = max(len(button.label) for button in buttons)
        for each in buttons:
            self.buttons.append((each.action, str(self.shown)))
            number, typed = len(self.buttons), register.typed(each.action, words)
            self.out.write(f"  #{number} {each.label:<{width}}  {typed}\n")

    async def part(self) -> None:
        """Print what became of trainings whose cards are too far up to have been printed anew."""
        for reply in tuple(self._untold.values()):
            if self._told.get(reply.about) == reply.text:
                continue  # a newer copy has said so
            await self.send(HERE, replace(reply, replaces=None))

    def say(self, line: str) -> None:
        """Print a line that is no message."""
        self.out.write(f"{line}\n")
        self.out.flush()

    async def _hear(self, line: str, answer: Callable[[Message], Awaitable[None]]) -> None:
        if not self.lines.isatty():
            self.out.write(f"› {hidden(line)}\n")
        self._heard = self._anew = self._answering = True
        if line.startswith("#") and line[1:].isdigit():
            if button := self._button(int(line[1:])):
                action, self._pressed = button
                card = Address(self.platform, HERE.chat, self._pressed)
                await answer(self._message(source=card, action=action))
        elif line.startswith("@"):
            if found := await asyncio.to_thread(_uploaded, line[1:]):
                await answer(self._message(text=found[1], uploads=found[0]))
            else:
                words = await asyncio.to_thread(self.words)
                self.out.write(words("console.no_file", line=line[1:]) + "\n\n")
        else:
            await answer(self._message(text=line))
        self._anew, self._answering, self._pressed = False, False, ""

    def _message(
        self,
        *,
        source: Address = HERE,
        text: str = "",
        action: Action | None = None,
        uploads: tuple[Upload, ...] = (),
    ) -> Message:
        return Message(str(uuid.uuid4()), self.now(), source, "local", text, action, uploads)

    def _button(self, number: int) -> tuple[Action, str] | None:
        if 1 <= number <= len(self.buttons):
            return self.buttons[number - 1]
        self.out.write(
            self.words()("console.no_button", number=number, n=len(self.buttons)) + "\n\n"
        )
        return None

    def _keep(self, name: str, content: bytes, alt: str) -> None:
        self.pictures.mkdir(parents=True, exist_ok=True)
        path = self.pictures / f"{self.now():%Y%m%d-%H%M%S}-{self.shown:03d}-{Path(name).name}"
        path.write_bytes(content)
        self.out.write(f"  → {path}" + (f"  ({alt})" if alt else "") + "\n")

    def _prompt(self) -> None:
        if self.lines.isatty():
            self.out.write("› ")
            self.out.flush()


def _indented(quote: str) -> str:
    return "\n".join(f"  │ {line}".rstrip() for line in quote.splitlines())


def _alike(before: Reply, after: Reply) -> bool:
    """Whether two states of a message differ in a few words at most."""
    same = (before.title, before.buttons, before.about) == (
        after.title,
        after.buttons,
        after.about,
    )
    return same and not (before.quote or after.quote or after.picture or after.files)


def _new(before: str, after: str) -> str:
    """Return in one line what was not there before."""
    known = set(before.splitlines())
    return "  ".join(line for line in after.splitlines() if line.strip() and line not in known)


def _uploaded(words: str) -> tuple[tuple[Upload, ...], str] | None:
    """Return the files that the words begin with, and the caption after them.

    The longest beginning that is a file wins, so that a path may hold spaces; each further file
    has an @ of its own, and an @ that names no file is a caption's.
    """
    found: list[Upload] = []
    rest = words.strip()
    while one := _file(rest):
        found.append(one[0])
        rest = one[1]
        if not rest.startswith("@") or _file(rest[1:]) is None:
            break
        rest = rest[1:]
    return (tuple(found), rest) if found else None


def _file(words: str) -> tuple[Upload, str] | None:
    parts = words.split(" ")
    for count in range(len(parts), 0, -1):
        path = Path(" ".join(parts[:count]).strip("'\"")).expanduser()
        if path.is_file():
            return Upload(path.name, path.read_bytes()), " ".join(parts[count:]).strip()
    return None
