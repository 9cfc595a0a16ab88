"""Updates, read: what is for us, who says it, what it means."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import PurePath
from typing import TYPE_CHECKING

from telegram import CallbackQuery, Chat, Message, Update, User
from telegram.constants import ChatType

from bot.telegram.heard import Attachment, Heard
from bot.telegram.limits import DATA, clean
from peruopt.chat.message import Action

if TYPE_CHECKING:
    from collections.abc import Callable

KINDS = ("message", "edited_message", "callback_query")
BUTTON = re.compile(r"[^\W\d]\w*(:[^\s:]*)*")
COMMAND = re.compile(r"(/\w+)@(\w+)")
ODD = (
    "animation",
    "audio",
    "contact",
    "dice",
    "game",
    "location",
    "poll",
    "sticker",
    "story",
    "venue",
    "video",
    "video_note",
)
ANONYMOUS = 1087968824  # Telegram's @GroupAnonymousBot


class Ear:
    """Knows the bot's own name, so as to hear what is said to it among many people."""

    def __init__(
        self, me: User, now: Callable[[], datetime], awaited: Callable[[str, str], bool]
    ) -> None:
        self._me, self._now, self._awaited = me, now, awaited
        self._mention = re.compile(rf"@{re.escape(me.username or '')}\b", re.IGNORECASE)

    def read(self, update: Update, *, ours: bool = False) -> Heard | None:
        """Return what was said, or None where nobody spoke to us; `ours` if that is known."""
        if update.callback_query:
            return self._press(update.update_id, update.callback_query)
        message = update.effective_message
        if message is None or message.from_user is None or message.chat.type == ChatType.CHANNEL:
            return None
        if message.from_user.is_bot and message.from_user.id != ANONYMOUS:
            return None
        heard = self._said(update.update_id, message, message.from_user)
        if ours or self._for_us(message, heard):
            return heard
        if heard.album and heard.attachment:
            return replace(heard, addressed=False)
        return None

    def _said(self, update: int, message: Message, user: User) -> Heard:
        replied = message.reply_to_message
        ours = replied and replied.from_user and replied.from_user.id == self._me.id
        edit = message.edit_date
        suffix = f":e{int(edit.timestamp())}" if edit else ""
        attachment, voice, trouble = _attached(message)
        return Heard(
            update=update,
            id=f"{self._me.id}:{message.chat.id}:{message.message_id}{suffix}",
            at=(edit or message.date).astimezone(UTC),
            chat=chat_of(message),
            person=str(user.id),
            name=user.full_name,
            text=self._plain(clean(message.text or message.caption or "")),
            card=replied.message_id if replied and ours else None,
            message=message.message_id,
            album="" if edit else message.media_group_id or "",
            attachment=attachment,
            voice=voice,
            trouble="telegram.anonymous" if user.id == ANONYMOUS else trouble,
        )

    def _for_us(self, message: Message, heard: Heard) -> bool:
        said = message.text or message.caption or ""
        if message.edit_date and heard.trouble:
            return False  # somebody's live location moves
        if message.chat.type == ChatType.PRIVATE:
            return bool(heard.text or heard.attachment or heard.voice or heard.trouble)
        command = COMMAND.match(said)
        if said.startswith("/"):
            return command is None or command[2].lower() == (self._me.username or "").lower()
        if heard.card is not None or self._mention.search(said):
            return True
        if not (heard.text or heard.attachment) or heard.trouble:
            return False
        return self._awaited(heard.chat, heard.person)

    def _plain(self, text: str) -> str:
        text = COMMAND.sub(r"\1", text, count=1) if COMMAND.match(text) else text
        return self._mention.sub("", text).strip()

    def _press(self, update: int, query: CallbackQuery) -> Heard:
        message = query.message
        accessible = message if isinstance(message, Message) else None
        chat = chat_of(accessible) if accessible else str(message.chat.id) if message else ""
        action = read_button(query.data or "")
        return Heard(
            update=update,
            id=f"{self._me.id}:q{query.id}",
            at=self._now(),
            chat=chat,
            person=str(query.from_user.id),
            name=query.from_user.full_name,
            action=action,
            card=message.message_id if message else None,
            press=True,
            trouble="" if action and message else "telegram.tampered",
        )


def read_button(data: str) -> Action | None:
    """Return what a button means; None for anything that no button of ours could hold."""
    if len(data.encode("utf-8", "replace")) > DATA or not BUTTON.fullmatch(data):
        return None
    return Action.unpack(data) if data.isprintable() else None


def chat_of(message: Message) -> str:
    """Return our name of a chat; each topic of a forum is one of its own."""
    chat: Chat = message.chat
    topic = message.message_thread_id if message.is_topic_message else None
    return f"{chat.id}/{topic}" if topic else str(chat.id)


def _attached(message: Message) -> tuple[Attachment | None, Attachment | None, str]:
    """Return a file, a voice, or what is wrong with anything else."""
    if message.voice:
        voice = message.voice
        return None, Attachment(voice.file_id, "voice.ogg", voice.file_size or 0), ""
    if any(getattr(message, kind) for kind in ODD):
        return None, None, "telegram.odd"
    if message.photo:
        best = max(message.photo, key=lambda size: size.width * size.height)
        name = f"foto-{message.message_id}.jpg"
        return Attachment(best.file_id, name, best.file_size or 0), None, ""
    if message.document:
        sent = message.document
        if (sent.mime_type or "").startswith(("video/", "audio/")):
            return None, None, "telegram.odd"
        name = PurePath(clean(sent.file_name or "").replace("\\", "/")).name[-120:]
        return Attachment(sent.file_id, name or "archivo", sent.file_size or 0), None, ""
    return None, None, ""
