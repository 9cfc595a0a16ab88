"""Slack's Web API, as far as a bot like ours goes: GET and POST, scopes, limits, faults."""

from __future__ import annotations

import json
import time
from collections import defaultdict, deque

from aiohttp import web

from tests.slack.blockkit import WHOLE, letters, problems
from tests.slack.workspace import BOT, BOT_ID, TEAM, Said, Workspace

NEEDS = {
    "chat.postMessage": "chat:write",
    "chat.postEphemeral": "chat:write",
    "chat.update": "chat:write",
    "files.getUploadURLExternal": "files:write",
    "files.completeUploadExternal": "files:write",
    "files.info": "files:read",
    "users.info": "users:read",
    "conversations.open": "im:write",
}


class Refusal(Exception):
    """An answer that is not ok."""

    def __init__(self, error: str, **more) -> None:
        super().__init__(error)
        self.told = {"ok": False, "error": error, **more}


class WebApi:
    """One method per API method, dots as underscores."""

    def __init__(self, space: Workspace) -> None:
        self.space, self.url = space, ""
        self.bot_token, self.app_token = "xoxb-test", "xapp-test"
        self.scopes = set(NEEDS.values()) | {
            *("app_mentions:read", "commands", "im:history", "im:read", "mpim:history"),
        }
        self.calls: list[tuple[str, dict]] = []
        self.faults: defaultdict[str, deque] = defaultdict(deque)
        self.per_second: int | None = None
        self.settling = 1
        self.triggers: dict[str, tuple[str, float]] = {}
        self.sent: defaultdict[str, deque] = defaultdict(deque)

    def refuse(self, method: str, error: str, times: int = 1, *, after: float = 0) -> None:
        """Let the next calls of a method fail."""
        self.faults[method].extend([(error, after)] * times)

    async def handle(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        args = dict(request.query)
        if request.method == "POST":
            is_json = request.content_type == "application/json"
            args |= await request.json() if is_json else dict(await request.post())
        for name in ("blocks", "view", "files"):
            if isinstance(args.get(name), str):
                args[name] = json.loads(args[name])
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        args.pop("token", None)
        headers = {"X-OAuth-Scopes": ",".join(sorted(self.scopes))}
        try:
            self._admit(method, token)
            self._hold_back(method, args)
            self.calls.append((method, args))
            told = {"ok": True, **getattr(self, method.replace(".", "_"))(args)}
        except Refusal as refused:
            if refused.told["error"] == "ratelimited":
                headers["Retry-After"] = f"{refused.told.pop('after', 1):g}"
                return web.json_response(refused.told, status=429, headers=headers)
            told = refused.told
        return web.json_response(told, headers=headers)

    def _admit(self, method: str, token: str) -> None:
        expected = self.app_token if method == "apps.connections.open" else self.bot_token
        if token != expected:
            raise Refusal("invalid_auth")
        if method in NEEDS and NEEDS[method] not in self.scopes:
            raise Refusal("missing_scope", needed=NEEDS[method], provided="")
        if self.faults[method]:
            error, after = self.faults[method].popleft()
            raise Refusal(error, after=after) if after else Refusal(error)

    def _hold_back(self, method: str, args: dict) -> None:
        if self.per_second is None or method != "chat.postMessage":
            return
        sent, now = self.sent[args["channel"]], time.monotonic()
        while sent and now - sent[0] > 1:
            sent.popleft()
        if len(sent) >= self.per_second:
            raise Refusal("ratelimited", after=1)
        sent.append(now)

    def _room(self, channel: str) -> str:
        if channel in self.space.people:
            channel = self.space.direct(channel)
        if channel not in self.space.channels:
            raise Refusal("channel_not_found")
        if BOT not in self.space.channels[channel]:
            raise Refusal("not_in_channel")
        return channel

    def _content(self, args: dict) -> dict:
        text, blocks = args.get("text", ""), args.get("blocks") or []
        if not text and not blocks:
            raise Refusal("no_text")
        if wrong := problems(blocks, self.space.files) if blocks else []:
            raise Refusal("invalid_blocks", errors=wrong)
        if letters(blocks) > WHOLE or len(text) > 40_000:
            raise Refusal("msg_blocks_too_long")
        return {"text": text, "blocks": blocks}

    def auth_test(self, _args: dict) -> dict:
        return {
            "user_id": BOT,
            "bot_id": BOT_ID,
            "team_id": TEAM,
            "team": "Carta",
            "user": "peruopt",
        }

    def chat_postMessage(self, args: dict) -> dict:  # noqa: N802
        channel, content = self._room(args["channel"]), self._content(args)
        thread = args.get("thread_ts") or ""
        if thread and self.space.find(channel, thread) is None:
            raise Refusal("thread_not_found")
        said = self.space.add(
            channel, BOT, thread_ts=thread, broadcast=bool(args.get("reply_broadcast")), **content
        )
        return {"channel": channel, "ts": said.ts}

    def chat_postEphemeral(self, args: dict) -> dict:  # noqa: N802
        channel, content = self._room(args["channel"]), self._content(args)
        if args["user"] not in self.space.channels[channel]:
            raise Refusal("user_not_in_channel")
        return {"message_ts": self.space.add(channel, BOT, only_for=args["user"], **content).ts}

    def chat_update(self, args: dict) -> dict:
        channel, content = self._room(args["channel"]), self._content(args)
        said = self.space.find(channel, args["ts"])
        if said is None or said.only_for:
            raise Refusal("message_not_found")
        if said.user != BOT:
            raise Refusal("cant_update_message")
        self.rewrite(said, content)
        return {"channel": channel, "ts": said.ts}

    def rewrite(self, said: Said, content: dict) -> None:
        said.text, said.blocks = content["text"], content["blocks"]
        said.edits += 1

    def files_getUploadURLExternal(self, args: dict) -> dict:  # noqa: N802
        if int(args["length"]) <= 0:
            raise Refusal("invalid_arguments")
        file = self.space.keep(args["filename"], b"", alt=args.get("alt_txt", ""))
        file.looks = self.settling
        return {"file_id": file.id, "upload_url": f"{self.url}/upload/{file.id}"}

    def files_completeUploadExternal(self, args: dict) -> dict:  # noqa: N802
        files = [self.space.files[told["id"]] for told in args["files"]]
        if any(not file.content for file in files):
            raise Refusal("file_not_found")
        if args.get("channel_id"):
            channel = self._room(args["channel_id"])
            ids = [file.id for file in files]
            thread = args.get("thread_ts") or ""
            self.space.add(channel, BOT, "", files=ids, thread_ts=thread)
        return {"files": [{"id": file.id, "title": file.name} for file in files]}

    def files_info(self, args: dict) -> dict:
        file = self.space.files.get(args["file"])
        if file is None:
            raise Refusal("file_not_found")
        file.looks -= 1
        return {"file": file.told(self.url)}

    def users_info(self, args: dict) -> dict:
        name = self.space.people[args["user"]]
        return {"user": {"id": args["user"], "profile": {"display_name": name}}}

    def conversations_open(self, args: dict) -> dict:
        return {"channel": {"id": self.space.direct(args["users"])}}

    def views_open(self, args: dict) -> dict:
        user, until = self.triggers.pop(args["trigger_id"], ("", 0.0))
        if time.monotonic() > until:
            raise Refusal("expired_trigger_id")
        view = args["view"]
        if wrong := problems(view["blocks"], self.space.files, most=100, modal=True):
            raise Refusal("invalid_arguments", errors=wrong)
        heads = [view[name]["text"] for name in ("title", "submit", "close")]
        if any(not 0 < len(head) <= 24 for head in heads) or len(view["private_metadata"]) > 3000:
            raise Refusal("invalid_arguments")
        number = f"V{self.space.number():09d}"
        self.space.views[number] = {**view, "id": number, "user": user}
        return {"view": {"id": number}}

    def views_publish(self, args: dict) -> dict:
        if wrong := problems(args["view"]["blocks"], self.space.files, most=100):
            raise Refusal("invalid_blocks", errors=wrong)
        self.space.homes[args["user_id"]] = args["view"]["blocks"]
        return {"view": {"id": "VHOME"}}

    def apps_connections_open(self, _args: dict) -> dict:
        return {"url": f"{self.url.replace('http', 'ws', 1)}/link/{self.space.number()}"}
