"""Asking a network something over HTTP, and knowing what a failure proves.

A request either *commits* (it may make a post public) or it does not.  A refused connection or a
name that does not resolve proves that nothing was sent.  After that, what is lost on the way to a
committing request is uncertain; lost on the way to any other one, nothing is public and it may be
asked again.  Nothing raised here carries an address, a header or a word of the network's answer:
tokens live there.
"""

from __future__ import annotations

import json
import logging
import ssl
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cache
from hashlib import sha256
from itertools import count
from typing import Any

from peruopt.errors import Busy, Uncertain

Token = Callable[[], Awaitable[str]]
"""Asked right before each use, so that a refreshed token is used at once."""
Now = Callable[[], datetime]
CONNECT = 10.0
SOON = 30.0
"""Seconds before a network that was not reached, or stumbled, is asked again."""
UNTOLD = 120.0
"""The same for one that is busy and does not say until when."""
JITTER = 0.2
_number = count()


@dataclass(frozen=True, slots=True)
class Answer:
    """What a network answered."""

    status: int
    body: dict[str, Any] = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    clear: bool = True
    """Whether the body was a whole JSON object."""

    @property
    def fine(self) -> bool:
        """Whether the network did what it was asked."""
        return 200 <= self.status < 300 and self.clear

    def seconds(self, header: str) -> float | None:
        """Return a header that is a number, if it is there."""
        try:
            return float(self.headers[header])
        except (KeyError, ValueError):
            return None

    def clock(self, now: datetime) -> timedelta:
        """Return how far the network's clock is ahead of ours, to the second."""
        try:
            there = parsedate_to_datetime(self.headers["date"])
        except (KeyError, ValueError):
            return timedelta()
        return there.astimezone(UTC) - now if there.tzinfo else timedelta()


class NotSent(Exception):
    """No connection: nothing left this machine."""


class Lost(Exception):
    """Something left, and no whole answer came back."""


def later(now: datetime, seconds: float) -> datetime:
    """Return that much later and up to a fifth more, so that posts do not return together."""
    spread = sha256(f"{next(_number)} {now.isoformat()}".encode()).digest()
    share = int.from_bytes(spread[:4], "big") / 2**32
    return now + timedelta(seconds=seconds * (1 + JITTER * share))


def read(status: int, content: bytes, headers: Mapping[str, str]) -> Answer:
    """Return the answer as an object; what is no JSON object is an unclear answer."""
    lower = {name.lower(): value for name, value in headers.items()}
    try:
        body = json.loads(content) if content else {}
    except ValueError:
        body = None
    if isinstance(body, dict):
        return Answer(status, body, lower)
    return Answer(status, {}, lower, clear=False)


async def settled(
    asking: Awaitable[Answer], now: Now, *, commits: bool, patience: float = SOON
) -> Answer:
    """Return a clear answer below 500, or a 429; raise Busy or Uncertain for anything else."""
    try:
        answer = await asking
    except NotSent:
        raise Busy(later(now(), patience)) from None
    except Lost:
        raise _unknown(now(), patience, commits=commits) from None
    if answer.status in (401, 429) or (400 <= answer.status < 500 and answer.clear):
        return answer
    if not answer.fine or answer.status == 408:
        raise _unknown(now(), patience, commits=commits)
    return answer


def _unknown(now: datetime, patience: float, *, commits: bool) -> Busy | Uncertain:
    return Uncertain("no clear answer") if commits else Busy(later(now, patience))


class Wire:
    """HTTP to one network."""

    def __init__(self, base_url: str, now: Now, *, timeout: float = 20.0) -> None:
        self._base, self._now, self._timeout = base_url.rstrip("/"), now, timeout

    async def ask(self, method: str, path: str, *, commits: bool = False, **parts: Any) -> Answer:
        """Ask once.

        Raises Busy when nothing was made public, Uncertain when it may have been.
        """
        return await settled(self._ask(method, path, parts), self._now, commits=commits)

    async def _ask(self, method: str, path: str, parts: Mapping[str, Any]) -> Answer:
        import httpx

        _quiet()
        limits = httpx.Timeout(self._timeout, connect=min(CONNECT, self._timeout))
        try:
            async with httpx.AsyncClient(verify=_trust(), timeout=limits) as client:
                answer = await client.request(method, self._base + path, **parts)
                return read(answer.status_code, answer.content, answer.headers)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout):
            raise NotSent from None
        except (httpx.HTTPError, httpx.InvalidURL):
            raise Lost from None


@cache
def _trust() -> ssl.SSLContext:
    """The system's certificates, read once."""
    return ssl.create_default_context()


def _worth_saying(record: logging.LogRecord) -> bool:
    return record.levelno >= logging.WARNING


@cache
def _quiet() -> None:
    """Keep httpx from writing down addresses: Telegram's hold the token."""
    logging.getLogger("httpx").addFilter(_worth_saying)
