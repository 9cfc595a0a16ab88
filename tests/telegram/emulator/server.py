"""A Bot API on a free port: long polling, webhooks, files, and every way to be unwell."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import ClientError, ClientSession, web

from tests.telegram.emulator.markup import Refusal
from tests.telegram.emulator.methods import Methods
from tests.telegram.emulator.people import People
from tests.telegram.emulator.world import World

TOKEN = "7000000001:" + "A" * 35
MESSAGES = ("sendmessage", "sendphoto", "senddocument", "editmessage")


@dataclass
class Fault:
    """What one call of a method meets; `after` lets it take effect before the answer is lost."""

    method: str
    code: int
    description: str = "Bad Gateway"
    after: bool = False
    parameters: dict = field(default_factory=dict)


class BotApi(People):
    """Give its `url` to the door, then be the people: `api.say(…)`, `api.press(…)`."""

    def __init__(self) -> None:
        super().__init__(World())
        self.methods = Methods(self.world)
        self.url = ""
        self.faults: list[Fault] = []
        self.slow: dict[str, float] = {}
        self.per_chat: tuple[int, float] | None = None
        """So many messages in so many seconds, or 429."""
        self.calls: list[tuple[float, str, int | None]] = []
        self.refused: list[str] = []
        self.webhook: dict[str, str] = {}
        self.trouble: dict[str, object] = {}
        """What Telegram says of the webhook's latest failure."""
        self.webhook_at = ""
        """Where the webhook's address really is."""
        self._sent: dict[int, deque[float]] = defaultdict(deque)
        self._polling: asyncio.Future[None] | None = None
        self._closing = False

    def count(self, method: str) -> int:
        """Return how often a method was called."""
        return sum(name == method.lower() for _, name, _ in self.calls)

    async def handle(self, request: web.Request) -> web.Response:
        if request.match_info["token"] != TOKEN:
            return _refused(Refusal(401, "Unauthorized"))
        name = request.match_info["method"].lower()
        form: Mapping[str, Any] = await request.post()
        chat = int(form["chat_id"]) if "chat_id" in form else None
        self.calls.append((time.monotonic(), name, chat))
        await asyncio.sleep(self.slow.get(name, 0))
        fault = next((f for f in self.faults if f.method.lower() in ("*", name)), None)
        if fault:
            self.faults.remove(fault)
        refusal = Refusal(fault.code, fault.description, **fault.parameters) if fault else None
        result: object = None
        try:
            if fault is None or fault.after:
                self._pace(name, chat)
                result = await self._call(name, form)
        except Refusal as refused:
            refusal = refused
        if refusal:
            self.refused.append(f"{name}: {refusal.description}")
            return _refused(refusal)
        return web.json_response({"ok": True, "result": result})

    async def file(self, request: web.Request) -> web.Response:
        content = self.world.files.get(request.match_info["name"])
        if content is None or request.match_info["token"] != TOKEN:
            return _refused(Refusal(404, "Not Found"))
        return web.Response(body=content)

    async def _call(self, name: str, form: Mapping[str, Any]) -> object:
        if name == "getupdates":
            return await self._updates(form)
        if name == "setwebhook":
            if not form["url"].startswith("https://"):
                raise Refusal(400, "Bad Request: bad webhook: An HTTPS URL must be provided")
            self.webhook = dict(form)
            return True
        if name == "deletewebhook":
            self.webhook = {}
            return True
        if name == "getwebhookinfo":
            told = {"url": self.webhook.get("url", ""), "has_custom_certificate": False}
            return told | self.trouble | {"pending_update_count": len(self.world.updates)}
        method = getattr(self.methods, name, None)
        if method is None:
            raise Refusal(404, "Not Found")
        return await method(form)

    async def _updates(self, form: Mapping[str, Any]) -> list[dict]:
        if self.webhook:
            raise Refusal(
                409,
                "Conflict: can't use getUpdates method while webhook is active; use "
                "deleteWebhook to delete the webhook first",
            )
        if self._polling and not self._polling.done():
            self._polling.set_result(None)
        mine = self._polling = asyncio.get_running_loop().create_future()
        offset = int(form.get("offset", 0))
        world = self.world
        world.updates = [u for u in world.updates if u["update_id"] >= offset]
        until = time.monotonic() + float(form.get("timeout", 0))
        while not world.updates and not self._closing:
            world.news.clear()
            news = asyncio.ensure_future(world.news.wait())
            left = max(until - time.monotonic(), 0)
            await asyncio.wait({news, mine}, timeout=left, return_when="FIRST_COMPLETED")
            news.cancel()
            if mine.done() or time.monotonic() >= until:
                break
        if mine.done():
            raise Refusal(
                409,
                "Conflict: terminated by other getUpdates request; make sure that only one bot "
                "instance is running",
            )
        mine.set_result(None)
        return world.updates[:100]

    def _pace(self, name: str, chat: int | None) -> None:
        if not self.per_chat or chat is None or not name.startswith(MESSAGES):
            return
        count, seconds = self.per_chat
        now, sent = time.monotonic(), self._sent[chat]
        while sent and sent[0] <= now - seconds:
            sent.popleft()
        if len(sent) >= count:
            raise Refusal(429, "Too Many Requests: retry after 1", retry_after=1)
        sent.append(now)

    async def deliver(self) -> None:
        """Bring updates to the webhook, each until it is taken."""
        async with ClientSession() as http:
            while True:
                if not (self.webhook and self.webhook_at and self.world.updates):
                    await asyncio.sleep(0.01)
                    continue
                header = {"X-Telegram-Bot-Api-Secret-Token": self.webhook["secret_token"]}
                with contextlib.suppress(ClientError):
                    update = self.world.updates[0]
                    async with http.post(self.webhook_at, json=update, headers=header) as taken:
                        if taken.status == 200:
                            self.world.updates.pop(0)

    async def up(self) -> None:
        """Listen; after `down`, at the same address."""
        app = web.Application(client_max_size=64 * 1024 * 1024)
        app.router.add_route("*", "/bot{token}/{method}", self.handle)
        app.router.add_get("/file/bot{token}/documents/{name}", self.file)
        self._closing, self._runner = (
            False,
            web.AppRunner(app, access_log=None, shutdown_timeout=0.2),
        )
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", int(self.url.rpartition(":")[2] or 0)).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def down(self) -> None:
        """Cut every line and listen no more."""
        self._closing = True
        self.world.news.set()
        await self._runner.cleanup()


def _refused(refusal: Refusal) -> web.Response:
    said: dict = {"ok": False, "error_code": refusal.code, "description": refusal.description}
    if refusal.parameters:
        said["parameters"] = refusal.parameters
    return web.json_response(said, status=refusal.code)


@contextlib.asynccontextmanager
async def bot_api() -> AsyncIterator[BotApi]:
    """Serve one."""
    api = BotApi()
    await api.up()
    delivery = asyncio.create_task(api.deliver())
    try:
        yield api
    finally:
        delivery.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await delivery
        await api.down()
