"""How a workspace reaches an app: sockets with redelivery, or signed requests."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import hmac
import json
import time
import uuid
from dataclasses import dataclass, field
from urllib.parse import urlencode

import aiohttp
from aiohttp import WSMsgType, web

SECRET = "una-llave-secreta"


@dataclass
class Envelope:
    """Something on its way; `answer` holds what the app acknowledged it with."""

    kind: str
    payload: dict
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    tries: int = 0
    answer: asyncio.Future = field(
        default_factory=lambda: asyncio.get_running_loop().create_future()
    )


class Sockets:
    """Socket Mode: sends to the newest connection, and again where nobody acknowledges."""

    def __init__(self) -> None:
        self.open: list[web.WebSocketResponse] = []
        self.patience = 0.6
        self.deaf = False
        """Whether acknowledgements are lost on their way."""
        self.connections = 0
        self._waiting: dict[str, Envelope] = {}
        self._tasks: set[asyncio.Task] = set()

    async def link(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"type": "hello", "num_connections": len(self.open) + 1})
        self.open.append(socket)
        self.connections += 1
        for envelope in list(self._waiting.values()):  # what nobody was there to take
            await self._send(envelope)
        try:
            async for told in socket:
                if told.type is WSMsgType.TEXT and not self.deaf:
                    self._acknowledged(json.loads(told.data))
        finally:
            if socket in self.open:
                self.open.remove(socket)
        return socket

    async def deliver(self, kind: str, payload: dict) -> asyncio.Future:
        """Send; return a future of what it is acknowledged with."""
        envelope = Envelope(kind, payload)
        self._waiting[envelope.id] = envelope
        await self._send(envelope)
        task = asyncio.create_task(self._insist(envelope))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return envelope.answer

    async def again(self, kind: str, payload: dict) -> None:
        """Deliver the same twice in two envelopes, as happens around a reconnect."""
        for _ in range(2):
            await self.deliver(kind, payload)

    async def refresh(self) -> None:
        """Ask the app to connect anew, as Slack does every few hours."""
        for socket in list(self.open):
            await socket.send_json({"type": "disconnect", "reason": "refresh_requested"})

    async def drop(self) -> None:
        """Cut every line without a word."""
        for socket in list(self.open):
            self.open.remove(socket)
            if socket._req and socket._req.transport:
                socket._req.transport.abort()

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for socket in list(self.open):
            await socket.close()

    async def _send(self, envelope: Envelope) -> None:
        if not self.open:
            return
        body = {
            "type": envelope.kind,
            "envelope_id": envelope.id,
            "payload": envelope.payload,
            "accepts_response_payload": envelope.kind != "events_api",
            "retry_attempt": envelope.tries,
            "retry_reason": "timeout" if envelope.tries else "",
        }
        envelope.tries += 1
        with contextlib.suppress(ConnectionError, RuntimeError):
            await self.open[-1].send_json(body)

    async def _insist(self, envelope: Envelope) -> None:
        for _ in range(20):
            await asyncio.sleep(self.patience)
            if envelope.answer.done():
                return
            await self._send(envelope)

    def _acknowledged(self, told: dict) -> None:
        envelope = self._waiting.pop(told["envelope_id"], None)
        if envelope and not envelope.answer.done():
            envelope.answer.set_result(told.get("payload"))


class Requests:
    """HTTP mode: posts signed requests to the app."""

    def __init__(self, url: str) -> None:
        self.url = url

    async def deliver(self, kind: str, payload: dict) -> asyncio.Future:
        """Post it, up to three times; return what it was answered with."""
        answer = asyncio.get_running_loop().create_future()
        for _ in range(3):
            status, body = await self.post(*encoded(kind, payload))
            if status == 200:
                answer.set_result(json.loads(body) if body.startswith("{") else None)
                break
        return answer

    async def again(self, kind: str, payload: dict) -> None:
        for _ in range(2):
            await self.deliver(kind, payload)

    async def post(
        self, body: str, kind: str, *, at: float | None = None, secret: str = SECRET, **more: str
    ) -> tuple[int, str]:
        stamp = str(int(time.time() if at is None else at))
        signed = hmac.new(secret.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256)
        headers = {
            "Content-Type": kind,
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": f"v0={signed.hexdigest()}",
        } | more
        async with (
            aiohttp.ClientSession() as session,
            session.post(self.url, data=body.encode(), headers=headers) as done,
        ):
            return done.status, await done.text()

    async def close(self) -> None: ...


def encoded(kind: str, payload: dict) -> tuple[str, str]:
    """Return a payload's body and content type as Slack posts them."""
    if kind == "events_api":
        return json.dumps(payload), "application/json"
    if kind == "interactive":
        payload = {"payload": json.dumps(payload)}
    return urlencode(payload), "application/x-www-form-urlencoded"
