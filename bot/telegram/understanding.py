"""What was heard as a message for the house: with its files fetched and its voice written down."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING

from bot.telegram.faults import Undeliverable, Unreachable
from bot.telegram.speaking import chat_number
from peruopt.chat.message import Address, Message, Reply
from peruopt.errors import UserError

if TYPE_CHECKING:
    from bot.telegram.cards import Cards
    from bot.telegram.files import Fetcher
    from bot.telegram.heard import Attachment, Heard
    from peruopt.chat.words import Words

log = logging.getLogger(__name__)
Transcribe = Callable[[bytes, str], Awaitable[str]]
Send = Callable[[Address, Reply], Awaitable[Address]]


class Understanding:
    """Asks Telegram for files only where their sender is somebody of the house."""

    def __init__(
        self,
        fetcher: Fetcher,
        cards: Cards,
        words: Callable[[str], Words],
        admits: Callable[[str], bool],
        transcribe: Transcribe | None,
        send: Send,
    ) -> None:
        self._fetcher, self._cards, self._words = fetcher, cards, words
        self._admits, self._transcribe, self._send = admits, transcribe, send

    async def message(self, together: Sequence[Heard]) -> Message:
        """Return it as one message; raise UserError with what is wrong with it."""
        first = together[0]
        text = "\n".join(heard.text for heard in together if heard.text)
        wanted = [heard.attachment for heard in together if heard.attachment]
        trouble = next((heard.trouble for heard in together if heard.trouble), "")
        asks = bool(wanted or trouble or first.voice)  # plain words are read by anybody
        known = asks and await asyncio.to_thread(self._admits, first.person)
        if not known:
            wanted, trouble = [], ""
        if trouble and not wanted:
            raise UserError(trouble)
        where = Address("telegram", first.chat)
        if trouble:
            said = await self.sentence(first.person, UserError(trouble))
            await self._send(where, Reply(said))
        if first.voice and known:
            text = await self._spoken(first.voice, first.person, where)
        uploads = await asyncio.gather(*(self._fetcher.fetch(one) for one in wanted))
        card = next((heard.card for heard in together if heard.card is not None), None)
        if card is not None:
            where = Address("telegram", first.chat, self._card(first.chat, card))
        return Message(
            first.id, first.at, where, first.person, text, first.action, tuple(uploads), first.name
        )

    async def sentence(self, person: str, error: UserError) -> str:
        """Return what an error says, in the person's language."""
        words = await asyncio.to_thread(self._words, person)
        return words.error(error)

    def _card(self, chat: str, message: int) -> str:
        return str(self._cards.named(chat_number(chat), message))

    async def _spoken(self, voice: Attachment, person: str, where: Address) -> str:
        if self._transcribe is None:
            raise UserError("telegram.no_voice")
        upload = await self._fetcher.fetch(voice)
        try:
            text = (await self._transcribe(upload.content, upload.name)).strip()
        except UserError:
            raise
        except Exception:  # a transcriber of any make; who spoke is asked to type
            log.exception("a voice note could not be written down")
            text = ""
        if not text:
            raise UserError("telegram.voice_failed")
        words = await asyncio.to_thread(self._words, person)
        try:
            await self._send(where, Reply("", title=words("telegram.heard"), quote=text))
        except (Undeliverable, Unreachable):
            log.info("what was understood of a voice note could not be shown")
        return text
