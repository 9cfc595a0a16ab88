"""The door itself: what the page says goes in, what we say is kept and shown."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
import uuid
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot.web.events import Done, Entry, File, Key, Said, Shown
from bot.web.files import FileStore, Inbox, clean_name, picture_size
from bot.web.public import Shared, nothing_shared
from bot.web.security import is_loopback
from bot.web.transcript import Transcript
from peruopt.chat.message import Action, Address, Message, Picture, Reply, Upload
from peruopt.chat.words import Words
from peruopt.errors import UserError
from peruopt.fullness import disk_is_full
from peruopt.secrecy import hidden

if TYPE_CHECKING:
    from pydantic import SecretStr

    from bot.web.outbox import SentPost

CHAT = PERSON = "local"
MIN_TOKEN = 12
PATIENCE = 5.0
"""Seconds for which a message waits for the answer to the one before it."""

Answer = Callable[[Message], Awaitable[None]]
log = logging.getLogger(__name__)


def nothing_sent() -> Sequence[SentPost]:
    """No outbox is open."""
    return ()


def no_commands(_words: Words) -> Sequence[tuple[str, str]]:
    """No register was given."""
    return ()


def nothing_learned(_words: Words) -> bytes:
    """No model card was given."""
    return b""


class WebDoor:
    """A chat in the browser.  One house, one conversation; local unless there is a token."""

    platform = "web"

    def __init__(
        self,
        *,
        host: str,
        port: int,
        data_dir: Path,
        token: SecretStr | None,
        now: Callable[[], datetime],
        words: Callable[[], Words] = Words,
        commands: Callable[[Words], Sequence[tuple[str, str]]] = no_commands,
        sent: Callable[[], Sequence[SentPost]] = nothing_sent,
        names: Sequence[str] = (),
        greeting: str = "/inicio",
        shared: Shared = nothing_shared,
        model: Callable[[Words], bytes] = nothing_learned,
    ) -> None:
        """Raise UserError for an address that others can reach without a token."""
        if token is not None and len(token.get_secret_value()) < MIN_TOKEN:
            raise UserError("web.short_token", n=MIN_TOKEN)
        if token is None and not is_loopback(host):
            raise UserError("web.no_token", host=host)
        self.host, self.port, self.token, self.names = host, port, token, names
        self.now, self.words, self.commands, self.sent = now, words, commands, sent
        self.greeting, self.shared, self.model = greeting, shared, model
        self.folder = data_dir / "web"
        self.folder.mkdir(parents=True, exist_ok=True)
        self.store = FileStore(self.folder / "files")
        self.inbox = Inbox(self.folder / "inbox")
        self.chat = Transcript(self.folder, CHAT, now)
        self.ready = asyncio.Event()
        self._hearing = threading.Lock()
        self._newest: asyncio.Task[None] | None = None
        self._answers: set[asyncio.Task[None]] = set()
        self._hear: Callable[[Entry], object] = lambda _: None
        self._untold: dict[str, str] = {}  # what may not be written down, until it is answered

    @property
    def url(self) -> str:
        """Where the page is; exact once `ready`."""
        shown = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{shown}:{self.port}"

    async def send(self, to: Address, reply: Reply) -> Address:
        """Show `reply`, or replace the message it names; return where it now is."""
        entry = await asyncio.to_thread(self._show, reply)
        return Address(self.platform, to.chat, entry.event.id)

    async def run(self, answer: Answer) -> None:
        """Serve until cancelled.  What a crash left unanswered is handed over first."""
        from bot.web.pages import make_app
        from bot.web.server import Server, listen

        loop, over = asyncio.get_running_loop(), asyncio.Event()
        bound = listen(self.host, self.port)
        self.port = bound.getsockname()[1]

        def ended() -> None:
            with contextlib.suppress(RuntimeError):  # the loop may be gone before its server
                loop.call_soon_threadsafe(over.set)

        def hear(entry: Entry) -> None:
            loop.call_soon_threadsafe(self._start, entry, answer)

        self._hear = hear
        self.chat.open()
        server = Server(make_app(self), bound, ended)
        for entry in self.chat.unanswered():
            self._start(entry, answer)
        server.start()
        self.ready.set()
        log.info("page at %s", self.url)
        try:
            await over.wait()
            raise RuntimeError("the page's server stopped by itself")
        finally:
            self.ready.clear()
            self.chat.close()
            await asyncio.shield(asyncio.to_thread(server.stop))
            for task in self._answers:
                task.cancel()
            await asyncio.gather(*self._answers, return_exceptions=True)

    def hear(self, said: Said) -> None:
        """Take in what was said, once.  Called from the server's threads."""
        with self._hearing:
            known = self.chat.get(said.id)
            entry = self.chat.add(replace(said, text=hidden(said.text)))
            if known is None:
                if entry.event != said:
                    self._untold[said.id] = said.text
                self._hear(entry)

    def greet(self) -> None:
        """Ask to be welcomed, where nothing was ever said."""
        said = Said(str(uuid.uuid4()), self.greeting, hidden=True)
        if self.greeting and (entry := self.chat.add_first(said)):
            self._hear(entry)

    def _start(self, entry: Entry, answer: Answer) -> None:
        task = asyncio.get_running_loop().create_task(self._answer(entry, answer, self._newest))
        self._newest = task
        self._answers.add(task)
        task.add_done_callback(self._answers.discard)

    async def _answer(
        self, entry: Entry, answer: Answer, before: asyncio.Task[None] | None
    ) -> None:
        if before is not None:
            await asyncio.wait({before}, timeout=PATIENCE)
        said = entry.event
        try:
            await answer(await asyncio.to_thread(self._message, entry))
        except Exception as error:  # the page waits for an answer, and so does the next message
            if full := disk_is_full(error):
                log.error("the disk is full: a message was not answered")  # noqa: TRY400 - said
            else:
                log.exception("a message from the page was not answered")
            key = "disk.here" if full else "web.failed"
            told = Shown(str(uuid.uuid4()), (await asyncio.to_thread(self.words))(key))
            await asyncio.to_thread(self._note, told)
        await asyncio.to_thread(self._note, Done(said.id))
        await asyncio.to_thread(self.inbox.drop, said.id)

    def _note(self, event: Shown | Done) -> None:
        """Append an event, also where there is no room to write it down."""
        try:
            self.chat.add(event)
        except OSError as error:
            if not disk_is_full(error):
                raise
            self.chat.tell(event)

    def _message(self, entry: Entry) -> Message:
        said = entry.event
        if not isinstance(said, Said):
            raise TypeError(said)
        uploads = self.inbox.read(said.id, [file.name for file in said.files])
        action = Action.unpack(said.action) if said.action else None
        source = Address(self.platform, CHAT, said.card or None)
        text = self._untold.pop(said.id, said.text)
        return Message(said.id, entry.at, source, PERSON, text, action, uploads)

    def _show(self, reply: Reply) -> Entry:
        replaced = reply.replaces.message if reply.replaces else None
        rows = tuple(
            tuple(Key(b.label, b.action.pack(), b.tone.value) for b in row)
            for row in reply.buttons
        )
        return self.chat.add(
            Shown(
                id=replaced or str(uuid.uuid4()),
                text=_kept_together(reply.text),
                title=reply.title,
                quote=reply.quote,
                picture=self._picture(reply.picture),
                files=tuple(self._file(file) for file in reply.files),
                buttons=rows,
                asks=reply.asks is not None,
                about=reply.about,
            )
        )

    def _picture(self, picture: Picture | None) -> File | None:
        if picture is None:
            return None
        width, height = picture_size(picture.content)
        key = self.store.put(picture.content)
        return File(
            clean_name(picture.name), len(picture.content), key, picture.alt, width, height
        )

    def _file(self, file: Upload) -> File:
        return File(clean_name(file.name), len(file.content), self.store.put(file.content))


def _kept_together(text: str) -> str:
    """Return the text with figures that do not part from their per cent sign on a narrow page."""
    return text.replace(" %", "\u00a0%")
