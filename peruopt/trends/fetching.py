"""A polite and safe reader of other people's pages.

Safe: http and https only, usual ports, public addresses only and the very address that was
checked, at most three redirects with each checked anew, a limit on time and bytes, content types
that were asked for.  Polite: robots.txt, a name, validators (ETag, Last-Modified), a pause between
two requests to a host, and a longer one after it failed.
"""

from __future__ import annotations

import asyncio
import ssl
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

import httpx

from peruopt.trends.addresses import Resolve, allowed, resolve
from peruopt.trends.refused import Refused
from peruopt.trends.robots import AGENT, ANY, NONE, Robots
from peruopt.trends.unpacking import Body

FEEDS = ("application/rss+xml", "application/atom+xml", "application/xml", "text/xml",
         "application/rdf+xml")  # fmt: skip
PAGES = ("text/html", "application/xhtml+xml")
_MOVED = frozenset({301, 302, 303, 307, 308})
_FAILING = frozenset({"status", "unreachable", "slow"})
_KEPT = 200
"""Pages remembered at most."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much, how long, how often."""

    size: int = 2_000_000
    robots: int = 500_000
    seconds: float = 15.0
    redirects: int = 3
    pause: float = 1.0
    """Between two requests to a host; robots.txt may ask for up to ten times that."""
    fresh: timedelta = timedelta(minutes=30)
    first_wait: timedelta = timedelta(minutes=10)
    longest_wait: timedelta = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Page:
    """What was read."""

    url: str
    """Where it was found in the end."""
    content: bytes
    charset: str
    etag: str = ""
    modified: str = ""


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    headers: httpx.Headers
    content: bytes


@dataclass(slots=True)
class Memory:
    """What is known of pages and hosts; `remembering` keeps it over a restart."""

    pages: dict[str, tuple[datetime, Page]] = field(default_factory=dict)
    """Each page with the moment at which it was asked for."""
    waits: dict[str, tuple[datetime, timedelta]] = field(default_factory=dict)
    """Each host that failed: until when it is left in peace, and how long the pause was."""


