"""People with phones: what they type, send and press."""

from __future__ import annotations

import itertools
import time
from typing import Any

from tests.telegram.emulator.world import BOT, Shown, World

ROSA, GROUP = 501, -1001
NAMES = {ROSA: "Rosa"}
QUERIES = itertools.count(1)


class People:
    """Whoever writes first has pressed Start; a number below zero is a group."""

    def __init__(self, world: World) -> None:
        self.world = world

    def say(self, text: str, *, chat: int = ROSA, person: int = ROSA, **more: Any) -> dict:
        """Type something."""
        again = more.pop("again", False)
        payload = self._said(chat, person) | {"text": text} | more
        return self.world.happened("message", payload, again)

    def edit(self, update: dict, **changes: Any) -> dict:
        """Change what was said."""
        payload = update["message"] | {"edit_date": int(time.time())} | changes
        return self.world.happened("edited_message", payload)

    def photo(self, content: bytes, caption: str = "", **more: Any) -> dict:
        """Send a picture as such, in two sizes."""
        chat, person = more.pop("chat", ROSA), more.pop("person", ROSA)
        small = {"file_id": self._file(b"thumb"), "file_unique_id": "s", "width": 9, "height": 9}
        large = {"file_id": self._file(content), "file_unique_id": "l"}
        sizes = [small, large | {"width": 90, "height": 90, "file_size": len(content)}]
        said = self._said(chat, person) | {"photo": sizes} | more
        return self.world.happened("message", said | ({"caption": caption} if caption else {}))

    def album(self, contents: list[bytes], caption: str = "", **more: Any) -> None:
        """Send several pictures at once: as many updates, one group."""
        group = f"album{next(QUERIES)}"
        for index, content in enumerate(contents):
            self.photo(content, "" if index else caption, media_group_id=group, **more)

    def document(self, name: str, content: bytes, caption: str = "", **more: Any) -> dict:
        """Send a file."""
        chat, person = more.pop("chat", ROSA), more.pop("person", ROSA)
        told = more.pop("file_size", len(content))
        file = {"file_id": self._file(content), "file_unique_id": "d", "file_name": name}
        said = self._said(chat, person) | {"document": file | {"file_size": told}} | more
        return self.world.happened("message", said | ({"caption": caption} if caption else {}))

    def voice(self, content: bytes, chat: int = ROSA) -> dict:
        """Send a voice note."""
        voice = {"file_id": self._file(content), "file_unique_id": "v", "duration": 2}
        return self.world.happened("message", self._said(chat, ROSA) | {"voice": voice})

    def sticker(self, chat: int = ROSA) -> dict:
        """Send a sticker."""
        sticker = {"file_id": "x", "file_unique_id": "x", "type": "regular"}
        sticker |= {"width": 9, "height": 9, "is_animated": False, "is_video": False}
        return self.world.happened("message", self._said(chat, ROSA) | {"sticker": sticker})

    def press(self, label: str, *, chat: int = ROSA, person: int = ROSA) -> str:
        """Press the newest button that says so; return the press's number."""
        for shown in reversed(self.world.of(chat)):
            if label in shown.labels:
                return self.send_data(shown.data(label), shown, person=person)
        raise LookupError(label)

    def send_data(
        self, data: str | None, shown: Shown | None, *, person: int = ROSA, **more: Any
    ) -> str:
        """Press as a changed client can: with any data."""
        query = str(next(QUERIES))
        self.world.presses[query] = None
        said: dict = {"id": query, "from": _user(person), "chat_instance": "1"} | more
        if data is not None:
            said["data"] = data
        if shown:
            said["message"] = self.world.message(shown)
        self.world.happened("callback_query", said)
        return query

    def block(self, person: int = ROSA) -> None:
        """Block the bot."""
        self.world.blocked.add(person)

    def seen(self, chat: int = ROSA) -> list[str]:
        """Return what the bot shows in a chat: words, files, buttons."""
        return [
            "\n".join([m.text, *([m.document[0]] if m.document else []), *m.labels])
            for m in self.world.of(chat)
        ]

    def _said(self, chat: int, person: int) -> dict:
        private = {"id": chat, "type": "private", "first_name": f"P{chat}"}
        group = {"id": chat, "type": "supergroup", "title": "La casa"}
        self.world.chats[chat] = private if chat > 0 else group
        if chat < 0:
            one = {"id": person, "type": "private", "first_name": f"P{person}", "started": False}
            self.world.chats.setdefault(person, one)
        number = self.world.ids()
        self.world.add(Shown(number, chat, "…", by_bot=False))
        told = {k: v for k, v in self.world.chats[chat].items() if k != "started"}
        now = int(time.time())
        return {"message_id": number, "date": now, "chat": told, "from": _user(person)}

    def _file(self, content: bytes) -> str:
        name = f"f{len(self.world.files)}"
        self.world.files[name] = content
        return name


def _user(number: int) -> dict:
    name = NAMES.get(number, f"P{number}")
    return {"id": number, "is_bot": False, "first_name": name, "language_code": "es"}


def reply_to(world: World, shown: Shown) -> dict:
    """Return the field that makes a message an answer to a card."""
    return {"reply_to_message": world.message(shown)}


MENTION = f"@{BOT['username']}"
