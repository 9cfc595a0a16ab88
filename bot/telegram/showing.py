"""Putting messages on people's screens: sent, changed, taken away."""

from __future__ import annotations

import contextlib
from io import BytesIO
from typing import TYPE_CHECKING, Any

from telegram import (
    Bot,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    LinkPreviewOptions,
    Message,
    ReplyParameters,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest

from bot.telegram.changing import Part, digest
from bot.telegram.faults import has_no_words, same, too_much_picture
from bot.telegram.limits import MEGA, PHOTO_MB
from bot.telegram.rendering import Kind, Piece
from peruopt.chat.message import Tone

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from bot.telegram.keyboard import Keys
    from bot.telegram.wire import Wire

HTML = ParseMode.HTML
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
UPLOAD_SECONDS = 60.0


class Screen:
    """One message at a time, in one chat."""

    def __init__(self, wire: Wire, chat: int, topic: int | None = None) -> None:
        self._wire, self._chat, self._topic = wire, chat, topic

    async def send(self, piece: Piece, *, under: int | None = None, asking: bool = False) -> Part:
        """Send it, in reply to `under` where that is given."""
        reply = ReplyParameters(under, allow_sending_without_reply=True) if under else None
        marks = ForceReply(selective=True) if asking and not piece.keys else _markup(piece.keys)

        async def act(bot: Bot) -> Message:
            if piece.kind is Kind.TEXT:
                return await bot.send_message(
                    self._chat,
                    piece.html,
                    HTML,
                    message_thread_id=self._topic,
                    reply_parameters=reply,
                    reply_markup=marks,
                    link_preview_options=NO_PREVIEW,
                )
            if piece.kind is Kind.PHOTO and len(piece.content) <= PHOTO_MB * MEGA:
                with contextlib.suppress(_TooMuch):
                    return await _as_photo(
                        bot.send_photo(
                            self._chat,
                            piece.content,
                            piece.html,
                            parse_mode=HTML,
                            message_thread_id=self._topic,
                            reply_parameters=reply,
                            reply_markup=marks,
                            filename=piece.name,
                            write_timeout=UPLOAD_SECONDS,
                        )
                    )
            return await bot.send_document(
                self._chat,
                BytesIO(piece.content),
                piece.html,
                parse_mode=HTML,
                message_thread_id=self._topic,
                reply_parameters=reply,
                reply_markup=marks,
                filename=piece.name,
                disable_content_type_detection=True,
                write_timeout=UPLOAD_SECONDS,
            )

        heavy = piece.kind is not Kind.TEXT
        message = await self._wire.call(self._chat, act, heavy=heavy)
        return Part(message.message_id, piece.kind, digest(_picture(piece)))

    async def edit(self, part: Part, piece: Piece) -> Part:
        """Change a message; raises BadRequest where Telegram does not let us."""
        try:
            heavy = piece.kind is not Kind.TEXT
            await self._wire.call(
                self._chat, lambda bot: self._edit(bot, part, piece), heavy=heavy
            )
        except BadRequest as error:
            if has_no_words(error.message) and part.kind is Kind.TEXT:
                return await self.edit(Part(part.id, Kind.PHOTO), piece)
            if not same(error.message):
                raise
        pictured = Kind.PHOTO in (part.kind, piece.kind)
        kind = Kind.PHOTO if pictured else Kind.TEXT
        return Part(part.id, kind, digest(_picture(piece)) or part.digest)

    async def remove(self, part: Part) -> None:
        """Take it away, or at least its buttons."""
        with contextlib.suppress(BadRequest):
            try:
                await self._wire.call(
                    self._chat, lambda bot: bot.delete_message(self._chat, part.id)
                )
            except BadRequest:
                await self._wire.call(
                    self._chat, lambda bot: bot.edit_message_reply_markup(self._chat, part.id)
                )

    async def _edit(self, bot: Bot, part: Part, piece: Piece) -> object:
        keys, new = _markup(piece.keys), digest(_picture(piece))
        if new and new != part.digest:
            media = InputMediaPhoto(piece.content, piece.html, HTML, filename=piece.name)
            return await bot.edit_message_media(
                media, self._chat, part.id, reply_markup=keys, write_timeout=UPLOAD_SECONDS
            )
        if part.kind is Kind.PHOTO:
            return await bot.edit_message_caption(
                self._chat, part.id, caption=piece.html, parse_mode=HTML, reply_markup=keys
            )
        return await bot.edit_message_text(
            piece.html,
            self._chat,
            part.id,
            parse_mode=HTML,
            reply_markup=keys,
            link_preview_options=NO_PREVIEW,
        )


class _TooMuch(Exception):
    """Telegram takes this picture only as a file."""


async def _as_photo(sending: Coroutine[Any, Any, Message]) -> Message:
    try:
        return await sending
    except BadRequest as error:
        if too_much_picture(error.message):
            raise _TooMuch from error
        raise


def _picture(piece: Piece) -> bytes:
    return piece.content if piece.kind is Kind.PHOTO else b""


def _markup(keys: Keys) -> InlineKeyboardMarkup | None:
    if not keys:
        return None
    return InlineKeyboardMarkup(
        [
            [
                InlineKeyboardButton(
                    key.label,
                    callback_data=key.data,
                    style=None if key.tone is Tone.PLAIN else key.tone.value,
                )
                for key in row
            ]
            for row in keys
        ]
    )
