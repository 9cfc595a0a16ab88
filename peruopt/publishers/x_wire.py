"""Requests to X over tweepy, each in a thread with a time-out, at a host that can be chosen.

tweepy names its host in its source and writes the token into its debug log.  So an adapter on its
session sends requests where we say, and the token enters at the last moment, past tweepy.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import requests
import tweepy  # type: ignore[import-untyped]
from requests.adapters import HTTPAdapter
from urllib3.exceptions import MaxRetryError, NewConnectionError

from peruopt.publishers.wire import CONNECT, Answer, Lost, NotSent, read

_THEIRS = "https://api.twitter.com"
Call = Callable[[tweepy.Client], Any]


class _Elsewhere:
    """Sends what is meant for tweepy's host to ours; never waits for ever."""

    def __init__(self, base_url: str, timeout: float) -> None:
        self._base, self._timeout, self._adapter = base_url, timeout, HTTPAdapter()

    def send(self, request: Any, **how: Any) -> Any:
        request.url = self._base + request.url.removeprefix(_THEIRS)
        how["timeout"] = (min(CONNECT, self._timeout), self._timeout)
        return self._adapter.send(request, **how)

    def close(self) -> None:
        self._adapter.close()


async def asked(call: Call, token: str, base_url: str, timeout: float) -> Answer:  # noqa: ASYNC109
    """Do `call` with a client of tweepy's in a thread; raise NotSent or Lost."""
    return await asyncio.to_thread(_ask, call, token, base_url.rstrip("/"), timeout)


def raw(method: str, path: str, **parts: Any) -> Call:
    """Return a call of something that tweepy does not know."""
    return lambda client: client.session.request(method, _THEIRS + path, **parts)


def _ask(call: Call, token: str, base_url: str, timeout: float) -> Answer:
    client = tweepy.Client(bearer_token="", return_type=requests.Response)
    client.session.mount(_THEIRS, _Elsewhere(base_url, timeout))

    def sign(request: Any) -> Any:
        request.headers["Authorization"] = f"Bearer {token}"
        return request

    client.session.auth = sign
    try:
        answer = call(client)
    except tweepy.HTTPException as refused:
        answer = refused.response
    except requests.ConnectionError as error:
        raise NotSent if _never_left(error) else Lost from None
    except requests.RequestException:
        raise Lost from None
    finally:
        client.session.close()
    return read(answer.status_code, answer.content, answer.headers)


def _never_left(error: requests.ConnectionError) -> bool:
    if isinstance(error, requests.ConnectTimeout):
        return True
    cause = error.args[0] if error.args else None
    return isinstance(cause, MaxRetryError) and isinstance(cause.reason, NewConnectionError)
