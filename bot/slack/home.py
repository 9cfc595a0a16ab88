"""The app's home: what waits, the calendar and this week's numbers, anew whenever it is opened."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.slack.api import Api
from bot.slack.blocks import Block, compose, section
from bot.slack.files import Files
from bot.slack.troubles import SlackRefused
from peruopt.chat.message import Reply
from peruopt.chat.words import Words
from peruopt.errors import UserError

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

MOST = 100
Shows = Callable[[str], Awaitable[Sequence[Reply]]]
"""What a person's home shows, by the platform's id of the person."""
log = logging.getLogger(__name__)


async def nothing_to_show(_person: str) -> Sequence[Reply]:
    """Nobody renders a home."""
    return ()


@dataclass(slots=True)
class Home:
    """Draws and publishes the home."""

    web: AsyncWebClient
    api: Api
    files: Files
    shows: Shows
    words: Callable[[], Words]

    async def publish(self, person: str) -> None:
        """Show a person their home as it is now."""
        try:
            replies = await self.shows(person)
        except UserError as error:
            replies = [Reply(self.words().error(error))]
        except Exception:  # a home says that it failed rather than stay as it was
            log.exception("the home was not drawn")
            replies = [Reply(self.words()("slack.failed"))]
        try:
            await self._publish(person, await self._blocks(replies, pictures=True))
        except SlackRefused as error:
            if error.code != "invalid_blocks":
                raise
            await self._publish(person, await self._blocks(replies, pictures=False))

    async def _publish(self, person: str, blocks: list[Block]) -> None:
        view: dict[str, Any] = {"type": "home", "blocks": blocks}
        await self.api.run(
            "views.publish", person, lambda: self.web.views_publish(user_id=person, view=view)
        )

    async def _blocks(self, replies: Sequence[Reply], *, pictures: bool) -> list[Block]:
        shown: list[Block] = []
        for number, reply in enumerate(replies or [Reply(self.words()("slack.home"))]):
            room = MOST - len(shown) - 1
            if room < 5:
                break
            image = await self.files.image(reply.picture) if reply.picture and pictures else ""
            blocks = compose(reply, picture=image, most=min(room, 50)).blocks
            for block in blocks:  # names are unique in the whole view
                if "block_id" in block:
                    block["block_id"] = f"{block['block_id']}|{number}"
            shown += [{"type": "divider"}] if shown else []
            shown += blocks
        return shown or [section(self.words()("slack.home"))]
