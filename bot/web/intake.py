"""What the browser posts, checked and kept before it is handed on."""

from __future__ import annotations

import os
import shutil
from pathlib import PurePath
from typing import TYPE_CHECKING

from bot.web.events import File, Said
from bot.web.files import MESSAGE, FileStore, Inbox, clean_name, picture_size, picture_type
from bot.web.transcript import Transcript
from peruopt.chat.message import Action
from peruopt.errors import UserError

if TYPE_CHECKING:
    from flask import Request
    from werkzeug.datastructures import FileStorage

MEGA = 1024 * 1024
PICTURE_MB, TABLE_MB = 20, 256
TABLES = frozenset({".csv", ".tsv", ".txt", ".xlsx", ".zip", ".gz", ".json"})
MAX_FILES = 10
MAX_TEXT = 20_000


class Malformed(Exception):
    """No browser of ours would have sent this."""


class TooLarge(UserError):
    """Something sent is more than we take."""


class Intake:
    """Turns a request into what was said, with its uploads in the inbox."""

    def __init__(self, store: FileStore, inbox: Inbox) -> None:
        self._store, self._inbox = store, inbox

    def read(self, request: Request, chat: Transcript) -> Said:
        """Return what was said; raise TooLarge or Malformed where it cannot be taken."""
        message = request.form.get("id", "")
        if not MESSAGE.fullmatch(message):
            raise Malformed("id")
        known = chat.get(message)
        if isinstance(known, Said):
            return known
        text = request.form.get("text", "").replace("\r\n", "\n").strip()
        if len(text) > MAX_TEXT:
            raise TooLarge("web.long_text", n=MAX_TEXT)
        action = request.form.get("action", "")
        card = request.form.get("card", "")
        sent = [file for file in request.files.getlist("files") if file.filename]
        if len(sent) > MAX_FILES:
            raise TooLarge("web.many_files", n=MAX_FILES)
        if not (text or action or sent):
            raise Malformed("nothing was said")
        for file in sent:
            _weigh(file)
        try:
            files = tuple(self._keep(message, index, file) for index, file in enumerate(sent))
        except OSError:
            self._inbox.drop(message)  # the page has it still, and is told
            raise
        return Said(message, text, files, action, card, _label(chat, action, card))

    def _keep(self, message: str, index: int, file: FileStorage) -> File:
        path = self._inbox.place(message, index)
        with path.open("wb") as kept:
            shutil.copyfileobj(file.stream, kept, MEGA)
            kept.flush()
            os.fsync(kept.fileno())
        name, size = clean_name(file.filename or ""), path.stat().st_size
        with path.open("rb") as kept:
            if not picture_type(kept.read(16)) or size > PICTURE_MB * MEGA:
                return File(name, size)
        content = path.read_bytes()
        width, height = picture_size(content)
        return File(name, size, self._store.put(content), width=width, height=height)


def _label(chat: Transcript, action: str, card: str) -> str:
    if not action:
        return ""
    try:
        typed = Action.unpack(action).typed
    except ValueError as error:
        raise Malformed("action") from error
    shown = chat.get(card)
    if shown is None or isinstance(shown, Said):
        return typed
    keys = (key for row in shown.buttons for key in row)
    return next((key.label for key in keys if key.action == action), typed)


def _weigh(file: FileStorage) -> None:
    size = file.stream.seek(0, os.SEEK_END)
    file.stream.seek(0)
    name = clean_name(file.filename or "")
    table = PurePath(name).suffix.lower() in TABLES
    most = TABLE_MB if table else PICTURE_MB
    if size > most * MEGA:
        raise TooLarge("web.large_file", name=name, n=most)
