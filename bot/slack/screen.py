"""What we show: where a reply goes, which message it changes, and what is only whispered."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from bot.slack.api import Api
from bot.slack.blocks import Layout, compose
from bot.slack.files import Files
from bot.slack.heard import Heard
from bot.slack.place import Place
from bot.slack.threads import Threads, first_line
from bot.slack.troubles import GONE, OUTSIDE, SlackRefused
from peruopt.chat.message import Address, Reply
from peruopt.chat.words import Words
from peruopt.errors import UserError

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient
    from slack_sdk.web.async_slack_response import AsyncSlackResponse

QUIET: dict[str, Any] = {"unfurl_links": False, "unfurl_media": False, "mrkdwn": False}
log = logging.getLogger(__name__)


@dataclass(slots=True)
class Screen:
    """Shows replies.  Every method raises SlackRefused for what Slack refuses."""

    web: AsyncWebClient
    api: Api
    files: Files
    threads: Threads
    words: Callable[[], Words]

    async def show(self, to: Address, reply: Reply, heard: Heard | None) -> Address:
        """Show `reply`, an answer to `heard` if that is given; return where it now is."""
        place = Place.of(to)
        if reply.replaces:
            return await self._replace(reply.replaces, reply, heard)
        if heard and heard.card and reply.about and reply.about == heard.about:
            return await self._replace(heard.place.at(heard.card), reply, heard)
        if place.shared and (reply.private or (heard and heard.card and _plain(reply))):
            return await self._whisper(place, reply, heard)
        root = self.threads.root(place.channel, reply.about)
        if heard and heard.card and root and root.ts == place.thread:  # pressed in its thread
            return await self._replace(Place(place.channel).at(root.ts), reply, heard)
        if heard is None and root and not place.thread:
            return await self._tell(place, reply, root.ts)
        if heard and place.shared and heard.about and heard.card_thread:
            place = Place(place.channel, heard.card_thread)
            return await self._post(place, reply, broadcast=bool(reply.about))
        return await self._post(place, reply)

    async def answer_aside(self, heard: Heard, text: str) -> None:
        """Answer the person alone, by a way that is open even where we are not."""
        reply = Reply(text)
        if heard.reply_url:
            await self._by_url(heard.reply_url, compose(reply), replaced=False)
        elif heard.place.shared:
            await self._whisper(heard.place, reply, heard)
        else:
            await self._post(heard.place, reply)

    async def _post(self, place: Place, reply: Reply, *, broadcast: bool = False) -> Address:
        told: dict[str, Any] = {"channel": place.channel, **QUIET}
        if place.thread:
            told |= {"thread_ts": place.thread, "reply_broadcast": broadcast}
        ts, layout = await self._send("chat.postMessage", told, reply, place)
        if place.shared and not place.thread:
            self.threads.begin(place.channel, ts, reply)
        await self._hand_out(place, ts, reply, layout)
        return place.at(ts)

    async def _replace(self, at: Address, reply: Reply, heard: Heard | None) -> Address:
        """Change a message where it stands; one that is gone is shown anew to who pressed it."""
        if not at.message:
            return at  # a whisper is nobody's copy of anything
        place, mine = Place.of(at), heard is not None and heard.card == at.message
        told = {"channel": place.channel, "ts": at.message}
        try:
            _, layout = await self._send("chat.update", told, reply, place)
        except SlackRefused as error:
            if error.code not in GONE:
                raise
            self.threads.end(place.channel, reply.about)
            if heard and mine and heard.reply_url:  # perhaps it was a whisper
                await self._by_url(heard.reply_url, compose(reply), replaced=True)
                return at
            return await self._post(place, replace(reply, replaces=None)) if mine else at
        await self._hand_out(place, at.message, reply, layout)
        if place.shared and (line := self.threads.change(place.channel, at.message, reply)):
            await self._post(Place(place.channel, at.message), line)
        return at

    async def _tell(self, place: Place, reply: Reply, root: str) -> Address:
        """Bring news of a card: the card changes, its thread and its channel say what is new."""
        card = place.at(root)
        self.threads.begin(place.channel, root, reply)  # the news is the history
        told = {"channel": place.channel, "ts": root}
        try:
            await self._send("chat.update", told, reply, place)
        except SlackRefused as error:
            if error.code not in GONE:
                raise
            self.threads.end(place.channel, reply.about)
            return await self._post(place, reply)
        news = Reply(first_line(reply), title=reply.title, files=reply.files)
        await self._post(Place(place.channel, root), news, broadcast=True)
        return card

    async def _whisper(self, place: Place, reply: Reply, heard: Heard | None) -> Address:
        if heard is None:
            raise UserError("slack.nobody_to_whisper_to")
        told: dict[str, Any] = {"channel": place.channel, "user": heard.person}
        told |= {"thread_ts": place.thread} if place.thread else {}
        try:
            _, layout = await self._send("chat.postEphemeral", told, reply, place)
        except SlackRefused as error:
            if error.code not in OUTSIDE | {"channel_not_found"}:
                raise
            return await self._post(Place(await self.direct(heard.person)), reply)
        for file in (*reply.files, *([layout.rest] if layout.rest else [])):
            await self.files.share(await self.direct(heard.person), "", file)
        return place.at()

    async def direct(self, person: str) -> str:
        """Return the channel of direct messages with a person."""
        told = await self.api.run(
            "conversations.open", "", lambda: self.web.conversations_open(users=person)
        )
        return str(told["channel"]["id"])

    async def _send(
        self, method: str, told: dict[str, Any], reply: Reply, place: Place
    ) -> tuple[str, Layout]:
        """Send; a picture that Slack will not show is uploaded once more, then left to words."""
        calls: dict[str, Callable[..., Awaitable[AsyncSlackResponse]]] = {
            "chat.postMessage": self.web.chat_postMessage,
            "chat.postEphemeral": self.web.chat_postEphemeral,
            "chat.update": self.web.chat_update,
        }
        label = self.words()("slack.answer") if place.shared else ""
        for last in (False, False, True):
            image = await self.files.image(reply.picture) if reply.picture and not last else ""
            layout = compose(reply, picture=image, answer=label)
            sent = {**told, "text": layout.text, "blocks": layout.blocks}
            try:
                done = await self.api.run(method, place.channel, partial(calls[method], **sent))
            except SlackRefused as error:
                if error.code != "invalid_blocks" or not image or not reply.picture:
                    raise
                self.files.forget(reply.picture)
            else:
                return str(done.get("ts") or done.get("message_ts") or ""), layout
        raise AssertionError

    async def _hand_out(self, place: Place, ts: str, reply: Reply, layout: Layout) -> None:
        """Put files where they belong: in the thread of a card, else after the message."""
        thread = place.thread or (ts if reply.about else "")
        for file in (*reply.files, *([layout.rest] if layout.rest else [])):
            await self.files.share(place.channel, thread, file)

    async def _by_url(self, url: str, layout: Layout, *, replaced: bool) -> None:
        from slack_sdk.webhook.async_client import AsyncWebhookClient

        hook = AsyncWebhookClient(url)
        done = await hook.send(
            text=layout.text,
            blocks=layout.blocks,
            replace_original=replaced,
            response_type="ephemeral",
        )
        if done.status_code != 200:
            log.warning("an answer aside was refused (%s)", done.status_code)


def _plain(reply: Reply) -> bool:
    """Whether it is a sentence and nothing more."""
    more = (reply.title, reply.quote, reply.buttons, reply.picture, reply.files)
    return not any((*more, reply.about, reply.asks))
