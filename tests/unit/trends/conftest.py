"""A site of our own on loopback that can be told to misbehave, and a fetcher that may visit it."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from aiohttp import web

from peruopt.trends.fetching import Fetcher, Limits

RSS = "application/rss+xml"
LIMITS = Limits(size=200_000, seconds=2.0, pause=0.0)


@dataclass
class Site:
    """`pages` answers by path; `asked` holds every request that came."""

    port: int = 0
    pages: dict[str, Callable] = field(default_factory=dict)
    asked: list[web.Request] = field(default_factory=list)
    robots: str | None = None

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def serve(self, path: str, body: bytes | str, kind: str = RSS, **headers: str) -> str:
        content = body.encode() if isinstance(body, str) else body

        async def answer(_request: web.Request) -> web.Response:
            return web.Response(body=content, headers={"Content-Type": kind, **headers})

        self.pages[path] = answer
        return self.url(path)

    def paths(self) -> list[str]:
        return [request.path for request in self.asked if request.path != "/robots.txt"]

    async def handle(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(request)
        if request.path == "/robots.txt" and "/robots.txt" not in self.pages:
            if self.robots is None:
                raise web.HTTPNotFound
            return web.Response(text=self.robots)
        if request.path not in self.pages:
            raise web.HTTPNotFound
        return await self.pages[request.path](request)


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    found = Site()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", found.handle)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    listening = socket.create_server(("127.0.0.1", 0))
    found.port = listening.getsockname()[1]
    await web.SockSite(runner, listening).start()
    yield found
    await runner.cleanup()


@pytest.fixture
def fetcher(clock) -> Fetcher:
    return Fetcher(clock.now, limits=LIMITS, loopback=True)


@pytest.fixture
def later(clock) -> Callable[..., None]:
    def move(**by: float) -> None:
        clock.tick(timedelta(**by))

    return move
