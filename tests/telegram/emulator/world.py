"""What is on everybody's screens, and what the bot has not fetched yet."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.telegram.emulator.markup import Refusal

BOT = {
    "id": 7000000001,
    "is_bot": True,
    "first_name": "peruopt",
    "username": "peruopt_bot",
    "can_join_groups": True,
    "can_read_all_group_messages": False,
    "supports_inline_queries": False,
    "can_connect_to_business": False,
    "has_main_web_app": False,
}


@dataclass
class Shown:
    """A message, as a person sees it."""

    id: int
    chat: int
    text: str
    styled: list[tuple[str, str]] = field(default_factory=list)
    keyboard: list[list[dict]] = field(default_factory=list)
    photo: bytes | None = None
    document: tuple[str, bytes] | None = None
    by_bot: bool = True
    under: int | None = None
    topic: int | None = None
    asks: bool = False
    edited: int = 0
    old: bool = False
    """Too old to change or take away."""

    @property
    def labels(self) -> list[str]:
        return [key["text"] for row in self.keyboard for key in row]

    def data(self, label: str) -> str:
        return next(k["callback_data"] for r in self.keyboard for k in r if k["text"] == label)


@dataclass
class World:
    """Everything Telegram knows."""

    chats: dict[int, dict] = field(default_factory=dict)
    shown: dict[tuple[int, int], Shown] = field(default_factory=dict)
    updates: list[dict] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    menus: dict[str, list[dict]] = field(default_factory=dict)
    presses: dict[str, dict | None] = field(default_factory=dict)
    """Each press, with how it was acknowledged."""
    blocked: set[int] = field(default_factory=set)
    actions: list[tuple[int, str]] = field(default_factory=list)
    ids: Callable[[], int] = field(default_factory=lambda: itertools.count(100).__next__)
    update_ids: Callable[[], int] = field(
        default_factory=lambda: itertools.count(900_000).__next__
    )
    sent: Counter[int] = field(default_factory=Counter)
    """How many messages the bot has ever sent to each chat."""
    news: asyncio.Event = field(default_factory=asyncio.Event)
    watching: dict[int, tuple[int, asyncio.Future[None]]] = field(default_factory=dict)
    """Who waits for how many messages in their chat; nobody looks again and again."""

    def happened(self, kind: str, payload: dict, again: bool = False) -> dict:
        """Add an update; `again` delivers it a second time under the same id."""
        update = {"update_id": self.update_ids(), kind: payload}
        self.updates += [update] * (1 + again)
        self.news.set()
        return update

    def open_chat(self, number: int) -> dict:
        """Return the chat if the bot may write there."""
        if number in self.blocked:
            raise Refusal(403, "Forbidden: bot was blocked by the user")
        if number not in self.chats:
            raise Refusal(400, "Bad Request: chat not found")
        if not self.chats[number].get("started", True):
            raise Refusal(403, "Forbidden: bot can't initiate conversation with a user")
        return self.chats[number]

    def add(self, message: Shown) -> Shown:
        key = (message.chat, message.id)
        self.sent[message.chat] += message.by_bot and key not in self.shown
        self.shown[key] = message
        if message.chat in self.watching and message.by_bot:
            count, seen = self.watching[message.chat]
            if self.sent[message.chat] >= count and not seen.done():
                seen.set_result(None)
        return message

    async def shows(self, chat: int, count: int, seconds: float) -> None:
        """Wait until the bot has sent so many messages to a chat, ever."""
        if self.sent[chat] >= count:
            return
        seen = asyncio.get_running_loop().create_future()
        self.watching[chat] = (count, seen)
        try:
            async with asyncio.timeout(seconds):
                await seen
        finally:
            del self.watching[chat]

    def of(self, chat: int) -> list[Shown]:
        """Return what the bot shows in a chat, oldest first."""
        return [m for (c, _), m in sorted(self.shown.items()) if c == chat and m.by_bot]

    def message(self, shown: Shown) -> dict:
        """Return a message as the Bot API writes it."""
        chat = {k: v for k, v in self.chats[shown.chat].items() if k != "started"}
        said: dict = {"message_id": shown.id, "date": int(time.time()), "chat": chat}
        if shown.by_bot:
            said["from"] = {k: BOT[k] for k in ("id", "is_bot", "first_name", "username")}
        if shown.topic:
            said |= {"message_thread_id": shown.topic, "is_topic_message": True}
        if shown.edited:
            said["edit_date"] = int(time.time())
        if shown.keyboard:
            said["reply_markup"] = {"inline_keyboard": shown.keyboard}
        if shown.photo is not None:
            size = {"file_id": f"p{shown.id}", "file_unique_id": f"u{shown.id}"}
            said["photo"] = [size | {"width": 8, "height": 8}]
        elif shown.document:
            name = shown.document[0]
            said["document"] = {"file_id": f"d{shown.id}", "file_unique_id": f"u{shown.id}"}
            said["document"]["file_name"] = name
        pictured = shown.photo is not None or shown.document
        if shown.text:
            said["caption" if pictured else "text"] = shown.text
        return said
