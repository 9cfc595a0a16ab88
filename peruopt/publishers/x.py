"""X: posts and threads through API v2.  Reading costs money there, so we read little."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from typing import Any

from peruopt.errors import Busy, Gone, Rejected, Unauthorized
from peruopt.ports import Memo, Receipt
from peruopt.post import Post
from peruopt.publishers.albums import fitting, named
from peruopt.publishers.ledger import Ledger
from peruopt.publishers.sameness import Seen, matching, moment
from peruopt.publishers.wire import Answer, Now, Token, later, settled
from peruopt.publishers.x_errors import DUPLICATE, failure, reset
from peruopt.publishers.x_media import upload
from peruopt.publishers.x_thread import Thread, receipt_of
from peruopt.restaurant import Network
from peruopt.results import Media, Metrics, PastPost

HOST = "https://api.x.com"
NEWEST = 10
"""Posts read when looking for one: each read is paid for.  A thread's parts must be among them."""
PAGES = 32  # X lists the newest 3,200
_FIELDS = ["created_at", "public_metrics", "attachments"]


class XPublisher:
    """One account, by an OAuth 2.0 user token; a post may be a thread."""

    network = Network.X

    def __init__(
        self,
        token: Token,
        user_id: str,
        now: Now,
        *,
        account: str = "",
        base_url: str = HOST,
        timeout: float = 20.0,
    ) -> None:
        self._token, self._user, self._now = token, user_id, now
        self._account = account or user_id
        self._base, self._timeout = base_url, timeout
        self._left, self._anew = 1, datetime.min.replace(tzinfo=UTC)

    async def check(self) -> str:
        """Return the account's name; raise Unauthorized, Busy or Rejected where we cannot work."""
        answer = await self._call(lambda client: client.get_me(user_auth=False))
        return str((answer.body.get("data") or {}).get("username", ""))

    async def publish(
        self, post: Post, picture: bytes | None, memo: Memo, more: Sequence[bytes] = ()
    ) -> Receipt:
        """Upload the pictures, then send each part once, going on where we were."""
        fitting(post)
        thread = await Thread.of(post, memo)
        if await thread.ledger.in_doubt() and await self._looked(thread):
            return thread.receipt()
        if self._left < len(thread.parts) - thread.out and self._now() < self._anew:
            raise Busy(later(self._anew, 1))  # what is begun shall be finished
        await thread.begin(self._user)
        pictures = [] if picture is None or thread.out else [picture, *more]
        media = await self._media(post, pictures, thread.ledger)
        for index in range(thread.out, len(thread.parts)):
            if not thread.ids[index]:
                await self._send(thread, index, media if index == 0 else [])
        return thread.receipt()

    async def find(self, post: Post, memo: Memo) -> Receipt | None:
        """Look for the parts that are missing among the newest posts; all of them, or none."""
        thread = await Thread.of(post, memo)
        return thread.receipt() if await self._looked(thread) else None

    async def _looked(self, thread: Thread) -> bool:
        """Look for the parts whose number is not known; return whether all are out."""
        if not all(thread.ids):
            answer = await self._call(self._newest(NEWEST))
            since = await thread.ledger.since()
            there = since and since + answer.clock(self._now())
            listed = _seen(answer)
            for index, part in enumerate(thread.parts):
                if not thread.ids[index] and (seen := matching(listed, part, there)):
                    await thread.sent(index, seen.external_id, self._now())
        await thread.tell(self._now())
        return thread.whole

    async def unsent(self, post: Post, memo: Memo) -> bool:
        """Whether it is proven that what is missing was not sent."""
        return await (await Thread.of(post, memo)).unsent()

    async def measure(self, post: Post, now: datetime) -> Metrics | None:  # noqa: ARG002
        """Read its counts: one paid read."""
        number = post.external_id or ""
        answer = await self._call(
            lambda client: client.get_tweet(number, tweet_fields=["public_metrics"])
        )
        if not isinstance(data := answer.body.get("data"), dict):
            raise Gone("networks.gone")
        return _metrics(data)

    async def history(self, since: datetime) -> AsyncIterator[PastPost]:
        """Yield the account's own posts since then, newest first; each is a paid read."""
        page = ""
        for _ in range(PAGES):
            answer = await self._call(self._newest(100, since=since, page=page))
            for item in answer.body.get("data") or ():
                if (at := moment(item.get("created_at"))) is None:
                    continue
                shown = (item.get("attachments") or {}).get("media_keys")
                yield PastPost(
                    network=self.network,
                    account=self._account,
                    external_id=str(item["id"]),
                    published_at=at,
                    text=str(item.get("text", "")),
                    media=Media.PHOTO if shown else Media.TEXT,
                    metrics=_metrics(item),
                    url=receipt_of(str(item["id"])).url,
                )
            page = str((answer.body.get("meta") or {}).get("next_token") or "")
            if not page:
                return

    async def _media(self, post: Post, pictures: Sequence[bytes], ledger: Ledger) -> list[str]:
        """Return the ids of the uploaded pictures; those there are go on being used."""
        numbers = (await ledger.get("media")).split()
        for index in range(len(numbers), len(pictures)):
            alt = named(post.alt, index, len(pictures))
            numbers.append(await upload(self._ask, pictures[index], alt))
            await ledger.put("media", " ".join(numbers))
        return numbers

    async def _send(self, thread: Thread, index: int, media: list[str]) -> None:
        to, ledger = await thread.above(index, self._now()), thread.ledger
        await thread.sending(index, self._now())
        try:
            answer = await self._call(
                lambda client: client.create_tweet(
                    text=thread.parts[index],
                    media_ids=media or None,
                    in_reply_to_tweet_id=to,
                    user_auth=False,
                ),
                commits=True,
            )
        except Rejected as refused:
            # X refuses the same words twice: perhaps they are there because of us
            if str(refused) == DUPLICATE:
                await self._looked(thread)
                if thread.ids[index]:
                    return
            await ledger.put("media", "")  # it may be the picture that X no longer knows
            await ledger.not_sent()
            raise
        except (Busy, Unauthorized):
            await ledger.not_sent()
            raise
        await thread.sent(index, str(answer.body["data"]["id"]), self._now())

    def _newest(self, count: int, *, since: datetime | None = None, page: str = "") -> Any:
        wanted: dict[str, Any] = {"max_results": count, "tweet_fields": _FIELDS}
        wanted |= {"start_time": since} if since else {}
        wanted |= {"pagination_token": page} if page else {}
        wanted |= {"exclude": ["retweets"]}
        return lambda client: client.get_users_tweets(self._user, **wanted)

    async def _ask(self, method: str, path: str, **parts: Any) -> Answer:
        from peruopt.publishers.x_wire import raw

        return await self._call(raw(method, path, **parts))

    async def _call(self, call: Any, *, commits: bool = False) -> Answer:
        from peruopt.publishers.x_wire import asked

        token = await self._token()
        answer = await settled(
            asked(call, token, self._base, self._timeout), self._now, commits=commits
        )
        left = answer.headers.get("x-rate-limit-remaining", "")
        if commits and left.isdecimal() and (anew := reset(answer, self._now())):
            self._left, self._anew = int(left), anew
        if answer.fine:
            return answer
        raise failure(answer, self._now())


def _seen(answer: Answer) -> list[Seen]:
    return [
        Seen(str(item["id"]), str(item.get("text", "")), at)
        for item in answer.body.get("data") or ()
        if (at := moment(item.get("created_at"))) and "id" in item
    ]


def _metrics(item: dict[str, Any]) -> Metrics:
    told = item.get("public_metrics") or {}
    reposts, quotes = told.get("retweet_count"), told.get("quote_count")
    shares = [count for count in (reposts, quotes) if isinstance(count, int)]
    return Metrics(
        likes=told.get("like_count"),
        comments=told.get("reply_count"),
        shares=sum(shares) if shares else None,
        saves=told.get("bookmark_count"),
        views=told.get("impression_count"),
    )
