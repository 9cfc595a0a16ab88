"""The Bot API's methods, with the limits and the words of refusal of the real one."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from tests.telegram.emulator.markup import Refusal, read, units
from tests.telegram.emulator.world import BOT, Shown, World

if TYPE_CHECKING:
    from aiohttp.web import FileField

SAME = (
    "message is not modified: specified new message content and reply markup are exactly "
    "the same as a current content and reply markup of the message"
)
TEXT, CAPTION, DATA, ALERT, DOWNLOAD = 4096, 1024, 64, 200, 20 * 1024 * 1024


@dataclass
class Methods:
    """Each takes the form's fields and returns what stands under `result`."""

    world: World

    async def getme(self, form: Mapping[str, Any]) -> dict:
        return BOT

    async def sendmessage(self, form: Mapping[str, Any]) -> dict:
        text, styled = _words(form.get("text", ""), form, TEXT)
        if not text:
            raise Refusal(400, "Bad Request: message text is empty")
        return self._show(form, text=text, styled=styled)

    async def sendphoto(self, form: Mapping[str, Any]) -> dict:
        text, styled = _words(form.get("caption", ""), form, CAPTION)
        photo = form["photo"].file.read()
        _check_photo(photo)
        return self._show(form, text=text, styled=styled, photo=photo)

    async def senddocument(self, form: Mapping[str, Any]) -> dict:
        text, styled = _words(form.get("caption", ""), form, CAPTION)
        sent: FileField = form["document"]
        document = (sent.filename, sent.file.read())
        return self._show(form, text=text, styled=styled, document=document)

    async def editmessagetext(self, form: Mapping[str, Any]) -> dict:
        shown = self._editable(form)
        if shown.photo is not None or shown.document:
            raise Refusal(400, "Bad Request: there is no text in the message to edit")
        text, styled = _words(form["text"], form, TEXT)
        if not text:
            raise Refusal(400, "Bad Request: message text is empty")
        return self._changed(shown, form, text=text, styled=styled)

    async def editmessagecaption(self, form: Mapping[str, Any]) -> dict:
        shown = self._editable(form)
        if shown.photo is None and not shown.document:
            raise Refusal(400, "Bad Request: there is no caption in the message to edit")
        text, styled = _words(form.get("caption", ""), form, CAPTION)
        return self._changed(shown, form, text=text, styled=styled)

    async def editmessagemedia(self, form: Mapping[str, Any]) -> dict:
        shown = self._editable(form)
        media = json.loads(form["media"])
        photo = form[media["media"].removeprefix("attach://")].file.read()
        _check_photo(photo)
        text, styled = _words(media.get("caption", ""), media, CAPTION)
        return self._changed(shown, form, text=text, styled=styled, photo=photo, document=None)

    async def editmessagereplymarkup(self, form: Mapping[str, Any]) -> dict:
        return self._changed(self._editable(form), form)

    async def deletemessage(self, form: Mapping[str, Any]) -> bool:
        key = (int(form["chat_id"]), int(form["message_id"]))
        if key not in self.world.shown:
            raise Refusal(400, "Bad Request: message to delete not found")
        if self.world.shown[key].old:
            raise Refusal(400, "Bad Request: message can't be deleted for everyone")
        del self.world.shown[key]
        return True

    async def answercallbackquery(self, form: Mapping[str, Any]) -> bool:
        query = form["callback_query_id"]
        if self.world.presses.get(query, ...) is not None:
            raise Refusal(
                400,
                "Bad Request: query is too old and response timeout expired or query ID is "
                "invalid",
            )
        if len(form.get("text", "")) > ALERT:
            raise Refusal(400, "Bad Request: MESSAGE_TOO_LONG")
        self.world.presses[query] = dict(form)
        return True

    async def sendchataction(self, form: Mapping[str, Any]) -> bool:
        self.world.open_chat(int(form["chat_id"]))
        self.world.actions.append((int(form["chat_id"]), form["action"]))
        return True

    async def getfile(self, form: Mapping[str, Any]) -> dict:
        content = self.world.files.get(form["file_id"])
        if content is None:
            raise Refusal(400, "Bad Request: invalid file_id")
        if len(content) > DOWNLOAD:
            raise Refusal(400, "Bad Request: file is too big")
        name = form["file_id"]
        return {
            "file_id": name,
            "file_unique_id": f"u{name}",
            "file_size": len(content),
            "file_path": f"documents/{name}",
        }

    async def setmycommands(self, form: Mapping[str, Any]) -> bool:
        commands = json.loads(form["commands"])
        if len(commands) > 100:
            raise Refusal(400, "Bad Request: BOT_COMMANDS_TOO_MUCH")
        if any(not 1 <= len(c["description"]) <= 256 for c in commands):
            raise Refusal(400, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID")
        self.world.menus[form.get("language_code", "")] = commands
        return True

    def _show(self, form: Mapping[str, Any], **what: Any) -> dict:
        chat = int(form["chat_id"])
        self.world.open_chat(chat)
        under = json.loads(form.get("reply_parameters", "{}")).get("message_id")
        topic = form.get("message_thread_id")
        markup = json.loads(form.get("reply_markup", "{}"))
        shown = Shown(
            self.world.ids(),
            chat,
            keyboard=_keyboard(markup),
            under=under,
            topic=int(topic) if topic else None,
            asks="force_reply" in markup,
            **what,
        )
        return self.world.message(self.world.add(shown))

    def _editable(self, form: Mapping[str, Any]) -> Shown:
        self.world.open_chat(int(form["chat_id"]))
        shown = self.world.shown.get((int(form["chat_id"]), int(form["message_id"])))
        if shown is None:
            raise Refusal(400, "Bad Request: message to edit not found")
        if shown.old or not shown.by_bot:
            raise Refusal(400, "Bad Request: message can't be edited")
        return shown

    def _changed(self, shown: Shown, form: Mapping[str, Any], **what: Any) -> dict:
        keyboard = _keyboard(json.loads(form.get("reply_markup", "{}")))
        changed = replace(shown, keyboard=keyboard, **what)
        if changed == shown:
            raise Refusal(400, f"Bad Request: {SAME}")
        changed.edited += 1
        return self.world.message(self.world.add(changed))


def _words(source: str, form: Mapping[str, Any], most: int) -> tuple[str, list]:
    text, styled = read(source) if form.get("parse_mode") == "HTML" else (source, [])
    if units(text) > most:
        long = "message is too long" if most == TEXT else "message caption is too long"
        raise Refusal(400, f"Bad Request: {long}")
    return text, styled


def _keyboard(markup: dict) -> list[list[dict]]:
    rows = markup.get("inline_keyboard", [])
    if any(len(row) > 8 for row in rows) or sum(map(len, rows)) > 100:
        raise Refusal(400, "Bad Request: reply markup is too long")
    for key in (key for row in rows for key in row):
        if not key["text"]:
            raise Refusal(400, "Bad Request: BUTTON_TEXT_INVALID")
        if not 1 <= len(key["callback_data"].encode()) <= DATA:
            raise Refusal(400, "Bad Request: BUTTON_DATA_INVALID")
    return rows


def _check_photo(content: bytes) -> None:
    from PIL import Image, UnidentifiedImageError

    try:
        width, height = Image.open(io.BytesIO(content)).size
    except UnidentifiedImageError:
        raise Refusal(400, "Bad Request: IMAGE_PROCESS_FAILED") from None
    if width + height > 10_000 or max(width, height) > 20 * min(width, height):
        raise Refusal(400, "Bad Request: PHOTO_INVALID_DIMENSIONS")
