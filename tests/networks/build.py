"""Every real publisher with the local network it speaks to; a new one is a line here."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime

from peruopt.ports import Publisher
from peruopt.publishers.facebook import FacebookPublisher
from peruopt.publishers.instagram import InstagramPublisher
from peruopt.publishers.telegram_channel import TelegramChannelPublisher
from peruopt.publishers.x import XPublisher
from peruopt.restaurant import Network
from tests.networks.graph import ACCOUNT, PAGE, GraphServer
from tests.networks.server import NetworkServer
from tests.networks.telegram import CHAT, TelegramServer
from tests.networks.x import USER, XServer

REAL = (Network.FACEBOOK, Network.INSTAGRAM, Network.X, Network.TELEGRAM)
PICTURE = b"\xff\xd8\xff\xe0" + b"ceviche" * 40
Now = Callable[[], datetime]


async def _at_once(_seconds: float) -> None:
    """Wait for nothing."""


def public_url(key: str) -> str:
    return f"https://peruopt.example/p/{key}"


def server_for(network: Network, now: Now) -> NetworkServer:
    if network is Network.X:
        return XServer(now)
    return TelegramServer(now) if network is Network.TELEGRAM else GraphServer(now, network)


def publisher_for(
    network: Network,
    server: NetworkServer,
    now: Now,
    *,
    token: Callable[[], Awaitable[str]] | None = None,
    pause: Callable[[float], Awaitable[object]] = _at_once,
    base_url: str = "",
    timeout: float = 5.0,
    **more,
) -> Publisher:
    """Return a publisher that holds the token with which the server began."""
    first = server.token

    async def kept() -> str:
        return first

    where = {"base_url": base_url or server.base_url, "timeout": timeout} | more
    key = token or kept
    if network is Network.FACEBOOK:
        return FacebookPublisher(key, PAGE, now, account="lamarbrava", **where)
    if network is Network.INSTAGRAM:
        return InstagramPublisher(
            key, ACCOUNT, public_url, now, pause, account="lamarbrava", **where
        )
    if network is Network.X:
        return XPublisher(key, USER, now, account="lamarbrava", **where)
    return TelegramChannelPublisher(key, CHAT, now, **where)
