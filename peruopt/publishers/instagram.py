"""Instagram: a container with the picture's public address, then its publication."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import datetime
from typing import Any

from peruopt.errors import Busy, PublishError, Rejected, Unauthorized, Uncertain
from peruopt.ports import Memo, Receipt
from peruopt.post import Post
from peruopt.publishers.albums import fitting, named
from peruopt.publishers.container import Container, Pause
from peruopt.publishers.facebook import values
from peruopt.publishers.graph import FULL_WAIT, HOST, VERSION, Graph
from peruopt.publishers.ledger import Ledger
from peruopt.publishers.sameness import Seen, matching, moment
from peruopt.publishers.wire import SOON, Now, Token, later
from peruopt.restaurant import Network
from peruopt.results import Media, Metrics, PastPost

_LISTED = "id,caption,timestamp,permalink"
_MEDIA = {"IMAGE": Media.PHOTO, "CAROUSEL_ALBUM": Media.ALBUM, "VIDEO": Media.VIDEO}
_TAIL = re.compile(r"\n\s*((?:#\w+\s*)+)$")
_INSIGHTS = "views,reach,likes,comments,shares,saved"
PAGES = 200


class InstagramPublisher:
    """One professional account; `public_url` turns a picture's key into an address for Meta."""

    network = Network.INSTAGRAM

    def __init__(
        self,
        token: Token,
        user_id: str,
        public_url: Callable[[str], str],
        now: Now,
        pause: Pause,
        *,
        account: str = "",
        hashtags_below: bool = False,
        version: str = VERSION,
        base_url: str = HOST,
        timeout: float = 20.0,
    ) -> None:
        self._graph = Graph(token, now, version=version, base_url=base_url, timeout=timeout)
        self._user, self._public_url, self._now, self._pause = user_id, public_url, now, pause
        self._below, self._account = hashtags_below, account or user_id

    async def check(self) -> str:
        """Return the account's name; raise Unauthorized, Busy or Rejected where we cannot work."""
        answer = await self._graph.get(self._user, fields="username")
        return str(answer.body.get("username", ""))

    async def publish(
        self,
        post: Post,
        picture: bytes | None,  # noqa: ARG002, Instagram fetches them
        memo: Memo,
        more: Sequence[bytes] = (),  # noqa: ARG002
    ) -> Receipt:
        """Make the container, wait for it, publish it."""
        if not fitting(post):
            raise Rejected("networks.needs_picture")
        ledger = Ledger.of(post, memo)
        container = Container(self._graph, ledger, self._pause)
        caption, below = self._split(post.text)
        number = await container.number(self._now())
        if not number:
            await self._room()
            number = await self._make(post, caption, container)
            await container.keep(number, self._now())
        if not await container.ready(number, self._now):
            return await self._already(post, memo)
        await ledger.sending(self._now())
        try:
            answer = await self._graph.post(
                f"{self._user}/media_publish", {"creation_id": number}, commits=True
            )
        except (Busy, Unauthorized):
            await ledger.not_sent()
            raise
        except Rejected:
            # a container that was spent is refused: it may have been spent on our own wall
            if await container.status(number) == "PUBLISHED":
                return await self._already(post, memo)
            await container.drop()
            await ledger.not_sent()
            raise
        media = str(answer.body["id"])
        await ledger.put("out", media)
        await self._comment(media, below)
        return await self._receipt(media)

    async def find(self, post: Post, memo: Memo) -> Receipt | None:
        """Ask the ledger, then look among the account's newest media."""
        ledger = Ledger.of(post, memo)
        if media := await ledger.get("out"):
            return await self._receipt(media)
        answer = await self._graph.get(f"{self._user}/media", fields=_LISTED, limit="50")
        since = await ledger.since()
        there = since and since + answer.clock(self._now())
        caption, _ = self._split(post.text)
        seen = matching(_seen(answer.body.get("data") or ()), caption, there)
        return Receipt(seen.external_id, seen.url) if seen else None

    async def unsent(self, post: Post, memo: Memo) -> bool:
        """Whether it is proven that the post was not sent, or that its container is unspent."""
        ledger = Ledger.of(post, memo)
        if await ledger.get("out"):
            return False
        if not await ledger.in_doubt():
            return True
        container = Container(self._graph, ledger, self._pause)
        number = await container.number(self._now())
        return bool(number) and await container.status(number) == "FINISHED"

    async def measure(self, post: Post, now: datetime) -> Metrics | None:  # noqa: ARG002
        """Read what the media has earned; Instagram may be two days behind."""
        answer = await self._graph.get(f"{post.external_id}/insights", metric=_INSIGHTS)
        told = values(answer.body)
        return Metrics(
            likes=told.get("likes"),
            comments=told.get("comments"),
            shares=told.get("shares"),
            saves=told.get("saved"),
            reach=told.get("reach"),
            views=told.get("views"),
        )

    async def history(self, since: datetime) -> AsyncIterator[PastPost]:
        """Yield the account's media since then, newest first."""
        fields = f"{_LISTED},media_type,media_product_type,like_count,comments_count"
        async for item in self._graph.pages(
            f"{self._user}/media", PAGES, fields=fields, limit="50"
        ):
            at = moment(item.get("timestamp"))
            if at is None or at < since:
                return
            reel = item.get("media_product_type") == "REELS"
            yield PastPost(
                network=self.network,
                account=self._account,
                external_id=str(item["id"]),
                published_at=at,
                text=str(item.get("caption") or ""),
                media=Media.REEL if reel else _MEDIA.get(str(item.get("media_type")), Media.OTHER),
                metrics=Metrics(likes=item.get("like_count"), comments=item.get("comments_count")),
                url=str(item.get("permalink") or ""),
            )

    async def _room(self) -> None:
        """Raise Busy where the day's posts are used up; a limit nobody tells is no limit."""
        answer = await self._graph.get(
            f"{self._user}/content_publishing_limit", fields="quota_usage,config"
        )
        for told in answer.body.get("data") or ():
            total = (told.get("config") or {}).get("quota_total")
            if total and told.get("quota_usage", 0) >= total:
                raise Busy(later(self._now(), FULL_WAIT))

    async def _make(self, post: Post, caption: str, container: Container) -> str:
        """Make a container of the picture, or a carousel of one for each."""
        if len(post.album) == 1:
            return await self._contain({"caption": caption}, post, 0)
        items = await container.items(self._now())
        for index in range(len(items), len(post.album)):
            items.append(await self._contain({"is_carousel_item": "true"}, post, index))
            await container.keep_items(items, self._now())
        for item in items:
            await container.ready(item, self._now)
        form = {"media_type": "CAROUSEL", "children": ",".join(items), "caption": caption}
        answer = await self._graph.post(f"{self._user}/media", form)
        return str(answer.body["id"])

    async def _contain(self, form: dict[str, str], post: Post, index: int) -> str:
        link = await asyncio.to_thread(self._public_url, post.album[index])
        form |= {"image_url": link}
        alt = named(post.alt, index, len(post.album))
        form |= {"alt_text": alt} if alt else {}
        answer = await self._graph.post(f"{self._user}/media", form)
        return str(answer.body["id"])

    async def _already(self, post: Post, memo: Memo) -> Receipt:
        """The container has been spent: by us, in an attempt whose answer was lost."""
        for wait in (0.0, 5.0, SOON):
            await self._pause(wait)
            if found := await self.find(post, memo):
                return found
        raise Uncertain("published, not listed yet")

    def _split(self, text: str) -> tuple[str, str]:
        """Return the caption, and the hashtags for the first comment."""
        tail = _TAIL.search(text) if self._below else None
        return (text[: tail.start()].rstrip(), tail[1].strip()) if tail else (text, "")

    async def _comment(self, media: str, below: str) -> None:
        if below:
            try:
                await self._graph.post(f"{media}/comments", {"message": below})
            except PublishError:  # the post is out, and that is what counts
                return

    async def _receipt(self, media: str) -> Receipt:
        try:
            answer = await self._graph.get(media, fields="permalink")
            return Receipt(media, str(answer.body.get("permalink") or ""))
        except PublishError:
            return Receipt(media)


def _seen(listed: Any) -> list[Seen]:
    return [
        Seen(str(item["id"]), str(item.get("caption") or ""), at, str(item.get("permalink") or ""))
        for item in listed
        if (at := moment(item.get("timestamp"))) and "id" in item
    ]
