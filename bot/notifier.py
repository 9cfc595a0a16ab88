"""Delivering what chats must be told, and trying again until they have been."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.copies import Card, Copies, named
from peruopt.chat.message import Address, Reply
from peruopt.chat.words import Words
from peruopt.errors import Closed, PeruoptError
from peruopt.noticed import is_result, offered, together
from peruopt.ports import Chat, Services
from peruopt.restaurant import Restaurant
from peruopt.store import Notice
from peruopt.work.undelivered import put_off

log = logging.getLogger(__name__)
PATIENCE = 30.0
"""Seconds that a door is given to send one message."""
IN_VAIN = 2
"""Chats in a row that could not be reached, after which a door rests until the next round."""


@dataclass(slots=True)
class Notifier:
    """One for all doors.  `deliver` may be called at any time and any number of times."""

    services: Services
    doors: Mapping[str, Chat]
    card: Card | None = None
    copies: Copies | None = None
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    _unnoted: list[tuple[int, Sequence[Notice], Reply, Address]] = field(default_factory=list)
    """What was told and could not be noted: it is not told again, but noted before anything."""

    async def deliver(self) -> None:
        """Tell every chat what it must still be told; one that fails waits, others do not."""
        async with self._turn:
            while self._unnoted:
                with suppress(PeruoptError):  # its restaurant, a demonstration, is gone
                    await asyncio.to_thread(self._note_told, *self._unnoted[0])
                del self._unnoted[0]
            houses = await asyncio.to_thread(self.services.directory.restaurants)
            for house in houses:
                await self._house(house)
            if self.copies:
                await self.copies.mend()

    async def _house(self, house: Restaurant) -> None:
        by_door: dict[str, list[Notice]] = {}
        for notice in await asyncio.to_thread(self._waiting, house):
            if notice.to.platform in self.doors:  # without a door the notice waits for one
                by_door.setdefault(notice.to.platform, []).append(notice)
        # side by side: a platform that does not answer must not keep the others waiting
        rounds = await asyncio.gather(*(self._by_door(house, n) for n in by_door.values()))
        told: dict[str, set[Address]] = {}
        for about, chat in (shown for one in rounds for shown in one):
            told.setdefault(about, set()).update([chat] if chat else [])
        for about, chats in told.items():
            if self.copies:
                await self.copies.refresh(house, about, chats)

    async def _by_door(
        self, house: Restaurant, notices: Sequence[Notice]
    ) -> list[tuple[str, Address | None]]:
        """Tell what waits at one door; return which cards changed, and where they were shown."""
        deaf: set[Address] = set()
        shown: list[tuple[str, Address | None]] = []
        vain = 0
        for alike in together(notices):
            chat = alike[0].to
            if chat in deaf:  # after a failure, order is kept per chat
                continue
            about = await self._tell(house, alike)
            vain = vain + 1 if about is None else 0
            if about is None:
                deaf.add(chat)
            elif about:
                # a result is a short message; the card changes wherever it is, here as well
                shown.append((about, None if is_result(alike[0]) else chat))
            if vain >= IN_VAIN:
                break
        return shown

    def _names(self, chat: Address) -> bool:
        return self.copies is not None and self.copies.names(chat)

    def _waiting(self, house: Restaurant) -> list[Notice]:
        assert house.id is not None
        with self.services.work(house.id) as w:
            now = self.services.now()
            waiting = w.notices.waiting(now)
            for stale in overtaken(waiting):
                w.notices.told(stale.id, now)
                waiting.remove(stale)
            return waiting

    async def _tell(self, house: Restaurant, alike: Sequence[Notice]) -> str | None:
        """Tell what is one message; return which card it is about, None for a try in vain."""
        assert house.id is not None
        notice = alike[0]
        door = self.doors[notice.to.platform]
        try:
            words = Words(notice.locale, house.timezone)
            card = await self._card(house, notice.about, words)
            reply = _said_together(alike, words) if card is None else _above(notice, card, words)
            if is_result(notice):
                reply = _said_together(alike, words)
            if await asyncio.to_thread(self._names, notice.to):
                reply = named(reply, house)
            async with asyncio.timeout(PATIENCE):
                shown = await door.send(notice.to, reply)
        except Exception as failure:  # whatever it was, it is put off; the others are told
            log.warning("notice %s was not delivered (%s)", notice.id, type(failure).__name__)
            closed = isinstance(failure, Closed)
            await asyncio.to_thread(self._note_failed, house.id, alike, closed=closed)
            return None
        told = (house.id, alike, reply, shown)
        try:
            copies = await asyncio.to_thread(self._note_told, *told)
        except Exception:  # a full disk, mostly: whoever calls says it
            self._unnoted.append(told)
            raise
        if self.copies:
            self.copies.newest(shown)
        if card and copies:
            await self._refresh(door, card, copies)
        return card.about if card else ""

    async def _card(self, house: Restaurant, about: str, words: Words) -> Reply | None:
        if self.card is None or not about:
            return None
        try:
            return await self.card(house, words, about)
        except PeruoptError:  # what it was about is gone; the sentence still says what happened
            return None

    def _note_failed(self, restaurant_id: int, alike: Sequence[Notice], *, closed: bool) -> None:
        with self.services.work(restaurant_id) as w:
            put_off(w, alike, self.services.now(), closed=closed)

    def _note_told(
        self, restaurant_id: int, alike: Sequence[Notice], reply: Reply, shown: Address
    ) -> list[Address]:
        """Note it, and return the other copies of the card in this chat, which are now stale."""
        now: datetime = self.services.now()
        with self.services.work(restaurant_id) as w:
            for notice in alike:
                w.notices.told(notice.id, now)
            if not reply.about:
                return []
            chat = alike[0].to
            here = [at for at in w.cards.of(reply.about) if replace(at, message=None) == chat]
            w.cards.add(reply.about, shown)
            return [at for at in here if at.message and at != shown]

    async def _refresh(self, door: Chat, card: Reply, copies: list[Address]) -> None:
        """Show older copies as they are now, without the sentence that came with the new one."""
        for copy in copies:
            try:
                async with asyncio.timeout(PATIENCE):
                    await door.send(replace(copy, message=None), replace(card, replaces=copy))
            except Exception as failure:  # the news itself was told
                log.info("a copy of %s stays as it was (%s)", card.about, type(failure).__name__)


def _above(notice: Notice, card: Reply, words: Words) -> Reply:
    """Return the card with what the notice says above it."""
    parts = (_sentence([notice], words), card.text.strip())
    buttons = card.buttons or offered(notice, words)
    return replace(card, text="\n\n".join(part for part in parts if part), buttons=buttons)


def _said_together(alike: Sequence[Notice], words: Words) -> Reply:
    return Reply(_sentence(alike, words), buttons=offered(alike[0], words))


def _sentence(alike: Sequence[Notice], words: Words) -> str:
    """Say a notice; of several that differ in their network, once."""
    values = {k: _said(words, k, v) for k, v in alike[0].values.items()}
    for name, between in (("network", " + "), ("url", "\n")) if len(alike) > 1 else ():
        ordered = sorted(n.values.get(name, "") for n in alike)  # by network, whoever was faster
        said = dict.fromkeys(str(_said(words, name, value)) for value in ordered)
        values[name] = between.join(part for part in said if part)
    return words(alike[0].key, **values).strip()


def overtaken(waiting: Sequence[Notice]) -> list[Notice]:
    """Return the digests that a newer one for the same chat has made old news."""
    digests = [notice for notice in waiting if notice.about.startswith("digest:")]
    newest = {notice.to: notice for notice in digests}  # the last one wins
    return [notice for notice in digests if newest[notice.to] is not notice]


def _said(words: Words, name: str, value: str) -> object:
    """Say a value of a notice: a key by its sentence, a moment (`…_at`) on the local clock."""
    if name.endswith("_at") and value:
        return words.when(datetime.fromisoformat(value))
    return words(value) if words.has(value) else value
