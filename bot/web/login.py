"""Who may use the page when it has a token: the session cookie, and patience with guessers."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pydantic import SecretStr

COOKIE = "peruopt"
LASTS = timedelta(days=30)
WINDOW = timedelta(minutes=1)
TRIES_EACH = 5
TRIES_ALL = 50


def _secret(folder: Path) -> bytes:
    path = folder / "secret"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_bytes(secrets.token_bytes(32))
    return path.read_bytes()


class Sessions:
    """Signed cookies.  Another token, or another machine, makes the old ones worthless."""

    def __init__(self, folder: Path, token: SecretStr, now: Callable[[], datetime]) -> None:
        self._token = token.get_secret_value().encode()
        self._key = hmac.digest(_secret(folder), self._token, "sha256")
        self._now = now

    def admits(self, token: str) -> bool:
        """Whether it is the token, told in the same time for any wrong one."""
        given, wanted = (hashlib.sha256(t).digest() for t in (token.encode(), self._token))
        return hmac.compare_digest(given, wanted)

    def issue(self) -> str:
        """Return the value of a fresh session cookie."""
        until = int((self._now() + LASTS).timestamp())
        body = f"{until}.{secrets.token_hex(8)}"
        return f"{body}.{self._sign(body)}"

    def valid(self, cookie: str) -> bool:
        """Whether we issued it and it has not run out."""
        body, _, signature = cookie.rpartition(".")
        if not hmac.compare_digest(signature.encode(), self._sign(body).encode()):
            return False
        return int(body.partition(".")[0]) > self._now().timestamp()

    def _sign(self, body: str) -> str:
        return hmac.new(self._key, body.encode(), "sha256").hexdigest()


class Throttle:
    """Counts wrong tokens: five a minute from one address, fifty from all."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._failed: deque[tuple[datetime, str]] = deque()

    def closed(self, address: str) -> bool:
        """Whether that address must wait."""
        since = self._now() - WINDOW
        while self._failed and self._failed[0][0] <= since:
            self._failed.popleft()
        own = sum(where == address for _, where in self._failed)
        return own >= TRIES_EACH or len(self._failed) >= TRIES_ALL

    def failed(self, address: str) -> None:
        """Note a wrong token."""
        self._failed.append((self._now(), address))
