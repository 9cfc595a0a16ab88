"""The parts of the networks that answer before anything is published: whose a token is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.networks.graph import ACCOUNT, PAGE, GraphServer, error
from tests.networks.server import reply
from tests.networks.x import XServer

if TYPE_CHECKING:
    from aiohttp import web

PAGE_TOKEN = "EAAGpage0123456789abcdefXYZ"
PERSON_TOKEN = "EAAGperson0123456789abcdefXYZ"


class MetaServer(GraphServer):
    """A person's token opens the pages; a page's own token publishes."""

    def __init__(self, now, network: str = "facebook") -> None:
        super().__init__(now, network)
        self.token, self.person = PAGE_TOKEN, PERSON_TOKEN
        self.pages = [(PAGE, "La Mar Brava")]
        self.lasts = 60 * 86400
        self.exchanges = 0

    def step(self, request: web.Request) -> str:
        if "oauth" in request.path:
            return "exchange"
        if request.path.endswith("/me/accounts"):
            return "accounts"
        return "me" if request.path.endswith("/me") else super().step(request)

    async def handle(self, request: web.Request, step: str) -> web.Response:
        bearer = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if step == "exchange":
            form = await request.post()
            if form["fb_exchange_token"] != self.person:
                return self.answer_expired()
            self.exchanges += 1
            self.person = f"{PERSON_TOKEN}{self.exchanges}"
            self.token = f"{PAGE_TOKEN}{self.exchanges}"
            return reply({"access_token": self.person, "expires_in": self.lasts})
        if step == "accounts":
            if bearer == self.token:
                return error(100, "(#100) Tried accessing nonexisting field (accounts)")
            if bearer != self.person:
                return self.answer_expired()
            return reply({"data": [self._told(*page) for page in self.pages]})
        if step == "me":
            if bearer != self.token:
                return self.answer_expired()
            return reply(self._told(*self.pages[0]))
        return await super().handle(request, step)

    def _told(self, number: str, name: str) -> dict:
        linked = {"id": ACCOUNT, "username": "lamarbrava"}
        facts = {"id": number, "name": name, "access_token": self.token}
        return facts | ({"instagram_business_account": linked} if number == PAGE else {})


class XDoor(XServer):
    """Tokens of two hours, and refresh tokens that serve once."""

    def __init__(self, now) -> None:
        super().__init__(now)
        self.token, self.refresh = "x1access" + "aB3" * 14, "x1refresh" + "cD4" * 14
        self.count = 0

    def step(self, request: web.Request) -> str:
        return "oauth" if request.path.endswith("oauth2/token") else super().step(request)

    async def handle(self, request: web.Request, step: str) -> web.Response:
        if step != "oauth":
            return await super().handle(request, step)
        form = await request.post()
        if form["refresh_token"] != self.refresh:
            told = {"error": "invalid_request", "error_description": "Value passed for the token"}
            return reply(told, 400)
        self.count += 1
        self.token, self.refresh = (
            f"x2access{self.count}" + "aB3" * 14,
            f"x2ref{self.count}" + "cD4" * 14,
        )
        return reply(
            {"access_token": self.token, "refresh_token": self.refresh, "expires_in": 7200}
        )
