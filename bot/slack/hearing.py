"""Bolt's side: every payload acknowledged at once, what it says handed on or a form opened."""

from __future__ import annotations

import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bot.slack.blocks import ANSWER, Block
from bot.slack.forms import CALLBACK, Form, Incomplete, filled, fits, form_of, view
from bot.slack.heard import Heard, commanded, pressed, said
from bot.slack.language import rich_words
from bot.watching import Refused, unwatched
from peruopt.chat.command import Register
from peruopt.chat.words import Words

if TYPE_CHECKING:
    from slack_bolt.app.async_app import AsyncApp
    from slack_bolt.context.ack.async_ack import AsyncAck
    from slack_sdk.web.async_client import AsyncWebClient

ANYTHING = re.compile("")
Body = dict[str, Any]
Next = Callable[[], Awaitable[Any]]
log = logging.getLogger(__name__)


@dataclass(slots=True)
class Hearing:
    """Turns payloads into what was heard."""

    web: AsyncWebClient
    me: Callable[[], str]
    """Our own user id."""
    take: Callable[[Heard], object]
    """Accepts what was heard; returns at once."""
    home: Callable[[str], object]
    """A person opened the app's home."""
    register: Register
    forms: Mapping[str, Form]
    words: Callable[[], Words]
    now: Callable[[], datetime]
    refused: Refused = unwatched

    def attach(self, app: AsyncApp) -> None:
        """Listen to everything, so that nothing is delivered again for want of an answer."""
        app.middleware(self._event)
        app.event(ANYTHING)(_heard_already)
        app.command(ANYTHING)(self._command)
        app.action(ANYTHING)(self._press)
        app.view(ANYTHING)(self._form)

    async def _event(self, body: Body, next: Next) -> None:  # noqa: A002  Bolt's name for it
        """Take an event before Bolt acknowledges it: events are acknowledged unasked."""
        event = body.get("event") if body.get("type") == "event_callback" else None
        if event:
            kind = event.get("type")
            if kind in ("message", "app_mention") and (heard := said(event, self.me())):
                self.take(heard)
            elif kind == "app_home_opened" and event.get("tab", "home") == "home":
                self.home(str(event["user"]))
        await next()

    async def _command(self, body: Body, ack: AsyncAck) -> None:
        self.take(commanded(body, self.register))
        await ack()

    async def _press(self, body: Body, ack: AsyncAck) -> None:
        action = (body.get("actions") or [{}])[0]
        if action.get("type") != "button" or "value" not in action:
            await ack()
            return
        heard = pressed(body)
        shown = self._form_for(body, heard, answers=action.get("action_id") == ANSWER)
        if shown is None:
            self.take(heard)
            await ack()
            return
        await ack()
        if not await self._opened(str(body["trigger_id"]), shown):
            self.take(heard)  # then it is asked in words

    def _form_for(self, body: Body, heard: Heard, *, answers: bool) -> Block | None:
        try:
            action = heard.read_action()
        except ValueError:
            return None
        assert action
        form = form_of(action, self.forms) or (Form.ANSWER if answers else None)
        quote = _quote(body)
        if form is None or not fits(form, quote):
            return None
        words = self.words()
        today = f"{words.local(self.now()):%Y-%m-%d}"
        return view(form, action, heard, words, today, quote)

    async def _opened(self, trigger: str, shown: Block) -> bool:
        from slack_sdk.errors import SlackClientError

        try:
            await self.web.views_open(trigger_id=trigger, view=shown)
        except (SlackClientError, OSError, TimeoutError) as error:
            log.warning("a form did not open (%s)", error)
            return False
        return True

    async def _form(self, body: Body, ack: AsyncAck) -> None:
        if body.get("view", {}).get("callback_id") != CALLBACK:
            await ack()
            return
        try:
            heard = filled(body)
        except Incomplete as missing:
            told = {missing.field: self.words()(missing.key)}
            await ack(response_action="errors", errors=told)
            return
        except ValueError:
            field = body["view"]["blocks"][0]["block_id"]
            told = {field: self.words()("slack.tampered")}
            await ack(response_action="errors", errors=told)
            await self.refused("forged.form", str(body["user"]["id"]))
            return
        self.take(heard)
        await ack()


async def _heard_already() -> None:
    """Bolt wants a listener; the event was taken on its way here."""


def _quote(body: Body) -> str:
    """Return somebody's words as the message shows them."""
    blocks = (body.get("message") or {}).get("blocks") or ()
    quoted = [
        {**block, "elements": [e for e in block.get("elements", ()) if _quotes(e)]}
        for block in blocks
        if block.get("type") == "rich_text" and any(map(_quotes, block.get("elements", ())))
    ]
    return rich_words(quoted[:1])


def _quotes(element: Mapping[str, Any]) -> bool:
    return element.get("type") == "rich_text_quote"
