"""From a message to its answer: who speaks, for which restaurant, which command, what is said."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from weakref import WeakValueDictionary

from bot.copies import Card, Copies, named
from bot.routing import Route, route
from bot.seating import Hush, Seating, Sitting, is_shared
from handlers.help import unknown
from handlers.restaurants import offer
from peruopt.chat.command import Ask, Register
from peruopt.chat.message import Action, Address, Message, Reply
from peruopt.chat.words import Words
from peruopt.errors import NotAllowed, UserError
from peruopt.fullness import disk_is_full
from peruopt.people import LOCAL
from peruopt.ports import Chat, Services
from peruopt.restaurant import Restaurant
from peruopt.secrecy import hidden
from peruopt.store import Entry, Seat
from peruopt.work.unanswered import READS, reminded

log = logging.getLogger(__name__)
PATIENCE = timedelta(minutes=30)  # how long a question waits for its answer
REACHED = ("error.no_draft", "error.no_post")
"""What somebody is told who presses or types a number that is not their restaurant's."""


@dataclass(frozen=True, slots=True)
class Hearing:
    """What is known of a message before it is answered."""

    sitting: Sitting
    welcome: bool = True
    """False for a stranger's."""
    enters: bool = False
    """Whether it is a try to come in with a code."""
    waiting: Action | None = None
    """The question that waits for this person's words."""


