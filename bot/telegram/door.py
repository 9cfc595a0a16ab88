"""The door itself: opens the bot, listens by polling or webhook, shows replies."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.telegram.limits import MEGA, UPLOAD_MB
from bot.telegram.pacing import Pace, Rates
from bot.telegram.place import WebhookSettings, bot_number
from bot.telegram.speaking import is_group, speaker
from bot.watching import Refused, unwatched
from peruopt.chat.message import Address, Message, Reply
from peruopt.chat.words import Words
from peruopt.errors import UserError

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from pydantic import SecretStr
    from telegram import Bot

    from bot.telegram.outgoing import Outgoing
    from bot.telegram.reception import Reception

log = logging.getLogger(__name__)
PAUSES = (0.5, 1.0, 2.0, 5.0, 10.0, 30.0)
Answer = Callable[[Message], Awaitable[None]]


def anyone(_person: str) -> bool:
    """Everybody's files are fetched."""
    return True


def no_commands(_words: Words) -> Sequence[tuple[str, str]]:
    """No register was given."""
    return ()


class TelegramDoor:
    """A bot on Telegram, in private chats and in groups."""

    platform = "telegram"

    def __init__(
        self,
        *,
        token: SecretStr,
        data_dir: Path,
        now: Callable[[], datetime],
        words: Callable[[str], Words] = lambda _person: Words(),
        commands: Callable[[Words], Sequence[tuple[str, str]]] = no_commands,
        admits: Callable[[str], bool] = anyone,
        transcribe: Callable[[bytes, str], Awaitable[str]] | None = None,
        webhook: WebhookSettings | None = None,
        base_url: str = "https://api.telegram.org",
        rates: Rates | None = None,
        links: dict[str, Callable[[str], str]] | None = None,
        refused: Refused = unwatched,
    ) -> None:
        """Raise UserError for a token that cannot be one.

        `words` and `admits` are asked in a thread: they may read the database.  `words("")` is
        the language of the log.  What makes a code a link that joins is put into `links`
        once Telegram has told the bot's name.  `refused` hears of what was forged.
        """
        self._token, self._base_url, self._webhook = token, base_url, webhook
        self._folder = data_dir / "telegram" / bot_number(token)
        self._folder.mkdir(parents=True, exist_ok=True)
        self._now, self._words, self._commands = now, words, commands
        self._admits, self._transcribe = admits, transcribe
        self._rates, self._links, self._refused = rates, links, refused
        self._bot: Bot | None = None
        self._out: Outgoing | None = None
        self._name = ""
        self._awaited: set[tuple[str, str]] = set()
        self.ready = asyncio.Event()
        self.port: int | None = None
        """Where the webhook listens, once `ready`."""

    async def send(self, to: Address, reply: Reply) -> Address:
        """Show `reply`, or replace the message it names; return where it now is.

        Raises Undeliverable where the chat is closed to us, Unreachable where Telegram is down.
        """
        out, who = await self._outgoing(), speaker.get()
        reply = await self._weighed(to, reply)
        if reply.private and is_group(to.chat):
            return await self._privately(to, reply)
        shown = await out.show(to, reply)
        if reply.asks and who and who.chat == to.chat:
            self._awaited.add((who.chat, who.person))
        return shown

    async def forget(self, message: Message) -> bool:
        """Delete what somebody wrote; False where Telegram does not let us."""
        from telegram.error import TelegramError

        await self._outgoing()
        assert self._bot
        _, chat, number = message.id.split(":")[:3]
        try:
            return await self._bot.delete_message(int(chat), int(number))
        except (TelegramError, ValueError):
            return False

    def link(self, code: str) -> str:
        """Return where one press sends `/start CODE` to the bot."""
        return f"https://t.me/{self._name}?start={code}"

    async def run(self, answer: Answer) -> None:
        """Listen until cancelled.  What an earlier process left unanswered comes first."""
        try:
            await self._listen(answer)
        except UserError as error:
            log.error("%s", self._words("").error(error))  # noqa: TRY400 - the sentence says it
            raise
        finally:
            self.ready.clear()
            bot, self._bot, self._out = self._bot, None, None
            if bot:
                await bot.shutdown()
                await bot.request.shutdown()  # where we are cut off before it was initialised

    async def _listen(self, answer: Answer) -> None:
        from bot.telegram import webhook
        from bot.telegram.menu import set_menu
        from bot.telegram.polling import poll

        await self._outgoing()
        assert self._bot
        bot = self._bot
        await self._enter(bot)
        self._name = bot.username
        if self._links is not None:
            self._links[self.platform] = self.link
        reception = self._reception(bot, answer)
        try:
            await reception.resume()
            menu = asyncio.create_task(set_menu(bot, self._commands))
            try:
                if self._webhook:
                    await webhook.serve(
                        bot, self._webhook, reception.hear, self._opened, self._refused
                    )
                else:
                    await bot.delete_webhook()
                    self._opened(None)
                    await poll(bot, reception.hear_all)
            finally:
                menu.cancel()
                with suppress(asyncio.CancelledError):
                    await menu
        finally:
            await reception.close()

    def _reception(self, bot: Bot, answer: Answer) -> Reception:
        from bot.telegram.files import Fetcher
        from bot.telegram.incoming import Ear
        from bot.telegram.journal import Journal
        from bot.telegram.reception import Reception
        from bot.telegram.understanding import Understanding

        assert self._out
        understanding = Understanding(
            Fetcher(bot),
            self._out.cards,
            self._words,
            self._admits,
            self._transcribe,
            self.send,
        )
        ear = Ear(bot.bot, self._now, self._was_asked)
        journal = Journal(self._folder / "inbox.jsonl")
        return Reception(bot, ear, journal, understanding, answer, self._tell, self._refused)

    async def _enter(self, bot: Bot) -> None:
        """Ask Telegram who we are until it says so."""
        from telegram.error import InvalidToken, NetworkError

        for attempt in range(1_000_000):
            try:
                await bot.initialize()
                break
            except InvalidToken:  # its text holds the token
                raise UserError("telegram.token") from None
            except NetworkError as error:
                pause = PAUSES[min(attempt, len(PAUSES) - 1)]
                log.warning("Telegram does not answer (%s); again in %.1f s", error, pause)
                await asyncio.sleep(pause)
        log.info("Telegram knows us as @%s", bot.username)

    def _opened(self, port: int | None) -> None:
        self.port = port
        self.ready.set()

    async def _outgoing(self) -> Outgoing:
        if self._out is None:
            from bot.telegram.cards import Cards
            from bot.telegram.outgoing import Outgoing
            from bot.telegram.wire import Wire, open_bot

            for name in ("httpx", "telegram"):  # their lines hold the token
                logging.getLogger(name).setLevel(logging.WARNING)
            self._bot = open_bot(self._token.get_secret_value().strip(), self._base_url)
            cards = Cards(self._folder / "cards.jsonl")
            self._out = Outgoing(Wire(self._bot, Pace(self._rates)), cards)
        return self._out

    async def _weighed(self, to: Address, reply: Reply) -> Reply:
        """Name a file that is too heavy for Telegram instead of sending it."""
        heavy = [f for f in reply.files if len(f.content) > UPLOAD_MB * MEGA]
        if not heavy:
            return reply
        words = await self._words_of(to)
        told = (words("telegram.large_file", name=f.name, n=UPLOAD_MB) for f in heavy)
        files = tuple(file for file in reply.files if file not in heavy)
        return replace(reply, files=files, text="\n".join((reply.text, *told)))

    async def _privately(self, to: Address, reply: Reply) -> Address:
        """Say it to the person alone; in the group, only that."""
        from bot.telegram.faults import Undeliverable

        out, who = await self._outgoing(), speaker.get()
        words = await self._words_of(to)
        if who is None or who.chat != to.chat:
            return await out.show(to, Reply(words("telegram.private_only", bot=self._name)))
        alone = replace(reply, private=False, replaces=None)
        try:
            shown = await out.show(Address(self.platform, who.person), alone)
        except Undeliverable:
            return await out.show(to, Reply(words("telegram.write_me", bot=self._name)))
        await out.show(to, Reply(words("telegram.told_private")))
        return shown

    async def _tell(self, to: Address, person: str, error: UserError) -> None:
        words = await asyncio.to_thread(self._words, person)
        await self.send(to, Reply(words.error(error)))

    async def _words_of(self, to: Address) -> Words:
        who = speaker.get()
        name = who.person if who and who.chat == to.chat else to.chat
        return await asyncio.to_thread(self._words, name)

    def _was_asked(self, chat: str, person: str) -> bool:
        asked = (chat, person) in self._awaited
        self._awaited.discard((chat, person))
        return asked
