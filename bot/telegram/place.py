"""Where Telegram reaches us, if it is to bring updates instead of being asked for them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from peruopt.errors import UserError

if TYPE_CHECKING:
    from pydantic import SecretStr

SECRET = re.compile(r"[A-Za-z0-9_-]{16,256}")
TOKEN = re.compile(r"[0-9]+:[A-Za-z0-9_-]+")


@dataclass(frozen=True, slots=True)
class WebhookSettings:
    """A public address, the secret that Telegram says each time, and where we listen."""

    url: str
    secret: SecretStr
    port: int = 8443
    host: str = "127.0.0.1"
    """A proxy with the certificate stands before it; `0.0.0.0` inside a container."""

    def __post_init__(self) -> None:
        """Raise UserError for what Telegram would not take, or somebody could guess."""
        if urlsplit(self.url).scheme != "https":
            raise UserError("telegram.webhook_url", url=self.url or "–")
        if not SECRET.fullmatch(self.secret.get_secret_value()):
            raise UserError("telegram.webhook_secret")


def bot_number(token: SecretStr) -> str:
    """Return the bot's own number, which its token begins with; raise UserError if it is none."""
    said = token.get_secret_value().strip()
    if not TOKEN.fullmatch(said):
        raise UserError("telegram.no_token")
    return said.partition(":")[0]
