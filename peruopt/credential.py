"""What opens a channel: sealed at rest, opened for a request, shown to nobody."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from peruopt.errors import PeruoptError


class Way(StrEnum):
    """How a channel's posts go out."""

    API = "api"
    """Through the network's own interface."""
    HAND = "hand"
    """By a person, who gets the text ready to copy."""


class Locked(PeruoptError):
    """No key that we hold opens what was sealed."""


class Vault(Protocol):
    """Seals and opens secrets."""

    def seal(self, secret: str) -> str:
        """Return the secret as only we can read it."""

    def open(self, sealed: str) -> str:
        """Return what was sealed; raise Locked where no key fits."""


@dataclass(frozen=True, slots=True)
class Secrets:
    """The tokens of one channel."""

    token: str = field(default="", repr=False)
    refresh: str = field(default="", repr=False)
    """What a new token is had for: X's refresh token, Meta's token of the person."""

    def sealed(self, vault: Vault) -> str:
        """Return them for the database."""
        return vault.seal(json.dumps(asdict(self)))

    @classmethod
    def opened(cls, vault: Vault, sealed: str) -> Secrets:
        """Read them back; raise Locked."""
        return cls(**json.loads(vault.open(sealed)))


@dataclass(frozen=True, slots=True)
class Credential:
    """How one channel publishes.  A channel without any uses the outbox."""

    channel_id: int
    way: Way
    at: datetime
    external_id: str = ""
    """The network's own id of the account: a Page's number, a channel's @name."""
    sealed: str = field(default="", repr=False)
    problem: str = ""
    """Key of the sentence that says why a person is needed; empty while it works."""
    expires_at: datetime | None = None
    renew_at: datetime | None = None
    """When a new token is due, or was tried for in vain and is to be tried again."""
    warned: bool = False
    """Whether the house knows that it lapses soon."""
    by: str = ""


class Credentials(Protocol):
    """The credentials of one restaurant."""

    def of(self, channel_id: int) -> Credential | None:
        """Return the channel's, locked until the transaction ends."""

    def all(self) -> list[Credential]: ...
    def keep(self, credential: Credential) -> None:
        """Replace the channel's."""

    def drop(self, channel_id: int) -> None:
        """Forget them."""
