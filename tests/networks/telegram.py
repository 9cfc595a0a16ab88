"""The Bot API as far as a channel needs it."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

from tests.networks.server import NetworkServer, reply

if TYPE_CHECKING:
    from aiohttp import web

CHAT = "@lamarbrava"
A_MINUTE, MOST = timedelta(minutes=1), 20


def refusal(status: int, description: str, **parameters: int) -> web.Response:
    told = {"ok": False, "error_code": status, "description": description}
    return reply(told | ({"parameters": parameters} if parameters else {}), status)


class TelegramServer(NetworkServer):
    final = "sendPhoto"

    def __init__(self, now) -> None:
        super().__init__(now)
        self.token = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
        self.rights = True

    def step(self, request: web.Request) -> str:
        return request.path.rsplit("/", 1)[-1]

    async def handle(self, request: web.Request, step: str) -> web.Response:
        if request.path.split("/")[1] != f"bot{self.token}":
            return self.answer_expired()
        form = await request.post()
        if step == "getMe":
            return reply({"ok": True, "result": {"id": 110201543, "is_bot": True}})
        if form.get("chat_id") != CHAT:
            return refusal(400, "Bad Request: chat not found")
        if step == "getChat":
            return reply({"ok": True, "result": {"id": -1001, "title": "La Mar Brava"}})
        if step == "getChatMember":
            told = {"status": "administrator", "can_post_messages": self.rights}
            return reply({"ok": True, "result": told})
        return self._send(form, step)

    def _group(self, form) -> web.Response:
        shown = json.loads(form["media"])
        if not 2 <= len(shown) <= 10:
            return refusal(400, "Bad Request: group send failed: 2-10 items")
        names = [one["media"].removeprefix("attach://") for one in shown]
        if any(name not in form for name in names):
            return refusal(400, "Bad Request: wrong file identifier/HTTP URL specified")
        for name in names:
            form[name].file.close()
        text = shown[0].get("caption", "")
        if len(text.encode("utf-16-le")) // 2 > 1024:
            return refusal(400, "Bad Request: message caption is too long")
        made = self.put_up(text, picture=True, album=names)
        chat = {"id": -1001, "username": CHAT[1:], "type": "channel"}
        numbers = [int(made.id), *(int(self.number()) for _ in names[1:])]
        return reply({"ok": True, "result": [{"message_id": n, "chat": chat} for n in numbers]})

    def _send(self, form, step: str) -> web.Response:
        if not self.rights:
            return refusal(400, "Bad Request: need administrator rights in the channel chat")
        recent = [one for one in self.wall if self.now() - one.at < A_MINUTE]
        if len(recent) >= MOST:
            return self.answer_limited(A_MINUTE - (self.now() - recent[0].at))
        if step == "sendMediaGroup":
            return self._group(form)
        photo = step == "sendPhoto"
        text = form.get("caption" if photo else "text", "")
        if len(text.encode("utf-16-le")) // 2 > (1024 if photo else 4096):
            what = "message caption is too long" if photo else "message is too long"
            return refusal(400, f"Bad Request: {what}")
        if photo and not form.get("photo"):
            return refusal(400, "Bad Request: there is no photo in the request")
        if photo:
            form["photo"].file.close()
        made = self.put_up(text, picture=photo)
        chat = {"id": -1001, "username": CHAT[1:], "type": "channel"}
        return reply({"ok": True, "result": {"message_id": int(made.id), "chat": chat}})

    def answer_expired(self) -> web.Response:
        return refusal(401, "Unauthorized")

    def answer_scope(self) -> web.Response:
        return refusal(403, "Forbidden: bot was kicked from the channel chat")

    def answer_limited(self, reset: timedelta | None) -> web.Response:
        if reset is None:
            return refusal(429, "Too Many Requests")
        seconds = int(reset.total_seconds())
        return refusal(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
