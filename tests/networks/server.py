"""A local network: a wall, a clock of its own, and a way to fail at every step."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Self

from aiohttp import web

from tests.networks.faults import ACCEPTED, Kind, Script

TOKEN = "EAAGsecret0123456789"


@dataclass
class Copy:
    """A post on the wall."""

    id: str
    text: str
    at: datetime
    picture: bool = False
    alt: str = ""
    album: list[str] = field(default_factory=list)
    """What each of its pictures is called."""
    link: str = ""
    reply_to: str = ""
    comments: list[str] = field(default_factory=list)


class NetworkServer:
    """What all have in common.  `slow` seconds is longer than any client waits."""

    final = ""
    """The step that makes a post public."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self.script, self.skew, self.slow = Script(), timedelta(), 1.0
        self.wall: list[Copy] = []
        self.shows_after = timedelta()
        self.token, self.scoped = TOKEN, True
        self.kill: Callable[[], object] = lambda: None
        self.stop: Callable[[], object] = lambda: None
        self.asked: list[str] = []
        self._count = 1000

    def now(self) -> datetime:
        """The time by the network's own clock."""
        return self._now() + self.skew

    def number(self) -> str:
        self._count += 1
        return str(self._count)

    def put_up(self, text: str, **facts) -> Copy:
        self.wall.append(Copy(self.number(), text, self.now(), **facts))
        return self.wall[-1]

    def listed(self) -> list[Copy]:
        """What the API shows of the wall, newest first: perhaps not the newest yet."""
        return [one for one in self.wall if one.at + self.shows_after <= self.now()][::-1]

    async def __aenter__(self) -> Self:
        await self.open()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def open(self) -> None:
        app = web.Application(client_max_size=64 * 2**20)
        app.router.add_route("*", "/{path:.*}", self._serve)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.port = self._runner.addresses[0][1]
        self.base_url = f"http://127.0.0.1:{self.port}"

    async def close(self) -> None:
        await self._runner.cleanup()

    def step(self, request: web.Request) -> str:
        raise NotImplementedError

    async def handle(self, request: web.Request, step: str) -> web.Response:
        raise NotImplementedError

    def answer_expired(self) -> web.Response:
        raise NotImplementedError

    def answer_scope(self) -> web.Response:
        raise NotImplementedError

    def answer_limited(self, reset: timedelta | None) -> web.Response:
        raise NotImplementedError

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        step = self.step(request)
        self.asked.append(step)
        kind = self.script.take(step, self._now())
        if kind in ACCEPTED or kind is None:
            answer = self.dated(await self.handle(request, step))
        else:
            await request.read()
        if kind is None:
            return answer
        match kind:
            case Kind.DROP_BEFORE | Kind.DROP_AFTER:
                return self._hang_up(request)
            case Kind.ERROR_AFTER:
                return self.dated(web.Response(status=500, text="Internal Server Error"))
            case Kind.UNAVAILABLE:
                return self.dated(web.Response(status=503, text="Service Unavailable"))
            case Kind.LIMITED | Kind.LIMITED_RESET:
                reset = timedelta(minutes=7) if kind is Kind.LIMITED_RESET else None
                return self.dated(self.answer_limited(reset))
            case Kind.SLOW:
                await asyncio.sleep(self.slow)
                return self._hang_up(request)
            case Kind.HALF:
                return await self._half(request, answer)
            case Kind.GARBAGE:
                return self.dated(web.Response(text='{"id": "12', content_type="application/json"))
            case Kind.EXPIRED:
                self.token = "another"
                return self.dated(self.answer_expired())
            case Kind.SCOPE:
                return self.dated(self.answer_scope())
            case Kind.KILL_BEFORE | Kind.KILL_AFTER:
                self.kill()
                return self._hang_up(request)
            case Kind.STOP_BEFORE | Kind.STOP_AFTER:
                self.stop()
                await asyncio.sleep(0)
                return self._hang_up(request)
        raise AssertionError(kind)

    def dated(self, answer: web.Response) -> web.Response:
        answer.headers["Date"] = format_datetime(self.now().astimezone(UTC), usegmt=True)
        return answer

    def _hang_up(self, request: web.Request) -> web.Response:
        if request.transport:
            request.transport.abort()
        return web.Response()

    async def _half(self, request: web.Request, whole: web.Response) -> web.StreamResponse:
        body = bytes(whole.body)
        part = web.StreamResponse(status=whole.status, headers={"Date": whole.headers["Date"]})
        part.content_length = len(body)
        await part.prepare(request)
        await part.write(body[: len(body) // 2])
        if request.transport:
            request.transport.close()
        return part


def reply(body: object, status: int = 200, **headers: str) -> web.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return web.Response(
        text=json.dumps(body), status=status, headers=named, content_type="application/json"
    )
