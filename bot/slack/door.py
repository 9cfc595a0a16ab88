"""The door itself: listens by Socket Mode or HTTP, answers chat by chat."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot.slack.api import Api, Pace
from bot.slack.forms import FORMS, Form
from bot.slack.heard import Heard, is_spoken
from bot.slack.home import Shows, nothing_to_show
from bot.slack.journal import Journal
from bot.slack.people import People
from bot.slack.place import PLATFORM
from bot.slack.threads import Threads
from bot.slack.turns import Turns
from bot.watching import Refused, unwatched
from peruopt.chat.command import Register
from peruopt.chat.message import Address, Message, Reply, Upload
from peruopt.chat.words import Words
from peruopt.errors import UserError

if TYPE_CHECKING:
    from pydantic import SecretStr

Answer = Callable[[Message], Awaitable[None]]
Transcribe = Callable[[bytes, str], Awaitable[str]]
SLACK = "https://slack.com/api/"
log = logging.getLogger(__name__)


def anyone(_person: str) -> bool:
    """Everybody's files are fetched."""
    return True


class SlackDoor:
    """One workspace.  Socket Mode unless `http` names an address to listen on."""

    platform = PLATFORM
    whispers = True
    """What is private can be shown in a channel to one person alone."""

    def __init__(
        self,
        *,
        bot_token: SecretStr,
        app_token: SecretStr | None,
        signing_secret: SecretStr | None,
        http: tuple[str, int] | None,
        now: Callable[[], datetime],
        register: Register,
        words: Callable[[], Words] = Words,
        home: Shows = nothing_to_show,
        forms: Mapping[str, Form] = FORMS,
        folder: Path | None = None,
        base_url: str = SLACK,
        pace: Pace | None = None,
        heartbeat: float = 5.0,
        refused: Refused = unwatched,
        admits: Callable[[str], bool] = anyone,
        transcribe: Transcribe | None = None,
    ) -> None:
        """Raise UserError where the token for the chosen way of listening is missing.

        Files are fetched for whom `admits` knows, which is asked in a thread.
        `folder` keeps what was accepted and not answered yet, and where drafts have their
        threads, across restarts.  `refused` hears of what was forged.
        """
        if http is None and app_token is None:
            raise UserError("slack.no_app_token")
        if http is not None and signing_secret is None:
            raise UserError("slack.no_signing_secret")
        from slack_sdk.web.async_client import AsyncWebClient

        from bot.slack.files import Files
        from bot.slack.home import Home
        from bot.slack.screen import Screen

        self.app_token, self.signing_secret, self.http = app_token, signing_secret, http
        self.now, self.words, self.register, self.forms = now, words, register, forms
        self.heartbeat, self.refused = heartbeat, refused
        self._admits, self._transcribe = admits, transcribe
        # no retries behind our back: what may have been sent is not sent again
        self.web = AsyncWebClient(
            token=bot_token.get_secret_value(), base_url=base_url, retry_handlers=[]
        )
        self.api = Api(pace or Pace())
        self.files = Files(self.web, self.api)
        self.screen = Screen(self.web, self.api, self.files, Threads(folder), words)
        self.home = Home(self.web, self.api, self.files, home, words)
        self.people = People(self.web, self.api)
        self.me = ""
        self.ready = asyncio.Event()
        self._journal = Journal(folder)
        self._answering: dict[asyncio.Task[object], Heard] = {}
        self._homes: dict[str, asyncio.Task[None]] = {}

    async def send(self, to: Address, reply: Reply) -> Address:
        """Show `reply`, or replace the message it names; return where it now is."""
        task = asyncio.current_task()
        heard = self._answering.get(task) if task else None
        return await self.screen.show(to, reply, heard)

    async def run(self, answer: Answer) -> None:
        """Listen until cancelled.  What was accepted and not answered is handed over first."""
        from bot.slack.line import listening

        turns = Turns(lambda heard: self._answer(heard, answer))

        def take(heard: Heard) -> None:
            if self._journal.take(heard) and not turns.put(heard):
                self._journal.done(heard)
                log.warning("a chat says more than can be heard; something was dropped")

        who = await self.api.run("auth.test", "", self.web.auth_test)
        self.me = str(who["user_id"])
        for heard in self._journal.waiting():
            turns.put(heard)
        try:
            async with listening(self, str(who.get("bot_id") or ""), take) as over:
                self.ready.set()
                await over
        finally:
            self.ready.clear()
            for task in self._homes.values():
                task.cancel()
            await asyncio.gather(*self._homes.values(), return_exceptions=True)
            await turns.close()

    def show_home(self, person: str) -> None:
        """Draw a person's home anew, once at a time."""
        if person not in self._homes:
            task = asyncio.get_running_loop().create_task(self._draw_home(person))
            self._homes[person] = task
            task.add_done_callback(lambda _: self._homes.pop(person, None))

    async def _draw_home(self, person: str) -> None:
        try:
            await self.home.publish(person)
        except Exception as error:  # nobody waits for it, and it is drawn anew at the next visit
            log.warning("a home was not published (%s)", error)

    async def _answer(self, heard: Heard, answer: Answer) -> None:
        task = asyncio.current_task()
        assert task
        try:
            if not heard.chat:
                heard = replace(heard, chat=await self.screen.direct(heard.person))
            self._answering[task] = heard
            await answer(await self._message(heard))
        except UserError as error:
            await self._aside(heard, self.words().error(error))
        except Exception:  # who wrote must not wait in vain
            log.exception("something said in Slack was not answered")
            await self._aside(heard, self.words()("slack.failed"))
        finally:
            self._answering.pop(task, None)
        self._journal.done(heard)
        if heard.home:
            self.show_home(heard.person)

    async def _aside(self, heard: Heard, text: str) -> None:
        with contextlib.suppress(Exception):  # there is nobody left to tell
            log.info("told aside: %s", text)
            await self.screen.answer_aside(heard, text)

    async def _message(self, heard: Heard) -> Message:
        """Return it as the house hears it, its files fetched; raise UserError where that fails."""
        try:
            action = heard.read_action()
        except ValueError:
            await self.refused("forged.button", heard.person)
            raise UserError("slack.tampered") from None
        text, uploads = await self._brought(heard) if heard.files else (heard.text, [])
        return Message(
            heard.id,
            self.now(),
            heard.place.at(heard.card or None),
            heard.person,
            text,
            action,
            tuple(uploads),
            await self.people.name(heard.person) or heard.name,
        )

    async def _brought(self, heard: Heard) -> tuple[str, list[Upload]]:
        """Return the words and the files; a voice note is written down and shown."""
        if not await asyncio.to_thread(self._admits, heard.person):
            return heard.text, []
        spoken = [file for file in heard.files if is_spoken(file)]
        if spoken and self._transcribe is None:
            raise UserError("slack.no_voice")
        uploads = [await self.files.fetch(f) for f in heard.files if f not in spoken]
        said = [heard.text]
        for file in spoken:
            note = await self.files.fetch(file)
            assert self._transcribe
            text = await self._transcribe(note.content, note.name)
            if not text:
                raise UserError("slack.voice_failed")
            title = self.words()("slack.heard")
            await self.screen.show(heard.place.at(), Reply("", title=title, quote=text), heard)
            said.append(text)
        return "\n".join(part for part in said if part), uploads
