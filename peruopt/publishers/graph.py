"""Meta's Graph API: one request, and what its errors mean.

Codes from Meta's error handling and Instagram error code references: 190 and its kin are the
token, 3, 10 and 200-299 a permission, 4, 17, 32, 613 and 80000-80014 a rate limit, 1 and 2 a
stumble.  The token travels in a header, never in an address.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from typing import Any

from peruopt.errors import Busy, Gone, PublishError, Rejected, Unauthorized, Uncertain
from peruopt.publishers.wire import SOON, UNTOLD, Answer, Now, Token, Wire, later

HOST = "https://graph.facebook.com"
VERSION = "v26.0"
_TOKEN = {102, 190, 463, 467}
_SCOPE = {3, 10, *range(200, 300)}
_BUSY = {4, 17, 32, 341, 613, *range(80000, 80015)}
_STUMBLES = {-2, -1, 1, 2}
_AGAIN = {2207008, 2207027}
"""A container that is not ready, or could not be published just now."""
_BY_SUBCODE = {
    2207003: "networks.picture_unreachable",
    2207006: "networks.picture_unusable",
    2207052: "networks.picture_unreachable",
    2207004: "networks.picture_large",
    2207005: "networks.picture_format",
    2207009: "networks.picture_shape",
    2207010: "networks.caption",
    2207023: "networks.picture_format",
    2207050: "networks.account_restricted",
    2207051: "networks.blocked",
}
_BY_CODE = {
    25: "networks.account_restricted",
    324: "networks.needs_picture",
    352: "networks.picture_format",
    368: "networks.blocked",
    506: "networks.duplicate",
    1609005: "networks.link",
    9004: "networks.picture_unreachable",
    36000: "networks.picture_large",
    36001: "networks.picture_format",
    36003: "networks.picture_shape",
    36004: "networks.caption",
}
_FULL = 2207042
FULL_WAIT = 3600.0
"""The daily limit is a sliding day; when there is room again nobody says."""


class Graph:
    """One version of the Graph API, as one account sees it."""

    def __init__(
        self,
        token: Token,
        now: Now,
        *,
        version: str = VERSION,
        base_url: str = HOST,
        timeout: float = 20.0,
    ) -> None:
        self._token, self._now, self._version = token, now, version
        self._wire = Wire(base_url, now, timeout=timeout)

    async def get(self, path: str, **params: str) -> Answer:
        """Read something."""
        return await self._ask("GET", path, params=params)

    async def post(
        self,
        path: str,
        form: Mapping[str, str],
        *,
        commits: bool = False,
        files: Mapping[str, Any] | None = None,
    ) -> Answer:
        """Send a form; with `commits`, one that may make a post public."""
        extra = {"files": files} if files else {}
        return await self._ask("POST", path, commits=commits, data=form, **extra)

    async def pages(self, path: str, most: int, **params: str) -> AsyncIterator[dict[str, Any]]:
        """Yield the items of a list, page by page; the `next` address holds the token, unused."""
        for _ in range(most):
            answer = await self.get(path, **params)
            for item in answer.body.get("data") or ():
                yield item
            paging = answer.body.get("paging") or {}
            after = (paging.get("cursors") or {}).get("after")
            if not after or not paging.get("next"):
                return
            params["after"] = str(after)

    async def _ask(self, method: str, path: str, *, commits: bool = False, **parts: Any) -> Answer:
        headers = {"Authorization": f"Bearer {await self._token()}"}
        answer = await self._wire.ask(
            method, f"/{self._version}/{path}", commits=commits, headers=headers, **parts
        )
        if answer.fine and "error" not in answer.body:
            return answer
        raise failure(answer, self._now(), commits=commits)


def failure(answer: Answer, now: datetime, *, commits: bool) -> PublishError:
    """Return what an error of the Graph API means."""
    told = answer.body.get("error")
    error = told if isinstance(told, dict) else {}
    code, subcode = _number(error.get("code")), _number(error.get("error_subcode"))
    if subcode == _FULL:
        return Busy(later(now, FULL_WAIT))
    if key := _BY_SUBCODE.get(subcode):
        return Rejected(key)
    if code in _TOKEN or (answer.status == 401 and code not in _SCOPE):
        return Unauthorized("networks.token")
    if code in _SCOPE:
        return Unauthorized("networks.scope")
    if code in _BUSY or answer.status == 429:
        return Busy(later(now, _regained(answer)))
    if subcode in _AGAIN:
        return Busy(later(now, SOON))
    if code in _STUMBLES or error.get("is_transient") is True:
        return Uncertain("stumbled") if commits else Busy(later(now, SOON))
    if code == 100 and subcode == 33:
        return Gone("networks.gone")
    return Rejected(_BY_CODE.get(code, "networks.refused"))


def _number(told: object) -> int:
    return told if isinstance(told, int) else 0


def _regained(answer: Answer) -> float:
    """Return the seconds until Meta says that we may ask again."""
    if (seconds := answer.seconds("retry-after")) is not None:
        return max(1.0, seconds)
    try:
        usage = json.loads(answer.headers.get("x-business-use-case-usage", "{}"))
        minutes = [
            float(one.get("estimated_time_to_regain_access", 0))
            for uses in usage.values()
            for one in uses
        ]
    except (ValueError, AttributeError, TypeError):
        minutes = []
    return max(minutes, default=0.0) * 60 or UNTOLD
