"""A Slack of our own on a loopback port: people act in it, the unmodified SDK talks to it."""

from __future__ import annotations

import contextlib
import re
import time
from collections.abc import AsyncIterator

from aiohttp import web

from tests.slack.blockkit import buttons
from tests.slack.delivering import Requests, Sockets
from tests.slack.webapi import WebApi
from tests.slack.workspace import APP, BOT, TEAM, Said, Stored, Workspace

EMOJI = {
    "🌶️": ("hot_pepper", "1f336-fe0f"),
    "🔥": ("fire", "1f525"),
    "✅": ("white_check_mark", "2705"),
}
NAMED = re.compile("|".join(EMOJI))
TEAM_ROOM = "CEQUIPO"


class Slack:
    """The workspace, its API, and its line to the app."""

    def __init__(self) -> None:
        self.space = Workspace()
        self.api = WebApi(self.space)
        self.line: Sockets | Requests = Sockets()
        self.tokens_seen: list[str] = []
        self.aside: dict[str, tuple[str, str, str]] = {}

    @property
    def base_url(self) -> str:
        return f"{self.api.url}/api/"

    def posting_to(self, url: str) -> Requests:
        """Speak HTTP to the app from now on."""
        self.line = Requests(url)
        return self.line

    # what people do

    async def say(self, user: str, channel: str, text: str, *, thread="", files=(), again=False):
        """Type a message; `@peruopt` is a mention.  Events go out as Slack would send them."""
        ids = [file.id for file in files]
        said = self.space.add(channel, user, text, thread_ts=thread, files=ids)
        event = self._event(said, files)
        direct = channel.startswith("D")
        event |= {"type": "message", "channel_type": "im"} if direct else {"type": "app_mention"}
        if not direct and f"<@{BOT}>" not in event["text"]:
            event |= {"type": "message", "channel_type": "channel"}
        send = self.line.again if again else self.line.deliver
        await send("events_api", self.callback(event))
        return said

    async def slash(self, user: str, channel: str, text: str, *, again=False):
        payload = {
            "command": "/peruopt",
            "text": text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"),
            "user_id": user,
            "user_name": self.space.people.get(user, user).lower(),
            "channel_id": channel,
            "team_id": TEAM,
            "api_app_id": APP,
            "trigger_id": self.trigger(user),
            "response_url": self.respond_at(channel, user),
        }
        send = self.line.again if again else self.line.deliver
        return await send("slash_commands", payload)

    async def press(self, user: str, label: str, *, channel=TEAM_ROOM, value=None, again=False):
        """Press the newest button that says so; `value` is what a forger puts in its place."""
        for said in reversed(self.space.messages):
            seen = said.channel == channel and said.only_for in ("", user)
            for button, block in buttons(said.blocks) if seen else ():
                if button["text"]["text"] == label:
                    payload = self.pressed(user, said, button, block, value)
                    send = self.line.again if again else self.line.deliver
                    return await send("interactive", payload)
        raise LookupError(label)

    async def press_home(self, user: str, label: str):
        for button, block in buttons(self.space.homes[user]):
            if button["text"]["text"] == label:
                payload = self._interaction(user, button, block, None)
                payload["container"] = {"type": "view", "view_id": "VHOME"}
                payload["view"] = {"id": "VHOME", "type": "home"}
                return await self.line.deliver("interactive", payload)
        raise LookupError(label)

    async def submit(self, user: str, *, again=False, **values):
        """Send the newest open form in; return what it was acknowledged with."""
        view = [v for v in self.space.views.values() if v["user"] == user][-1]
        state = {
            b["block_id"]: {b["element"]["action_id"]: values.get(b["block_id"]) or {}}
            for b in view["blocks"]
            if b["type"] == "input"
        }
        payload = {
            "type": "view_submission",
            "team": {"id": TEAM},
            "api_app_id": APP,
            "user": {"id": user, "name": self.space.people[user].lower()},
            "trigger_id": self.trigger(user),
            "view": {**view, "state": {"values": state}},
        }
        send = self.line.again if again else self.line.deliver
        return await send("interactive", payload)

    async def open_home(self, user: str) -> None:
        event = {"type": "app_home_opened", "user": user, "tab": "home", "channel": "D1"}
        await self.line.deliver("events_api", self.callback(event))

    # how Slack tells of it

    def callback(self, event: dict) -> dict:
        return {
            "type": "event_callback",
            "team_id": TEAM,
            "api_app_id": APP,
            "event_id": f"Ev{self.space.number():09d}",
            "event": event,
        }

    def pressed(self, user: str, said: Said, button: dict, block: dict, value=None) -> dict:
        payload = self._interaction(user, button, block, value)
        message = {"ts": said.ts, "text": said.text, "blocks": said.blocks}
        message |= {"thread_ts": said.thread_ts} if said.thread_ts else {}
        box = {"type": "message", "message_ts": said.ts, "channel_id": said.channel}
        payload |= {"container": box | {"is_ephemeral": bool(said.only_for)}}
        payload |= {"message": message, "channel": {"id": said.channel}}
        payload["response_url"] = self.respond_at(said.channel, user, said.ts)
        return payload

    def _interaction(self, user: str, button: dict, block: dict, value: str | None) -> dict:
        action = {**button, "block_id": block.get("block_id", "auto")}
        action |= {"action_ts": f"{time.time():.6f}"}
        action |= {} if value is None else {"value": value}
        return {
            "type": "block_actions",
            "team": {"id": TEAM},
            "api_app_id": APP,
            "user": {"id": user, "username": self.space.people[user].lower()},
            "trigger_id": self.trigger(user),
            "actions": [action],
        }

    def _event(self, said: Said, files) -> dict:
        text = said.text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        text = NAMED.sub(lambda found: f":{EMOJI[found[0]][0]}:", text)
        event = {
            "user": said.user,
            "channel": said.channel,
            "text": text.replace("@peruopt", f"<@{BOT}>"),
            "ts": said.ts,
            "blocks": [{"type": "rich_text", "elements": [_rich(said.text)]}],
        }
        event |= {"thread_ts": said.thread_ts} if said.thread_ts else {}
        told = [file.told(self.api.url) for file in files]
        return event | ({"files": told, "subtype": "file_share"} if told else {})

    def trigger(self, user: str) -> str:
        name = f"{self.space.number()}.{user}"
        self.api.triggers[name] = (user, time.monotonic() + 3)
        return name

    def respond_at(self, channel: str, user: str, ts: str = "") -> str:
        name = str(self.space.number())
        self.aside[name] = (channel, user, ts)
        return f"{self.api.url}/respond/{name}"

    # the other side of its addresses

    async def respond(self, request: web.Request) -> web.Response:
        channel, user, ts = self.aside[request.match_info["name"]]
        told = await request.json()
        content = {"text": told.get("text", ""), "blocks": told.get("blocks") or []}
        said = self.space.find(channel, ts) if told.get("replace_original") else None
        if said:
            self.api.rewrite(said, content)
        else:
            self.space.add(channel, BOT, only_for=user, **content)
        return web.Response(text="ok")

    async def upload(self, request: web.Request) -> web.Response:
        self.space.files[request.match_info["file"]].content = await request.read()
        return web.Response(text="OK")

    async def download(self, request: web.Request) -> web.Response:
        self.tokens_seen.append(request.headers.get("Authorization", ""))
        if self.tokens_seen[-1] != f"Bearer {self.api.bot_token}":
            raise web.HTTPFound("/login")
        if "files:read" not in self.api.scopes:
            return web.Response(text="<html>Sign in</html>", content_type="text/html")
        return web.Response(body=self.space.files[request.match_info["file"]].content)

    def file(self, name: str, content: bytes, **more) -> Stored:
        return self.space.keep(name, content, **more)


def _rich(text: str) -> dict:
    parts = []
    for piece in re.split(rf"(@peruopt|{NAMED.pattern})", text):
        if piece == "@peruopt":
            parts.append({"type": "user", "user_id": BOT})
        elif piece in EMOJI:
            name, code = EMOJI[piece]
            parts.append({"type": "emoji", "name": name, "unicode": code})
        elif piece:
            parts.append({"type": "text", "text": piece})
    return {"type": "rich_text_section", "elements": parts}


@contextlib.asynccontextmanager
async def open_slack() -> AsyncIterator[Slack]:
    """Serve a workspace."""
    slack = Slack()
    app = web.Application(client_max_size=64 * 1024 * 1024)
    app.router.add_route("*", "/api/{method}", slack.api.handle)
    sockets = slack.line
    app.router.add_get("/link/{number}", sockets.link)
    app.router.add_post("/respond/{name}", slack.respond)
    app.router.add_post("/upload/{file}", slack.upload)
    app.router.add_get("/files/{file}", slack.download)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    slack.api.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield slack
    finally:
        await sockets.close()
        await runner.cleanup()
