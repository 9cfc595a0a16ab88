"""Names that resolve, or not, or to an address where nobody listens, as a test says."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum, auto

HOST = "wall.test"


class Road(Enum):
    OPEN = auto()
    NO_NAME = auto()
    REFUSED = auto()


class Names:
    """Where `wall.test` leads; other names are the system's."""

    def __init__(self) -> None:
        self.road = Road.OPEN

    @contextmanager
    def installed(self) -> Iterator[Names]:
        real, proxy = socket.getaddrinfo, os.environ.get("NO_PROXY")

        def resolve(host, port, *others, **named):
            if host not in (HOST, HOST.encode()):
                return real(host, port, *others, **named)
            if self.road is Road.NO_NAME:
                raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
            # our networks listen on IPv4 only
            return real(
                "::1" if self.road is Road.REFUSED else "127.0.0.1", port, *others, **named
            )

        socket.getaddrinfo = resolve
        os.environ["NO_PROXY"] = HOST
        try:
            yield self
        finally:
            socket.getaddrinfo = real
            if proxy is None:
                del os.environ["NO_PROXY"]
            else:
                os.environ["NO_PROXY"] = proxy
