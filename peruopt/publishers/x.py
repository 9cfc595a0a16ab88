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
from peruopt.publishers.x_thread import fits, threaded
from peruopt.restaurant import Network
from peruopt.results import Media, Metrics, PastPost

HOST = "https://api.x.com"
NEWEST = 10
"""Posts read when looking for one: each read is paid for."""
PAGES = 32  # X lists the newest 3,200
_FIELDS = ["created_at", "public_metrics", "attachments"]


class XPublisher:
    """One account, by an OAuth 2.0 user token; `threads` cuts what is too long."""

    network = Network.X

    def __init__(
        self,
        token: Token,
        user_id: str,
        now: Now,
        *,
        account: str = "",
        threads: bool = False,
        base_url: str = HOST,
        timeout: float = 20.0,
    ) -> None:
        self._token, self._user, self._now = token, user_id, now
        self._account, self._threads = account or user_id, threads
        self._base, self._timeout = base_url, timeout
        self._full_until = datetime.min.replace(tzinfo=UTC)

    async def check(self) -> str:
        """Return the account's name; raise Unauthorized, Busy or Rejected where we cannot work."""
        answer = await self._call(lambda client: client.get_me(user_auth=False))
        return str((answer.body.get("data") or {}).get("username", ""))

    async def publish(
        self, post: Post, picture: bytes | None, memo: Memo, more: Sequence[bytes] = ()
    ) -> Receipt:
        """Upload the pictures, then send each part once, going on where we were."""
        fitting(post)
        ledger, parts = Ledger.of(post, memo), self._parts(post.text)
        if await ledger.in_doubt() and (found := await self.find(post, memo)):
            return found
        if self._now() < self._full_until:
            raise Busy(later(self._full_until, 1))
        pictures = [] if picture is None else [picture, *more]
        media = await self._media(post, pictures, ledger)
        sent: list[str] = []
        for index, part in enumerate(parts):
            done = await ledger.get(f"part{index}")
            sent.append(done or await self._send(index, part, media, sent, ledger, post, memo))
        return self._receipt(sent[0])

    async def find(self, post: Post, memo: Memo) -> Receipt | None:
        """Look for the parts that are missing among the newest posts; all of them, or none."""
        ledger, parts = Ledger.of(post, memo), self._parts(post.text)
        known = [await ledger.get(f"part{index}") for index in range(len(parts))]
        if not all(known):
            answer = await self._call(self._newest(NEWEST))
            since = await ledger.since()
            there = since and since + answer.clock(self._now())
            listed = _seen(answer)
            for index, part in enumerate(parts):
                if not known[index] and (seen := matching(listed, part, there)):
                    known[index] = seen.external_id
                    await ledger.put(f"part{index}", seen.external_id)
        return self._receipt(known[0]) if all(known) else None

    async def unsent(self, post: Post, memo: Memo) -> bool:
        """Whether it is proven that what is missing was not sent."""
        ledger = Ledger.of(post, memo)
        if not await ledger.in_doubt():
            return not await ledger.get(f"part{len(self._parts(post.text)) - 1}")
        sent = await ledger.get(f"part{await ledger.get('at')}")
        return bool(sent) and len(self._parts(post.text)) > 1

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
                    url=self._receipt(str(item["id"])).url,
                )
            page = str((answer.body.get("meta") or {}).get("next_token") or "")
            if not page:
                return

    def _parts(self, text: str) -> list[str]:
        return threaded(text) if self._threads and not fits(text) else [text]

    async def _media(self, post: Post, pictures: Sequence[bytes], ledger: Ledger) -> list[str]:
        """Return the ids of the uploaded pictures; those there are go on being used."""
        numbers = (await ledger.get("media")).split()
        for index in range(len(numbers), len(pictures)):
            alt = named(post.alt, index, len(pictures))
            numbers.append(await upload(self._ask, pictures[index], alt))
            await ledger.put("media", " ".join(numbers))
        return numbers

    async def _send(
        self,
        index: int,
        part: str,
        media: list[str],
        before: list[str],
        ledger: Ledger,
        post: Post,
        memo: Memo,
    ) -> str:
        shown = media if media and index == 0 else None
        to = before[-1] if before else None
        await ledger.put("at", str(index))
        await ledger.sending(self._now())
        try:
            answer = await self._call(
                lambda client: client.create_tweet(
                    text=part, media_ids=shown, in_reply_to_tweet_id=to, user_auth=False
                ),
                commits=True,
            )
        except Rejected as refused:
            # X refuses the same words twice: perhaps they are there because of us
            if str(refused) == DUPLICATE:
                await self.find(post, memo)
                if known := await ledger.get(f"part{index}"):
                    return known
            await ledger.put("media", "")  # it may be the picture that X no longer knows
            await ledger.not_sent()
            raise
        except (Busy, Unauthorized):
            await ledger.not_sent()
            raise
        number = str(answer.body["data"]["id"])
        await ledger.put(f"part{index}", number)
        return number

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
        if commits and answer.headers.get("x-rate-limit-remaining") == "0":
            self._full_until = reset(answer, self._now()) or self._full_until
        if answer.fine:
            return answer
        raise failure(answer, self._now())

    def _receipt(self, number: str) -> Receipt:
        return Receipt(number, f"https://x.com/i/status/{number}")


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