class Fetcher:
    """One for all sources, so that it knows whom it asked when."""

    def __init__(
        self,
        now: Callable[[], datetime],
        *,
        limits: Limits | None = None,
        loopback: bool = False,
        resolve: Resolve = resolve,
        memory: Memory | None = None,
    ) -> None:
        self._now, self._limits = now, limits or Limits()
        self._loopback, self._resolve = loopback, resolve
        self.memory = memory or Memory()
        self._pages, self._waits = self.memory.pages, self.memory.waits
        self._robots: dict[str, tuple[datetime, Robots]] = {}
        self._asked: dict[str, float] = {}
        self._turns: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._tls: ssl.SSLContext | None = None

    async def get(self, url: str, kinds: tuple[str, ...]) -> Page:
        """Read `url`; raise Refused with the reason."""
        now, known = self._now(), self._pages.get(url)
        if known and now - known[0] < self._limits.fresh:
            return known[1]
        host = _parsed(url).host
        until, pause = self._waits.get(host, (now, timedelta()))
        if now < until:
            raise Refused("waiting")
        try:
            async with asyncio.timeout(self._limits.seconds):
                page = await self._read(url, kinds, known[1] if known else None)
        except TimeoutError as error:
            self._wait(host, now, pause, None)
            raise Refused("slow") from error
        except Refused as refused:
            if refused.reason in _FAILING:
                self._wait(host, now, pause, refused.retry_after)
            raise
        self._waits.pop(host, None)
        while len(self._pages) >= _KEPT:
            del self._pages[next(iter(self._pages))]
        self._pages[url] = now, page
        return page

    def _wait(self, host: str, now: datetime, before: timedelta, asked: float | None) -> None:
        """Leave a host that failed in peace, twice as long each time, or as long as it asks."""
        pause = max(before * 2, self._limits.first_wait, timedelta(seconds=asked or 0))
        pause = min(pause, self._limits.longest_wait)
        self._waits[host] = now + pause, pause

    async def _read(self, url: str, kinds: tuple[str, ...], known: Page | None) -> Page:
        at, answer = await self._follow(url, self._limits.size, known=known, polite=True)
        if answer.status == 304 and known:
            return known
        if answer.status != 200:
            raise Refused("status", _retry_after(answer.headers, self._now()))
        kind, _, rest = answer.headers.get("content-type", "").partition(";")
        if kind.strip().lower() not in kinds:
            raise Refused("kind")
        charset = rest.partition("charset=")[2].split(";")[0].strip(" \"'") or "utf-8"
        return Page(
            str(at),
            answer.content,
            charset,
            answer.headers.get("etag", ""),
            answer.headers.get("last-modified", ""),
        )

    async def _follow(
        self, url: str, size: int, *, known: Page | None = None, polite: bool
    ) -> tuple[httpx.URL, _Answer]:
        """Follow redirects, each checked as if it were the first address."""
        at = _parsed(url)
        for _ in range(self._limits.redirects + 1):
            address = await self._checked(at)
            delay = self._limits.pause
            if polite:
                robots = await self._rules(at)
                if not robots.allows(str(at)):
                    raise Refused("robots")
                delay = max(delay, min(robots.delay, 10 * delay))
            answer = await self._ask(at, address, size, known, delay)
            if answer.status not in _MOVED:
                return at, answer
            at = _parsed(str(at.join(answer.headers.get("location", ""))))
        raise Refused("redirects")

    async def _checked(self, at: httpx.URL) -> str:
        """Return the address to connect to, once every address of the host has been looked at."""
        port = at.port or (443 if at.scheme == "https" else 80)
        if port not in (80, 443) and not self._loopback:
            raise Refused("address")
        try:
            found = await self._resolve(at.host, port)
        except (OSError, UnicodeError) as error:
            raise Refused("unreachable") from error
        if not found:
            raise Refused("unreachable")
        if not all(allowed(address, loopback=self._loopback) for address in found):
            raise Refused("private")
        return found[0]

    async def _rules(self, at: httpx.URL) -> Robots:
        """Return the site's robots.txt: none is leave, none to be had is not."""
        origin = f"{at.scheme}://{at.netloc.decode('ascii')}"
        known = self._robots.get(origin)
        if known and self._now() - known[0] < timedelta(days=1):
            return known[1]
        try:
            _, answer = await self._follow(
                f"{origin}/robots.txt", self._limits.robots, polite=False
            )
        except Refused as refused:
            if refused.reason == "unreachable":
                raise
            return NONE
        if answer.status >= 500 or answer.status == 429:
            return NONE  # not kept: it may be well again next time
        rules = Robots.read(answer.content) if answer.status == 200 else ANY
        self._robots[origin] = self._now(), rules
        return rules

    async def _ask(
        self, at: httpx.URL, address: str, size: int, known: Page | None, delay: float
    ) -> _Answer:
        """Send one request to exactly `address`, and take in no more than `size` bytes."""
        headers = {
            "Host": at.netloc.decode("ascii"),
            "User-Agent": AGENT,
            "Accept-Encoding": "gzip, identity",
        }
        if known and known.url == str(at):
            headers |= {"If-None-Match": known.etag} if known.etag else {}
            headers |= {"If-Modified-Since": known.modified} if known.modified else {}
        self._tls = self._tls or httpx.create_ssl_context()
        async with self._turns[at.host]:
            loop = asyncio.get_running_loop()
            await asyncio.sleep(self._asked.get(at.host, -1e9) + delay - loop.time())
            self._asked[at.host] = loop.time()
            # a client per request: a kept connection is known by its address, not its host
            async with httpx.AsyncClient(trust_env=False, verify=self._tls) as client:
                request = client.build_request(
                    "GET",
                    at.copy_with(host=address),
                    headers=headers,
                    timeout=self._limits.seconds,
                    extensions={"sni_hostname": at.host},
                )
                try:
                    return await _received(client, request, size)
                except (httpx.HTTPError, httpx.StreamError, ssl.SSLError) as error:
                    raise Refused("unreachable") from error


async def _received(client: httpx.AsyncClient, request: httpx.Request, size: int) -> _Answer:
    response = await client.send(request, stream=True, follow_redirects=False)
    try:
        body = Body(response.headers.get("content-encoding", ""), size)
        if response.status_code in _MOVED or response.status_code == 304:
            return _Answer(response.status_code, response.headers, b"")
        length = response.headers.get("content-length", "")
        if length.isdigit() and int(length) > size:
            raise Refused("big")
        async for part in response.aiter_raw(65536):
            body.feed(part)
        return _Answer(response.status_code, response.headers, body.whole())
    finally:
        await response.aclose()


def _parsed(url: str) -> httpx.URL:
    try:
        at = httpx.URL(url.strip())
        at.netloc.decode("ascii")
    except (httpx.InvalidURL, ValueError, TypeError) as error:
        raise Refused("address") from error
    if at.scheme not in ("http", "https") or not at.host or at.userinfo:
        raise Refused("address")
    return at.copy_with(fragment=None)


def _retry_after(headers: httpx.Headers, now: datetime) -> float | None:
    told = headers.get("retry-after", "")
    if told.isdigit():
        return float(min(int(told[:9]), 86_400))
    try:
        return max(0.0, (parsedate_to_datetime(told) - now).total_seconds())
    except (ValueError, TypeError):
        return None
