"""From an update to its answer: kept, acknowledged, put in line, handed over, ticked off."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import TYPE_CHECKING, Any

from telegram import Bot, Update
from telegram.error import TelegramError

from bot.telegram.faults import Undeliverable, Unreachable
from bot.telegram.presence import Presence
from bot.telegram.queues import Queues
from bot.telegram.speaking import Speaker, speaker
from bot.watching import Refused, unwatched
from peruopt.chat.message import Address, Message
from peruopt.errors import UserError

if TYPE_CHECKING:
    from bot.telegram.heard import Heard
    from bot.telegram.incoming import Ear
    from bot.telegram.journal import Journal, Raw
    from bot.telegram.understanding import Understanding

log = logging.getLogger(__name__)
CROWD = 10_000
"""Updates waiting before Telegram is asked for no more; it keeps them for a day."""
REMEMBERED = 10_000
TRIES = 10
GRACE = 3.0
"""Seconds that answers under way are given when the door closes."""
Answer = Callable[[Message], Awaitable[None]]
Tell = Callable[[Address, str, UserError], Awaitable[None]]


class Reception:
    """Loses nothing: what is not ticked off in the journal is taken up by the next process."""

    def __init__(
        self,
        bot: Bot,
        ear: Ear,
        journal: Journal,
        understanding: Understanding,
        answer: Answer,
        tell: Tell,
        refused: Refused = unwatched,
    ) -> None:
        self._bot, self._ear, self._journal = bot, ear, journal
        self._understanding, self._answer, self._tell = understanding, answer, tell
        self._refused = refused
        self._queues, self._presence = Queues(self._handle), Presence(bot)
        self._seen: dict[int, None] = {}
        self._cut: set[int] = set()
        self._calls: set[asyncio.Task[None]] = set()

    async def resume(self) -> None:
        """Take up what an earlier process left."""
        for left in await asyncio.to_thread(self._journal.open):
            number = left.raw["update_id"]
            heard = self._read(left.raw, ours=True)
            self._seen[number] = None
            if heard is None:
                self._journal.done([number])
                continue
            if left.begun:
                self._cut.add(number)
            self._queues.put(heard)
        self._seen |= dict.fromkeys(self._journal.finished)

    async def hear_all(self, updates: Sequence[Update]) -> None:
        """Take in what polling brought."""
        await self._take([(update.to_dict(), update) for update in updates])

    async def hear(self, raw: Raw) -> None:
        """Take in what the webhook was brought; it is on disk when this returns."""
        await self._take([(raw, None)])

    async def close(self) -> None:
        """Let what is under way end, within reason."""
        await self._queues.stop(GRACE)
        await self._presence.close()
        for call in self._calls:
            call.cancel()
        await asyncio.gather(*self._calls, return_exceptions=True)
        await asyncio.to_thread(self._journal.close)

    async def _take(self, updates: Sequence[tuple[Raw, Update | None]]) -> None:
        await self._journal.room(CROWD)
        fresh = []
        for raw, update in updates:
            number = raw["update_id"]
            if number in self._seen:
                continue
            self._seen[number] = None
            heard = self._read(raw, update)
            if heard and heard.press:
                self._call(self._acknowledge(heard))
            if heard and not (heard.press and heard.trouble):
                fresh.append((raw, heard))
        if fresh:
            await self._keep([raw for raw, _ in fresh])
            for _, heard in fresh:
                self._queues.put(heard)
        while len(self._seen) > REMEMBERED:
            del self._seen[next(iter(self._seen))]

    async def _keep(self, updates: Sequence[Raw]) -> None:
        try:
            await asyncio.to_thread(self._journal.add, updates)
        except BaseException:
            for raw in updates:  # not kept, so it must be heard when it comes again
                self._seen.pop(raw["update_id"], None)
            raise

    def _read(self, raw: Raw, update: Update | None = None, *, ours: bool = False) -> Heard | None:
        try:
            return self._ear.read(update or Update.de_json(raw, self._bot), ours=ours)
        except Exception:  # one that nobody can read must not hold up the rest
            log.exception("an update could not be read; it is passed over")
            return None

    async def _acknowledge(self, heard: Heard) -> None:
        """Stop the button's clock; say there, to who pressed it, if it is no button of ours."""
        query = heard.id.rpartition(":q")[2]
        text = None
        if heard.trouble:
            log.warning("a button that is not ours was pressed by %s", heard.person)
            text = await self._understanding.sentence(heard.person, UserError(heard.trouble))
        try:
            await self._bot.answer_callback_query(query, text, show_alert=bool(text))
        except TelegramError as error:  # too late for it, at worst
            log.info("a press was not acknowledged: %s", error)
        if heard.trouble:
            await self._refused("forged.button", heard.person)

    async def _handle(self, together: Sequence[Heard]) -> None:
        first, updates = together[0], [heard.update for heard in together]
        if any(heard.addressed for heard in together):
            self._journal.begun(updates)
            who = Speaker(first.chat, first.person, None if first.press else first.message)
            speaker.set(who)
            await self._respond(together, who)
            if not who.answered and not self._cut.isdisjoint(updates):
                # handed over before, so heard before: perhaps its answer was cut off
                await self._say(first, UserError("telegram.interrupted"))
            self._cut.difference_update(updates)
        self._journal.done(updates)

    async def _respond(self, together: Sequence[Heard], who: Speaker) -> None:
        first = together[0]
        try:
            async with self._presence.typing(first.chat):
                await self._answer(await self._understanding.message(together))
        except Undeliverable as error:
            log.warning("an answer could not be delivered: %s", error.key)
        except Unreachable:
            log.warning("Telegram was gone before an answer could be delivered")
            await self._say_later(first, UserError("telegram.interrupted"))
        except UserError as error:
            await self._say(first, error)
        except Exception:  # who wrote must not wait in vain
            log.exception("a message from Telegram was not answered")
            if not who.answered:
                await self._say(first, UserError("telegram.failed"))

    async def _say_later(self, heard: Heard, error: UserError) -> None:
        """Say it when Telegram is back; each try waits for it a while."""
        for _ in range(TRIES):
            try:
                await self._tell(Address("telegram", heard.chat), heard.person, error)
            except Unreachable:
                continue
            except (UserError, TelegramError) as failure:
                log.warning("a sentence could not be delivered: %s", type(failure).__name__)
            return

    async def _say(self, heard: Heard, error: UserError) -> None:
        try:
            await self._tell(Address("telegram", heard.chat), heard.person, error)
        except (UserError, TelegramError) as failure:
            log.warning("a sentence could not be delivered: %s", type(failure).__name__)

    def _call(self, call: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(call)
        self._calls.add(task)
        task.add_done_callback(self._calls.discard)
