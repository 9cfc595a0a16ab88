"""X's API v2: posts, timelines, uploads in pieces, limits and problems."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from peruopt.rules.weighing import URL, weighted
from tests.networks.server import NetworkServer, reply

if TYPE_CHECKING:
    from aiohttp import web

USER = "2244994945"
WINDOW, MOST = timedelta(minutes=15), 100
PROBLEMS = "https://api.twitter.com/2/problems/"


def problem(status: int, kind: str, title: str, detail: str) -> web.Response:
    told = {"title": title, "detail": detail, "type": PROBLEMS + kind, "status": status}
    return reply(told, status)


class XServer(NetworkServer):
    final = "tweets"

    def __init__(self, now) -> None:
        super().__init__(now)
        self.uploads: dict[str, dict] = {}
        self.posted: list = []
        self.deleted: set[str] = set()
        self.reads = 0

    def step(self, request: web.Request) -> str:
        parts = request.path.strip("/").split("/")[1:]
        match parts:
            case ["media", "upload", "initialize"]:
                return "initialize"
            case ["media", "upload", _, step]:
                return step
            case ["media", "metadata"]:
                return "metadata"
            case ["tweets"]:
                return "tweets"
            case ["users", "me"]:
                return "me"
            case ["users", _, "tweets"]:
                return "list"
        return "one"

    async def handle(self, request: web.Request, step: str) -> web.Response:
        if request.headers.get("Authorization") != f"Bearer {self.token}":
            return self.answer_expired()
        return await getattr(self, f"_{step}")(request)

    def answer_expired(self) -> web.Response:
        return problem(401, "unauthorized", "Unauthorized", "Unauthorized")

    def answer_scope(self) -> web.Response:
        return problem(403, "client-forbidden", "Forbidden", "Missing scope tweet.write")

    def answer_limited(self, reset: timedelta | None) -> web.Response:
        answer = problem(429, "rate-limit", "Too Many Requests", "Too Many Requests")
        if reset is not None:
            answer.headers["x-rate-limit-reset"] = str(int((self.now() + reset).timestamp()))
        return answer

    async def _initialize(self, request) -> web.Response:
        told = await request.json()
        number = self.number()
        self.uploads[number] = {
            "size": told["total_bytes"],
            "pieces": {},
            "alt": "",
            "whole": False,
        }
        return reply({"data": {"id": number, "expires_after_secs": 86400}})

    def _upload(self, request) -> dict:
        return self.uploads[request.path.split("/")[-2]]

    async def _append(self, request) -> web.Response:
        form = await request.post()
        with form["media"].file as file:
            piece = file.read()
        if len(piece) > 5 * 2**20:
            return problem(413, "invalid-request", "Too large", "segments are 5 MB at most")
        self._upload(request)["pieces"][int(form["segment_index"])] = piece
        return reply({"data": {"expires_at": 0}})

    async def _finalize(self, request) -> web.Response:
        upload = self._upload(request)
        if sum(map(len, upload["pieces"].values())) != upload["size"]:
            return problem(400, "invalid-request", "Invalid Request", "segments do not add up")
        upload["whole"] = True
        return reply({"data": {"id": request.path.split("/")[-2]}})

    async def _metadata(self, request) -> web.Response:
        told = await request.json()
        self.uploads[told["id"]]["alt"] = told["metadata"]["alt_text"]["text"]
        return reply({"data": {"id": told["id"]}})

    async def _tweets(self, request) -> web.Response:
        told = await request.json()
        text, media = told.get("text", ""), (told.get("media") or {}).get("media_ids", [])
        self.posted = [at for at in self.posted if self.now() - at < WINDOW]
        if len(self.posted) >= MOST:
            return self.answer_limited(WINDOW - (self.now() - self.posted[0]))
        if weighted(text) > 280:
            return problem(400, "invalid-request", "Invalid Request", "text is too long")
        if len(media) > 4:
            return problem(400, "invalid-request", "Invalid Request", "4 media at most")
        if any(not self.uploads.get(number, {}).get("whole") for number in media):
            return problem(
                400, "invalid-request", "Invalid Request", "Your media IDs are invalid."
            )
        recent = [one for one in self.wall if self.now() - one.at < timedelta(days=1)]
        if any(one.text == text for one in recent):
            detail = "You are not allowed to create a Tweet with duplicate content."
            return problem(403, "about:blank", "Forbidden", detail)
        self.posted.append(self.now())
        alts = [self.uploads[number]["alt"] for number in media]
        alt = alts[0] if alts else ""
        to = (told.get("reply") or {}).get("in_reply_to_tweet_id", "")
        made = self.put_up(text, picture=bool(media), alt=alt, album=alts, reply_to=to)
        reset = str(int((self.posted[0] + WINDOW).timestamp()))
        limits = {
            "x_rate_limit_remaining": str(MOST - len(self.posted)),
            "x_rate_limit_reset": reset,
        }
        return reply({"data": {"id": made.id, "text": text}}, 201, **limits)

    def _tweet(self, one) -> dict:
        shown = {"attachments": {"media_keys": ["3_1"]}} if one.picture else {}
        counts = {"like_count": 9, "reply_count": 2, "retweet_count": 3, "quote_count": 1}
        text = URL.sub("https://t.co/xyz", one.text).replace("&", "&amp;")
        return shown | {
            "id": one.id,
            "text": text + (" https://t.co/abc" if one.picture else ""),
            "created_at": one.at.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
            "public_metrics": counts | {"bookmark_count": 1, "impression_count": 400},
        }

    async def _list(self, request) -> web.Response:
        start, size = (
            int(request.query.get("pagination_token", 0)),
            int(request.query["max_results"]),
        )
        if not 5 <= size <= 100:
            return problem(400, "invalid-request", "Invalid Request", "max_results")
        items = self.listed()
        shown = items[start : start + size]
        self.reads += len(shown)
        meta = {"next_token": str(start + size)} if start + size < len(items) else {}
        return reply({"data": [self._tweet(one) for one in shown], "meta": meta})

    async def _one(self, request) -> web.Response:
        number = request.path.split("/")[-1]
        found = [one for one in self.wall if one.id == number and number not in self.deleted]
        if not found:
            gone = {"title": "Not Found Error", "type": PROBLEMS + "resource-not-found"}
            return reply({"errors": [gone | {"detail": f"Could not find tweet {number}"}]})
        return reply({"data": self._tweet(found[0])})

    async def _me(self, request) -> web.Response:
        return reply({"data": {"id": USER, "username": "lamarbrava"}})
