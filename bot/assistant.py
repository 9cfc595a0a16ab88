"""From a message to its answer: who speaks, for which restaurant, which command, what is said."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from bot.routing import Route, route
from peruopt.chat.command import Ask, Register
from peruopt.chat.message import Address, Message, Reply
from peruopt.chat.words import Words
from peruopt.errors import UserError
from peruopt.ports import Chat, Services
from peruopt.restaurant import Person, Restaurant, Role
from peruopt.store import Seat
from peruopt.work.settling import settle

log = logging.getLogger(__name__)
LOCAL = frozenset({"web", "console"})  # whoever sits at this machine owns it
PATIENCE = timedelta(minutes=30)  # how long a question waits for its answer


@dataclass(slots=True)
class Assistant:
    """One for all doors."""

    services: Services
    register: Register
    doors: Mapping[str, Chat]
    newcomer: Restaurant
    """How a restaurant that is founded by a first message looks."""
    turns: dict[tuple[str, str], asyncio.Lock] = field(
        default_factory=lambda: defaultdict(asyncio.Lock)
    )

    async def answer(self, message: Message) -> None:
        """Handle one message, once, after those before it in the same chat."""
        source = message.source
        async with self.turns[source.platform, source.chat]:
            fresh = await asyncio.to_thread(
                self.services.directory.first_time, source.platform, message.id, message.at
            )
            if not fresh:
                return
            seat = await asyncio.to_thread(self._seat, message)
            if seat is None:
                words = Words(self.newcomer.locale)
                await self.doors[source.platform].send(source, Reply(words("start.stranger")))
                return
            await self._serve(message, seat)

    async def _serve(self, message: Message, seat: Seat) -> None:
        words = Words(seat.person.locale, seat.restaurant.timezone)

        async def tell(reply: Reply) -> None:
            await self._send(message, seat, reply)

        try:
            where = await asyncio.to_thread(self._route, message, seat)
            seat.person.require(where.command.role)
            ask = Ask(
                message, where.text, seat.person, seat.restaurant, words, self.services, tell
            )
            said = await where.command.handler(ask)
        except UserError as error:
            said = Reply(words.error(error))
        except Exception:
            code = secrets.token_hex(3)
            log.exception("message failed, code %s", code)
            said = Reply(words("error.unexpected", code=code))
        for reply in [said] if isinstance(said, Reply) else said:
            await self._send(message, seat, reply)

    def _seat(self, message: Message) -> Seat | None:
        """Return who speaks; people at this machine are owners, and found the first restaurant."""
        directory, platform = self.services.directory, message.source.platform
        seats = directory.seats(platform, message.person)
        newest = max(directory.restaurants(), key=lambda r: r.id or 0, default=None)
        if platform not in LOCAL:
            return seats[-1] if seats else None
        for seat in seats:
            if newest and seat.restaurant.id == newest.id:
                return seat
        owner = Person(
            restaurant_id=newest.id if newest and newest.id else 0,
            platform=platform,
            handle=message.person,
            name=message.name or Words(self.newcomer.locale)("start.here"),
            role=Role.OWNER,
            locale=newest.locale if newest else self.newcomer.locale,
        )
        if newest is None:
            return settle(
                self.services.work,
                directory,
                self.newcomer.model_copy(),
                owner,
                message.source,
                self.services.now(),
            )
        with self.services.work(owner.restaurant_id) as w:
            seat = Seat(newest, w.people.add(owner))
        directory.bind(owner.restaurant_id, replace(message.source, message=None))
        return seat

    def _route(self, message: Message, seat: Seat) -> Route:
        """Find the command, a waiting question's included; any other command ends the wait."""
        chat = replace(message.source, message=None)
        assert seat.person.id is not None
        with self.services.work(seat.person.restaurant_id) as w:
            waiting = w.conversations.pending(seat.person.id, chat, self.services.now())
            found = route(message, waiting, self.register)
            if waiting:
                w.conversations.answered(seat.person.id, chat)
        return found

    async def _send(self, message: Message, seat: Seat, reply: Reply) -> None:
        """Show a reply where it was asked for, and anew on every other copy of its card."""
        door = self.doors[message.source.platform]
        shown = await door.send(replace(message.source, message=None), reply)
        others = await asyncio.to_thread(self._note, seat, reply, shown)
        for copy in others:
            if copy != shown and copy.platform in self.doors:
                await self.doors[copy.platform].send(
                    replace(copy, message=None), replace(reply, replaces=copy)
                )

    def _note(self, seat: Seat, reply: Reply, shown: Address) -> Sequence[Address]:
        """Keep what a reply asks and where its card now is; return the card's copies."""
        if not reply.asks and not reply.about:
            return ()
        assert seat.person.id is not None
        with self.services.work(seat.person.restaurant_id) as w:
            if reply.asks:
                until = self.services.now() + PATIENCE
                chat = replace(shown, message=None)
                w.conversations.ask(seat.person.id, chat, reply.asks, until)
            if not reply.about:
                return ()
            copies = w.cards.of(reply.about)
            w.cards.add(reply.about, shown)
        return copies