@dataclass(slots=True)
class Assistant:
    """One for all doors."""

    services: Services
    register: Register
    doors: Mapping[str, Chat]
    newcomer: Restaurant
    """How a restaurant that is founded by a first message looks."""
    card: Card | None = None
    copies: Copies = field(init=False)
    seating: Seating = field(init=False)
    hush: Hush = field(default_factory=Hush)
    turns: WeakValueDictionary[tuple[str, str], asyncio.Lock] = field(
        default_factory=WeakValueDictionary
    )

    def __post_init__(self) -> None:
        self.copies = Copies(self.services, self.doors, self.card)
        self.seating = Seating(self.services, self.newcomer)

    async def answer(self, message: Message) -> None:
        """Handle one message, once, after those before it in the same chat."""
        source = message.source
        message = replace(message, shared=message.shared or is_shared(source))
        async with self._turn(message):
            try:
                heard = await asyncio.to_thread(self._hear, message, self.services.now())
            except Exception as error:  # a full disk shows in whatever is written first
                if not disk_is_full(error):
                    raise
                await self._no_room(message)
                return
            if heard is None:
                return
            if heard.welcome:
                await self._seated(message, heard)
            elif self.hush.speaks(source.platform, message.person, self.services.now()):
                await self._turn_away(message, heard.sitting)

    async def _no_room(self, message: Message) -> None:
        """Say that nothing can be kept to whoever may speak here: only they come so far."""
        log.error("the disk is full: a message was not heard")
        words = Words(self.newcomer.locale)
        to = replace(message.source, message=None)
        await self.doors[to.platform].send(to, Reply(words("disk.here")))

    def _turn(self, message: Message) -> AbstractAsyncContextManager[object]:
        """Return what is held while a message is answered; some need not wait for those before."""
        where = self._addressed(message)
        if where is not None and where.command.ahead:
            return nullcontext()
        chat = (message.source.platform, message.source.chat)
        return self.turns.setdefault(chat, asyncio.Lock())

    def _hear(self, message: Message, now: datetime) -> Hearing | None:
        """Find out all that must be known first; None for what is not to be answered."""
        directory, source = self.services.directory, message.source
        sitting, enters = self.seating.of(message), self._enters(message)
        if enters and sitting.seat is None:
            if self.hush.waits(source.platform, message.person, now):
                return None
        elif sitting.seat is None and (not sitting.seats or sitting.elsewhere is not None):
            return Hearing(sitting, welcome=False)
        if not directory.first_time(source.platform, message.id, message.at):
            return None
        waiting = None
        if sitting.seat:
            chat = replace(source, message=None)
            waiting = directory.awaited(sitting.seat.person, chat, now)
        return Hearing(sitting, enters=enters, waiting=waiting)

    async def _seated(self, message: Message, heard: Hearing) -> None:
        sitting = heard.sitting
        seat = sitting.seat
        if seat is None and not heard.enters and not self._chooses(message):
            person = sitting.seats[0].person
            reply = offer(sitting.seats, Words(person.locale))
            await self.doors[message.source.platform].send(
                replace(message.source, message=None), reply
            )
            return
        if seat is None:
            seat = sitting.seats[0] if sitting.seats else self.seating.guest(message)
            seats = sitting.seats if sitting.elsewhere is None else ()
            heard = replace(heard, sitting=replace(sitting, seats=seats))
        await self._serve(message, seat, heard)

    async def _turn_away(self, message: Message, sitting: Sitting) -> None:
        now = self.services.now()
        if self.hush.writes(now):
            await asyncio.to_thread(self.seating.turned_away, message, sitting)
        locale = sitting.seats[0].person.locale if sitting.seats else self.newcomer.locale
        key = "restaurants.elsewhere" if sitting.elsewhere else "start.stranger"
        to = replace(message.source, message=None)
        door = self.doors[to.platform]
        # among many people, to the stranger alone where the platform can do that
        aside = message.shared and getattr(door, "whispers", False)
        await door.send(to, Reply(Words(locale)(key), private=aside))

    def _enters(self, message: Message) -> bool:
        """Whether a message is a try to come in with a code."""
        where = self._addressed(message)
        return where is not None and where.command.open and bool(where.text)

    def _chooses(self, message: Message) -> bool:
        where = self._addressed(message)
        return where is not None and where.command.name == "restaurante"

    def _addressed(self, message: Message) -> Route | None:
        """Return the command that was typed or pressed outright, if any."""
        if message.action is None and not message.text.strip().startswith("/"):
            return None
        try:
            return route(replace(message, uploads=()), None, self.register)
        except UserError:
            return None

    async def _serve(self, message: Message, seat: Seat, heard: Hearing) -> None:
        words = Words(seat.person.locale, seat.restaurant.timezone)
        since = self.copies.turn()

        async def tell(reply: Reply) -> Address:
            return await self._send(message, seat, self._named(reply, seat, heard.sitting), since)

        name = ""
        try:
            where = await self._route(message, seat, heard.waiting)
            name = where.command.name
            seat.person.require(where.command.role)
            text = where.text if where.command.topic == "redes" else hidden(where.text)
            told = replace(message, text=hidden(message.text))
            ask = Ask(told, text, seat.person, seat.restaurant, words, self.services, tell)
            said = await where.command.handler(ask)
        except UserError as error:
            said = _refusal(error, words)
            if error.key == "joining.wait":
                self.hush.until(message.source.platform, message.person, error.values["at"])
            await asyncio.to_thread(self._refused, message, seat, error)
        except Exception as error:  # who asked is told, with a code to find it in the log by
            code = secrets.token_hex(3)
            log.exception("message failed, code %s", code)
            full = disk_is_full(error)
            said = Reply(words("disk.here") if full else words("error.unexpected", code=code))
        replies = [said] if isinstance(said, Reply) else said
        for reply in await self._reminded(seat, name, replies, words):
            await tell(reply)
        if hidden(message.text) != message.text:
            await self._forget(message, words)

    async def _reminded(
        self, seat: Seat, name: str, said: Sequence[Reply], words: Words
    ) -> Sequence[Reply]:
        if name not in READS:
            return said
        try:
            return await asyncio.to_thread(reminded, self.services, seat.person, name, said, words)
        except Exception:  # what was asked for is told all the same
            log.exception("whether a file waits could not be seen")
            return said

    async def _forget(self, message: Message, words: Words) -> None:
        """Take what holds a token out of the chat, or ask its author to."""
        door, to = self.doors[message.source.platform], replace(message.source, message=None)
        if to.platform in LOCAL:  # the page keeps none, a terminal is its owner's
            return
        forget = getattr(door, "forget", None)
        if forget is None or not await forget(message):
            await door.send(to, Reply(words("redes.delete_it"), private=True))

    def _named(self, reply: Reply, seat: Seat, sitting: Sitting) -> Reply:
        """Say for which restaurant an answer is, to those who have several."""
        if not sitting.several or sitting.seat is None:
            return reply
        return named(reply, seat.restaurant)

    def _refused(self, message: Message, seat: Seat, error: UserError) -> None:
        """Write down what somebody may not do, or reached for without having it."""
        what = "refused.number" if error.key in REACHED else ""
        if message.action and error.key == "error.unknown":  # no button of ours says so
            what = "refused.button"
        elif isinstance(error, NotAllowed):
            what = "refused.role"
        if seat.person.id is None or not what:
            return
        said = message.action.typed if message.action else hidden(message.text)
        with self.services.work(seat.person.restaurant_id) as w:
            now, who = self.services.now(), seat.person.called
            w.audit.add(Entry(now, who, what, "", " ".join(said.split())[:80]))

    async def _route(self, message: Message, seat: Seat, waiting: Action | None) -> Route:
        """Find the command, a waiting question's included; any other command ends the wait."""
        found = route(message, waiting, self.register)
        if waiting:
            await asyncio.to_thread(self._answered, message, seat)
        return found

    def _answered(self, message: Message, seat: Seat) -> None:
        assert seat.person.id is not None
        with self.services.work(seat.person.restaurant_id) as w:
            w.conversations.answered(seat.person.id, replace(message.source, message=None))

    async def _send(self, message: Message, seat: Seat, reply: Reply, since: int) -> Address:
        """Show a reply where it was asked for, and anew on every other copy of its card."""
        to = replace(message.source, message=None)
        if reply.about and seat.person.id is not None:
            own = not message.shared and to.platform not in LOCAL
            shown = await self.copies.show(seat, to, reply, since, own=own)
        else:
            shown = await self.doors[to.platform].send(to, reply)
            if shown != reply.replaces:
                self.copies.newest(shown)
        for about in reply.touches:
            await self.copies.refresh(seat.restaurant, about)
        if reply.asks and seat.person.id is not None:
            chat = replace(shown, message=None)
            await asyncio.to_thread(self._wait, seat, chat, reply)
        return shown

    def _wait(self, seat: Seat, chat: Address, reply: Reply) -> None:
        """Keep what a reply asks."""
        assert seat.person.id is not None
        assert reply.asks is not None
        with self.services.work(seat.person.restaurant_id) as w:
            until = self.services.now() + PATIENCE
            w.conversations.ask(seat.person.id, chat, reply.asks, until)


def _refusal(error: UserError, words: Words) -> Reply:
    """Return what an error says, with a way on where there is one."""
    return unknown(error, words) if error.key == "error.unknown" else Reply(words.error(error))
