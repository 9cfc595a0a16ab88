"""How the networks are reached: where, with which app of ours, and what seals their tokens."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from peruopt.credential import Secrets, Vault
from peruopt.restaurant import Network


@dataclass(frozen=True, slots=True)
class Client:
    """An app of ours at a network: what lets tokens be renewed without a person."""

    id: str = ""
    secret: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Account:
    """A page or account that a token opens."""

    network: Network
    external_id: str
    name: str
    secrets: Secrets = field(repr=False)
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Networks:
    """One for the whole house; addresses can be changed for tests."""

    vault: Vault
    graph: str = "https://graph.facebook.com"
    graph_version: str = "v26.0"
    x: str = "https://api.x.com"
    telegram: str = "https://api.telegram.org"
    meta_app: Client = Client()
    x_app: Client = Client()
    bot_token: str = field(default="", repr=False)
    """The house's own Telegram bot, which may be made administrator of a channel."""
    public_url: Callable[[str], str] | None = None
    """Makes a picture's key a link that Instagram can follow."""
    found: dict[tuple[int, Network], list[Account]] = field(default_factory=dict, repr=False)
    """Accounts that a pasted token opens, until a person has chosen; memory only."""
    reading: set[asyncio.Task[None]] = field(default_factory=set, repr=False)
    """Histories being read."""
