"""Replies on their way to a chat: new ones, and cards that change where they are."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

from telegram.error import BadRequest, ChatMigrated

from bot.telegram.changing import Change, Part, change
from bot.telegram.rendering import Kind, Piece, layout
from bot.telegram.showing import Screen
from bot.telegram.speaking import chat_number, is_group, speaker, topic_number
from peruopt.chat.message import Address, Reply

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.telegram.cards import Cards
    from bot.telegram.wire import Wire

log = logging.getLogger(__name__)


class Outgoing:
    """Knows which messages a card is made of."""

    def __init__(self, wire: Wire, cards: Cards) -> None:
        self._wire, self.cards = wire, cards
        self._turns = WeakValueDictionary[str, asyncio.Lock]()

    async def show(self, to: Address, reply: Reply) -> Address:
        """Show it; a card keeps its address for as long as it lives, whatever it is made of."""
        who = speaker.get()
        turn = self._turns.setdefault(to.chat, asyncio.Lock())
        async with turn:  # what is said last in a chat is what it shows in the end
            try:
                shown = await self._show(to, reply)
            except ChatMigrated as moved:  # the group has become a supergroup
                anew = Address(to.platform, str(moved.new_chat_id))
                shown = await self._send(anew, layout(reply), reply)
        if who and who.chat == to.chat:
            who.answered = True
        return shown

    async def _show(self, to: Address, reply: Reply) -> Address:
        pieces = layout(reply)
        if reply.replaces and (reply.replaces.message or "").isdigit():
            return await self._replace(reply.replaces, pieces, reply)
        return await self._send(to, pieces, reply)

    async def _send(self, to: Address, pieces: Sequence[Piece], reply: Reply) -> Address:
        parts = await self._send_all(to.chat, pieces, asking=reply.asks is not None)
        card = _carrier(parts)
        self.cards.put(chat_number(to.chat), card, parts)
        return Address(to.platform, to.chat, str(card))

    async def _replace(self, at: Address, pieces: Sequence[Piece], reply: Reply) -> Address:
        chat, card = chat_number(at.chat), int(at.message or "")
        shown = self.cards.parts(chat, card)
        parts = await self._in_place(at.chat, change(shown, pieces))
        if parts is None:
            screen = self._screen(at.chat)
            parts = await self._send_all(at.chat, pieces, asking=reply.asks is not None)
            self.cards.put(chat, card, parts)
            for part in shown:
                await screen.remove(part)
        self.cards.put(chat, card, parts)
        return at

    async def _in_place(self, chat: str, plan: Change | None) -> list[Part] | None:
        if plan is None:
            return None
        screen = self._screen(chat)
        try:
            parts = [await screen.edit(part, piece) for part, piece in plan.edits]
        except BadRequest as error:  # too old, or somebody took it away
            log.info("a card is shown anew: %s", error.message)
            return None
        for part in plan.gone:
            await screen.remove(part)
        return parts + [await screen.send(piece) for piece in plan.added]

    async def _send_all(self, chat: str, pieces: Sequence[Piece], *, asking: bool) -> list[Part]:
        """Send the pieces; in a group, under the words they answer."""
        screen, who, parts = self._screen(chat), speaker.get(), list[Part]()
        under = who.message if who and who.chat == chat and is_group(chat) else None
        last = max((i for i, p in enumerate(pieces) if p.kind is not Kind.FILE), default=-1)
        for index, piece in enumerate(pieces):
            ask = asking and under is not None and index == last
            first = under if index == 0 or ask else None
            parts.append(await screen.send(piece, under=first, asking=ask))
        return parts

    def _screen(self, chat: str) -> Screen:
        return Screen(self._wire, chat_number(chat), topic_number(chat))


def _carrier(parts: Sequence[Part]) -> int:
    """Return the message that has the buttons, whose id names the card."""
    body = [part for part in parts if part.kind is not Kind.FILE]
    return (body or parts)[-1].id
