"""A Facebook Page: text, a link, or a picture uploaded unseen and attached to the post.

`POST /{page}/feed` has no idempotency key, so it is sent once, and what is lost is looked for in
the Page's own posts.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Any

from peruopt.errors import Busy, PublishError, Rejected, Unauthorized
from peruopt.ports import Memo, Receipt
from peruopt.post import Post
from peruopt.publishers.albums import fitting, named
from peruopt.publishers.graph import HOST, VERSION, Graph
from peruopt.publishers.ledger import Ledger
from peruopt.publishers.sameness import Seen, matching, moment
from peruopt.publishers.wire import Now, Token
from peruopt.restaurant import Network
from peruopt.results import Media, Metrics, PastPost
from peruopt.rules.weighing import URL

_LISTED = "id,message,created_time,permalink_url"
_COUNTS = "reactions.summary(total_count).limit(0),comments.summary(true).limit(0),shares"
_MEDIA = {"photo": Media.PHOTO, "album": Media.ALBUM, "video": Media.VIDEO, "link": Media.LINK}
PAGES = 200


class FacebookPublisher:
    """One Page; `token` is the Page's own access token."""

    network = Network.FACEBOOK

    def __init__(
        self,
        token: Token,
        page_id: str,
        now: Now,
        *,
        account: str = "",
        version: str = VERSION,
        base_url: str = HOST,
        timeout: float = 20.0,
    ) -> None:
        self._graph = Graph(token, now, version=version, base_url=base_url, timeout=timeout)
        self._page, self._now, self._account = page_id, now, account or page_id

    async def check(self) -> str:
        """Return the Page's name; raise Unauthorized, Busy or Rejected where we cannot work."""
        answer = await self._graph.get(self._page, fields="name")
        return str(answer.body.get("name", ""))

    async def publish(
        self, post: Post, picture: bytes | None, memo: Memo, more: Sequence[bytes] = ()
    ) -> Receipt:
        """Upload the pictures unseen, then send the post once."""
        fitting(post)
        ledger = Ledger.of(post, memo)
        if await ledger.in_doubt() and (found := await self.find(post, memo)):
            return found
        form = {"message": post.text}
        if picture is not None:
            pictures = [picture, *more]
            ids = [await self._photo(post, pictures, i, ledger) for i in range(len(pictures))]
            form["attached_media"] = json.dumps([{"media_fbid": number} for number in ids])
        elif link := URL.search(post.text):
            form["link"] = link[0] if "://" in link[0] else f"https://{link[0]}"
        await ledger.sending(self._now())
        try:
            answer = await self._graph.post(f"{self._page}/feed", form, commits=True)
        except (Busy, Rejected, Unauthorized):
            await ledger.not_sent()
            raise
        number = str(answer.body["id"])
        await ledger.put("out", number)
        return await self._receipt(number)

    async def find(self, post: Post, memo: Memo) -> Receipt | None:
        """Look among the Page's newest posts."""
        ledger = Ledger.of(post, memo)
        if number := await ledger.get("out"):
            return await self._receipt(number)
        answer = await self._graph.get(f"{self._page}/published_posts", fields=_LISTED, limit="50")
        since = await ledger.since()
        there = since and since + answer.clock(self._now())
        seen = matching(_seen(answer.body.get("data") or ()), post.text, there)
        return Receipt(seen.external_id, seen.url) if seen else None

    async def unsent(self, post: Post, memo: Memo) -> bool:
        """Whether it is proven that the post was not sent."""
        ledger = Ledger.of(post, memo)
        return not (await ledger.in_doubt() or await ledger.get("out"))

    async def measure(self, post: Post, now: datetime) -> Metrics | None:  # noqa: ARG002
        """Read its counts; views only where Meta tells them."""
        answer = await self._graph.get(post.external_id or "", fields=_COUNTS)
        try:
            told = await self._graph.get(
                f"{post.external_id}/insights",
                metric="post_media_view,post_total_media_view_unique,post_clicks",
            )
            insights = values(told.body)
        except PublishError:  # a Page with few followers has none; its counts stand
            insights = {}
        return _metrics(answer.body, insights)

    async def history(self, since: datetime) -> AsyncIterator[PastPost]:
        """Yield the Page's posts since then, newest first."""
        fields = f"{_LISTED},attachments{{media_type}},{_COUNTS}"
        listed = self._graph.pages(
            f"{self._page}/published_posts",
            PAGES,
            fields=fields,
            limit="50",
            since=str(int(since.timestamp())),
        )
        async for item in listed:
            at = moment(item.get("created_time"))
            if at is None or at < since:
                continue
            yield PastPost(
                network=self.network,
                account=self._account,
                external_id=str(item["id"]),
                published_at=at,
                text=str(item.get("message") or ""),
                media=_media(item),
                metrics=_metrics(item, {}),
                url=str(item.get("permalink_url") or ""),
            )

    async def _photo(
        self, post: Post, pictures: Sequence[bytes], index: int, ledger: Ledger
    ) -> str:
        """Return the id of an uploaded picture, which nobody sees yet."""
        key = f"photo{index}"
        if number := await ledger.get(key):
            return number
        alt = named(post.alt, index, len(pictures))
        form = {"published": "false"} | ({"alt_text_custom": alt} if alt else {})
        answer = await self._graph.post(
            f"{self._page}/photos", form, files={"source": ("picture.jpg", pictures[index])}
        )
        number = str(answer.body["id"])
        await ledger.put(key, number)
        return number

    async def _receipt(self, number: str) -> Receipt:
        try:
            answer = await self._graph.get(number, fields="permalink_url")
            return Receipt(number, str(answer.body.get("permalink_url") or ""))
        except PublishError:  # it is out; its address is a courtesy
            return Receipt(number)


def _seen(listed: Any) -> list[Seen]:
    return [
        Seen(
            str(item["id"]),
            str(item.get("message") or ""),
            at,
            str(item.get("permalink_url") or ""),
        )
        for item in listed
        if (at := moment(item.get("created_time"))) and "id" in item
    ]


def values(body: dict[str, Any]) -> dict[str, int]:
    """Return the newest value of each insight that is a plain count."""
    found = {}
    for metric in body.get("data") or ():
        newest = (metric.get("values") or [{}])[-1].get("value")
        if isinstance(newest, int):
            found[str(metric.get("name"))] = newest
    return found


def _total(item: dict[str, Any], name: str) -> int | None:
    told = ((item.get(name) or {}).get("summary") or {}).get("total_count")
    return told if isinstance(told, int) else None


def _metrics(item: dict[str, Any], insights: dict[str, int]) -> Metrics:
    likes = _total(item, "reactions")
    # Meta leaves `shares` out where there are none, and all counts where we may not see them
    shares = (item.get("shares") or {}).get("count", None if likes is None else 0)
    return Metrics(
        likes=likes,
        comments=_total(item, "comments"),
        shares=shares if isinstance(shares, int) else None,
        clicks=insights.get("post_clicks"),
        reach=insights.get("post_total_media_view_unique"),
        views=insights.get("post_media_view"),
    )


def _media(item: dict[str, Any]) -> Media:
    shown = ((item.get("attachments") or {}).get("data") or [{}])[0].get("media_type")
    return _MEDIA.get(str(shown), Media.OTHER) if shown else Media.TEXT
