"""All copies of a card say the same, in every chat, each in its own language."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from weakref import WeakValueDictionary

from peruopt.chat.message import Address, Reply
from peruopt.chat.words import Words
from peruopt.errors import PeruoptError
from peruopt.hearing import may_see
from peruopt.people import LOCAL
from peruopt.ports import Chat, Services
from peruopt.restaurant import Restaurant
from peruopt.store import Seat, UnitOfWork

log = logging.getLogger(__name__)
PATIENCE = 10.0
"""Seconds that another door is given to show a copy; then it is tried again later."""
REMEMBERED, MOST_STALE = 5000, 500
Card = Callable[[Restaurant, Words, str], Awaitable[Reply | None]]
"""Renders what is named as in `Reply.about`, if it has a card."""
Key = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Copy:
    """A place where a card is shown, or is to be, and how it reads there."""

    at: Address
    locale: str


@dataclass(slots=True)
class Copies:
    """One for all doors."""

    services: Services
    doors: Mapping[str, Chat]
    card: Card | None = None
    stale: dict[tuple[int, str, Address], Copy] = field(default_factory=dict)
    """Copies that could not be changed; they are tried again."""
    _turn: int = 0
    _newest: OrderedDict[Address, str] = field(default_factory=OrderedDict)
    """The last message of ours in each chat, without which nobody knows what is far up."""
    _sent: OrderedDict[Key, int] = field(default_factory=OrderedDict)
    _gates: WeakValueDictionary[Key, asyncio.Lock] = field(default_factory=WeakValueDictionary)

    def turn(self) -> int:
        """Return a number greater than all before: what is rendered after it is newer."""
        self._turn += 1
        return self._turn

    async def show(
        self, seat: Seat, to: Address, reply: Reply, since: int, *, own: bool = False
    ) -> Address:
        """Show a card where it was asked for, and anew on every other copy of it.

        `own` says that the chat is the person's own, and nobody else's.
        """
        house = seat.restaurant
        assert house.id is not None
        key = (house.id, reply.about)
        async with self._gates.setdefault(key, asyncio.Lock()):
            if self._sent.get(key, 0) > since:  # somebody else's newer card was faster
                words = Words(seat.person.locale, house.timezone)
                fresh = await self._render(house, words, reply.about)
                reply = replace(fresh, replaces=reply.replaces) if fresh else reply
            far_up = reply.replaces is not None and self.is_far_up(reply.replaces)
            shown = await self.doors[to.platform].send(replace(to, message=None), reply)
            here = replace(shown, message=None)
            if not far_up or shown != reply.replaces:
                self.newest(shown)
            elif reply.brief:
                self.newest(await self.doors[here.platform].send(here, Reply(reply.brief)))
            whose = seat.person.handle if own else ""
            others = await asyncio.to_thread(self._note, house.id, reply, shown, whose)
            plain = await self._plain(seat, reply, others, here)
            for copy in others:
                if replace(copy.at, message=None) == here:
                    await self.doors[here.platform].send(here, replace(plain, replaces=copy.at))
            elsewhere = [c for c in others if replace(c.at, message=None) != here]
            await self._spread(house, reply.about, elsewhere)
            self._mark(key)
        return shown

    def newest(self, shown: Address) -> None:
        """Note that this is now the last message in its chat."""
        chat, number = replace(shown, message=None), shown.message or ""
        self._newest[chat] = number
        self._newest.move_to_end(chat)
        if len(self._newest) > REMEMBERED:
            self._newest.popitem(last=False)

    def is_far_up(self, card: Address) -> bool:
        """Whether other messages have come after this one."""
        last = self._newest.get(replace(card, message=None))
        return last is not None and last != card.message

    async def _plain(self, seat: Seat, reply: Reply, others: list[Copy], here: Address) -> Reply:
        """Return the card as its older copies in the same chat show it: without a remark."""
        if all(replace(copy.at, message=None) != here for copy in others):
            return reply
        house = seat.restaurant
        words = Words(seat.person.locale, house.timezone)
        fresh = await self._render(house, words, reply.about)
        if fresh is None:
            return reply
        return named(fresh, house) if await asyncio.to_thread(self.names, here) else fresh

    async def refresh(
        self, house: Restaurant, about: str, but: Collection[Address] = frozenset()
    ) -> None:
        """Change every copy, save those in the chats that have just been shown it."""
        assert house.id is not None
        key = (house.id, about)
        async with self._gates.setdefault(key, asyncio.Lock()):
            found = await asyncio.to_thread(self._read, house.id, about)
            wanted = [copy for copy in found if replace(copy.at, message=None) not in but]
            await self._spread(house, about, wanted)
            self._mark(key)

    async def mend(self) -> None:
        """Try again where a copy could not be changed."""
        waiting, self.stale = self.stale, {}
        houses = {h.id: h for h in await asyncio.to_thread(self._houses)} if waiting else {}
        down: set[str] = set()
        for place, copy in list(waiting.items())[-MOST_STALE:]:
            number, about, at = place
            if at.platform in down:  # one that waits in vain is enough
                self.stale[place] = copy
            elif house := houses.get(number):
                await self._spread(house, about, [copy])
                if place in self.stale:
                    down.add(at.platform)

    def names(self, chat: Address) -> bool:
        """Whether what is said in this chat must say for which restaurant it is."""
        return chat.platform not in LOCAL and self.services.directory.several(chat)

    def _houses(self) -> list[Restaurant]:
        return self.services.directory.restaurants()

    def _mark(self, key: Key) -> None:
        self._sent[key] = self.turn()
        self._sent.move_to_end(key)
        if len(self._sent) > REMEMBERED:
            self._sent.popitem(last=False)

    async def _spread(self, house: Restaurant, about: str, copies: list[Copy]) -> None:
        cards: dict[str, Reply | None] = {}
        for copy in copies:
            if copy.locale not in cards:
                words = Words(copy.locale, house.timezone)
                cards[copy.locale] = await self._render(house, words, about)
        await asyncio.gather(
            *(self._put(house, about, c, card) for c in copies if (card := cards[c.locale]))
        )

    async def _put(self, house: Restaurant, about: str, copy: Copy, card: Reply) -> None:
        assert house.id is not None
        old = copy.at if copy.at.message else None
        if await asyncio.to_thread(self.names, copy.at):
            card = named(card, house)
        try:
            async with asyncio.timeout(PATIENCE):
                door = self.doors[copy.at.platform]
                shown = await door.send(
                    replace(copy.at, message=None), replace(card, replaces=old)
                )
        except Exception as failure:  # one chat's trouble must not keep the others' cards old
            log.warning("a copy of %s is stale (%s)", about, type(failure).__name__)
            self.stale[house.id, about, copy.at] = copy
            return
        await asyncio.to_thread(self._keep, house.id, about, shown)

    async def _render(self, house: Restaurant, words: Words, about: str) -> Reply | None:
        if self.card is None:
            return None
        try:
            return await self.card(house, words, about)
        except PeruoptError:  # what it was about is gone
            return None

    def _keep(self, number: int, about: str, shown: Address) -> None:
        with self.services.work(number) as w:
            w.cards.add(about, shown)

    def _note(self, number: int, reply: Reply, shown: Address, whose: str) -> list[Copy]:
        """Keep where the card now is; return where else it is, and where it should be."""
        with self.services.work(number) as w:
            if whose:
                w.rooms.meet(replace(shown, message=None), whose)
            found = self._visible(w, reply.about)
            team = w.restaurant.team
            places = {replace(copy.at, message=None) for copy in found}
            here = replace(shown, message=None)
            wanted = reply.about.startswith("draft:") and reply.buttons and not reply.private
            if team and wanted and team != here and team not in places:
                found += [Copy(team, w.restaurant.locale)] if team.platform in self.doors else []
            w.cards.add(reply.about, shown)
            return [copy for copy in found if copy.at != shown]

    def _read(self, number: int, about: str) -> list[Copy]:
        with self.services.work(number) as w:
            return self._visible(w, about)

    def _visible(self, w: UnitOfWork, about: str) -> list[Copy]:
        """Return the copies in chats where somebody of the restaurant may still see them."""
        rooms = {room.at: room for room in w.rooms.all()}
        people = {(p.platform, p.handle): p for p in w.people.all()}
        copies = []
        for at in w.cards.of(about):
            room = rooms.get(replace(at, message=None))
            whose = people.get((at.platform, room.handle)) if room else None
            if at.platform in self.doors and may_see(at, room, whose):
                copies.append(Copy(at, whose.locale if whose else w.restaurant.locale))
        return copies


def named(reply: Reply, house: Restaurant) -> Reply:
    """Say for which restaurant a reply is."""
    return replace(reply, title=" · ".join(p for p in (house.name, reply.title) if p))
