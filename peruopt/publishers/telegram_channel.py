"""A Telegram channel in which our bot is an administrator.

The Bot API shows a bot nothing of what stands in a channel: what was lost on the way back cannot
be looked for, and a person is asked.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from peruopt.errors import Busy, PublishError, Rejected, Unauthorized
from peruopt.ports import Memo, Receipt
from peruopt.post import Post
from peruopt.publishers.albums import fitting
from peruopt.publishers.ledger import Ledger
from peruopt.publishers.wire import UNTOLD, Answer, Now, Token, Wire, later
from peruopt.restaurant import Network
from peruopt.results import Metrics
from peruopt.rules.networks import LIMITS
from peruopt.rules.weighing import length

HOST = "https://api.telegram.org"
_LIMITS = LIMITS[Network.TELEGRAM]
_SCOPE = (
    "not enough rights",
    "need administrator rights",
    "have no rights",
    "not a member",
    "kicked",
)
_PICTURE = ("IMAGE_PROCESS_FAILED", "PHOTO_INVALID", "wrong file", "PHOTO_SAVE_FILE_INVALID")


class TelegramChannelPublisher:
    """One channel: `@name`, or its number."""

    network = Network.TELEGRAM

    def __init__(
        self,
        token: Token,
        chat: str,
        now: Now,
        *,
        base_url: str = HOST,
        timeout: float = 20.0,
    ) -> None:
        self._token, self._chat, self._now = token, chat, now
        self._wire = Wire(base_url, now, timeout=timeout)

    async def check(self) -> str:
        """Return the channel's title; raise Unauthorized or Rejected where we cannot post."""
        me = (await self._call("getMe"))["id"]
        seat = await self._call("getChatMember", chat_id=self._chat, user_id=str(me))
        owns = seat.get("status") == "creator"
        if not owns and not (
            seat.get("status") == "administrator" and seat.get("can_post_messages")
        ):
            raise Unauthorized("networks.telegram_rights")
        return str((await self._call("getChat", chat_id=self._chat)).get("title", ""))

    async def publish(
        self, post: Post, picture: bytes | None, memo: Memo, more: Sequence[bytes] = ()
    ) -> Receipt:
        """Send one message, or the messages of an album together."""
        fitting(post)
        ledger = Ledger.of(post, memo)
        allowed = _LIMITS.caption if picture is not None else _LIMITS.length
        if allowed and length(post.text, self.network) > allowed:
            raise Rejected("networks.caption" if picture is not None else "networks.long")
        method, field = (
            ("sendPhoto", "caption") if picture is not None else ("sendMessage", "text")
        )
        files = {} if picture is None else {"photo": ("picture.jpg", picture)}
        form = {"chat_id": self._chat, field: post.text}
        if more and picture is not None:
            method = "sendMediaGroup"
            files = {f"photo{i}": (f"{i}.jpg", p) for i, p in enumerate((picture, *more))}
            form = {"chat_id": self._chat, "media": _group(post.text, files)}
        await ledger.sending(self._now())
        try:
            sent = await self._call(method, commits=True, files=files, **form)
        except (Busy, Rejected, Unauthorized):
            await ledger.not_sent()
            raise
        number = str(sent["message_id"])
        name = (sent.get("chat") or {}).get("username") or self._chat.removeprefix("@")
        url = f"https://t.me/{name}/{number}" if not name.lstrip("-").isdigit() else ""
        await ledger.put("out", f"{number} {url}")
        return Receipt(number, url)

    async def find(self, post: Post, memo: Memo) -> Receipt | None:
        """Return what we wrote down ourselves; nobody else tells."""
        told = await Ledger.of(post, memo).get("out")
        number, _, url = told.partition(" ")
        return Receipt(number, url) if number else None

    async def unsent(self, post: Post, memo: Memo) -> bool:
        """Whether it is proven that the post was not sent."""
        ledger = Ledger.of(post, memo)
        return not (await ledger.in_doubt() or await ledger.get("out"))

    async def measure(self, post: Post, now: datetime) -> Metrics | None:  # noqa: ARG002
        """Nobody tells: the Bot API has no views."""
        return None

    async def _call(
        self,
        method: str,
        *,
        commits: bool = False,
        files: Mapping[str, tuple[str, bytes]] | None = None,
        **form: str,
    ) -> dict[str, Any]:
        path = f"/bot{await self._token()}/{method}"
        extra = {"files": files} if files else {}
        answer = await self._wire.ask("POST", path, commits=commits, data=form, **extra)
        result = answer.body.get("result")
        if isinstance(result, list) and result:  # an album: its first message carries the words
            result = result[0]
        if answer.fine and answer.body.get("ok") is True and isinstance(result, dict):
            return result
        raise failure(answer, self._now())


def _group(text: str, names: Iterable[str]) -> str:
    """Return what sendMediaGroup takes: the pictures by name, the text under the first."""
    shown = [{"type": "photo", "media": f"attach://{name}"} for name in names]
    return json.dumps([shown[0] | {"caption": text}, *shown[1:]])


def failure(answer: Answer, now: datetime) -> PublishError:
    """Return what an error of the Bot API means."""
    said = str(answer.body.get("description", ""))
    if answer.status == 429:
        told = (answer.body.get("parameters") or {}).get("retry_after")
        told = told if isinstance(told, (int, float)) else answer.seconds("retry-after")
        return Busy(later(now, float(told or UNTOLD)))
    if answer.status in (401, 404):  # a malformed token is a path that does not exist
        return Unauthorized("networks.token")
    if answer.status == 403 or any(words in said for words in _SCOPE):
        return Unauthorized("networks.telegram_rights")
    if "chat not found" in said:
        return Rejected("networks.telegram_chat")
    if "too long" in said:
        return Rejected("networks.caption")
    if answer.status == 413:
        return Rejected("networks.picture_large")
    if any(words in said for words in _PICTURE):
        return Rejected("networks.picture_format")
    return Rejected("networks.refused")
