"""The line to Slack: a socket that we open, or an address that Slack posts to."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TYPE_CHECKING

from bot.slack.heard import Heard
from bot.slack.hearing import Hearing
from bot.slack.troubles import explained
from peruopt.errors import UserError

if TYPE_CHECKING:
    from slack_bolt.app.async_app import AsyncApp

    from bot.slack.door import SlackDoor

PATH = "/slack/events"
BODY = 2 * 1024 * 1024
STALE = 300
"""Seconds after which Slack's signature counts no more: somebody may have overheard it."""
log = logging.getLogger(__name__)


@contextlib.asynccontextmanager
async def listening(
    door: SlackDoor, bot_id: str, take: Callable[[Heard], object]
) -> AsyncIterator[Awaitable[object]]:
    """Hear everything while this is open; what it yields ends only if the line does."""
    app = _app(door, bot_id, take)
    line = _socket(door, app) if door.http is None else _http(door, app, *door.http)
    async with line as over:
        yield over


def _app(door: SlackDoor, bot_id: str, take: Callable[[Heard], object]) -> AsyncApp:
    from slack_bolt.app.async_app import AsyncApp
    from slack_bolt.authorization import AuthorizeResult
    from slack_sdk.web.async_client import AsyncWebClient

    async def authorize() -> AuthorizeResult:
        """Answer from what is known: asking Slack anew would shuffle the order of messages."""
        return AuthorizeResult(
            enterprise_id=None,
            team_id=None,
            bot_user_id=door.me,
            bot_id=bot_id,
            bot_token=door.web.token,
        )

    secret = door.signing_secret.get_secret_value() if door.signing_secret else "-"
    quiet = logging.getLogger("slack_bolt")
    app = AsyncApp(
        logger=quiet,
        client=AsyncWebClient(base_url=str(door.web.base_url), retry_handlers=[]),
        authorize=authorize,
        signing_secret=secret,
        request_verification_enabled=door.http is not None,
    )
    hearing = Hearing(
        web=door.web,
        me=lambda: door.me,
        take=take,
        home=door.show_home,
        register=door.register,
        forms=door.forms,
        words=door.words,
        now=door.now,
        refused=door.refused,
    )
    hearing.attach(app)
    return app


@contextlib.asynccontextmanager
async def _socket(door: SlackDoor, app: AsyncApp) -> AsyncIterator[Awaitable[object]]:
    from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
    from slack_sdk.errors import SlackApiError

    assert door.app_token
    handler = AsyncSocketModeHandler(
        app, door.app_token.get_secret_value(), ping_interval=door.heartbeat
    )
    client = handler.client
    try:
        try:
            # asked for here, since the client would try a wrong token again for ever
            client.wss_uri = await client.issue_new_wss_url()
        except SlackApiError as error:
            raise explained(error, line=True) from error
        await client.connect()  # type: ignore[no-untyped-call]
        yield asyncio.get_running_loop().create_future()
    finally:
        tasks = [client.message_processor]
        await client.close()  # type: ignore[no-untyped-call]
        tasks += filter(None, [client.message_receiver, client.current_session_monitor])
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@contextlib.asynccontextmanager
async def _http(
    door: SlackDoor, app: AsyncApp, host: str, port: int
) -> AsyncIterator[Awaitable[object]]:
    from aiohttp import web
    from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request

    async def posted(request: web.Request) -> web.Response:
        stamp = request.headers.get("X-Slack-Request-Timestamp", "")
        if not (stamp.isascii() and stamp.isdecimal() and len(stamp) < 12):
            await door.refused("forged.signature", request.remote or "")
            return web.Response(status=401)
        done = await app.async_dispatch(await to_bolt_request(request))
        if done.status == 401:
            log.warning("a request to %s did not bear Slack's signature", PATH)
            late = abs(time.time() - int(stamp)) > STALE
            what = "forged.stale" if late else "forged.signature"
            await door.refused(what, request.remote or "")
        return await to_aiohttp_response(done)

    served = web.Application(client_max_size=BODY)
    served.router.add_post(PATH, posted)
    runner = web.AppRunner(served, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, port)
        try:
            await site.start()
        except OSError as error:
            taken = error.errno == errno.EADDRINUSE
            key = "slack.port_taken" if taken else "slack.no_host"
            raise UserError(key, host=host, port=str(port)) from error
        door.http = (host, runner.addresses[0][1])
        yield asyncio.get_running_loop().create_future()
    finally:
        await runner.cleanup()
