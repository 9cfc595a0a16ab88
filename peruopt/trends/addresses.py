"""Where a request may go: public addresses only, asked of DNS once and then held on to."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], Awaitable[list[str]]]

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
# a public address at which a cloud's machines find their own keys
_CLOUD = frozenset({ipaddress.ip_address("168.63.129.16")})


async def resolve(host: str, port: int) -> list[str]:
    """Return the host's addresses as the system knows them."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def allowed(text: str, *, loopback: bool = False) -> bool:
    """Whether an address may be asked; `loopback` is for a test's own server."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:  # a scope, `fe80::1%eth0`, is never public either
        return False
    if loopback and address.is_loopback:
        return True
    if address in _NAT64:  # how a network without IPv4 reaches the rest of the world
        return _public(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return all(_public(each) for each in (address, *_inside(address)))


def _public(address: Address) -> bool:
    return (
        address.is_global
        and not address.is_multicast
        and not address.is_reserved
        and address not in _CLOUD
    )


def _inside(address: Address) -> list[Address]:
    """Return the IPv4 addresses that an IPv6 one only carries."""
    if isinstance(address, ipaddress.IPv4Address):
        return []
    carried = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    return [each for each in carried if each is not None]
