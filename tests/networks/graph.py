"""The Graph API as far as Pages and Instagram accounts need it, with Meta's own errors."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import TYPE_CHECKING

from tests.networks.crowd import Audience, quiet
from tests.networks.server import NetworkServer, reply

if TYPE_CHECKING:
    from aiohttp import web

PAGE, ACCOUNT = "1001", "17841400000000001"


def error(code: int, message: str, status: int = 400, subcode: int = 0) -> web.Response:
    told = {"message": message, "type": "OAuthException", "code": code, "fbtrace_id": "A1"}
    return reply({"error": told | ({"error_subcode": subcode} if subcode else {})}, status)


class GraphServer(NetworkServer):
    """Both accounts of a house; `final` is what makes a post public on `network`."""

    def __init__(self, now, network: str = "facebook") -> None:
        super().__init__(now)
        self.final = "feed" if network == "facebook" else "media_publish"
        self.photos: dict[str, str] = {}
        self.containers: dict[str, dict] = {}
        self.quota = 100
        self.posted: list = []
        self.insights: dict[str, int] = {}
        self.audience: Audience = quiet
        self.counts = True
        """Whether the token may see what a post has earned."""
        self.deleted: set[str] = set()

    def step(self, request: web.Request) -> str:
        parts = request.path.strip("/").split("/")
        if len(parts) < 3:
            return "status" if parts[-1] in self.containers else "node"
        return "container" if (request.method, parts[2]) == ("POST", "media") else parts[2]

    async def handle(self, request: web.Request, step: str) -> web.Response:
        version, node = request.path.strip("/").split("/")[:2]
        if not re.fullmatch(r"v\d+\.0", version):
            return error(2635, "You are calling a deprecated version")
        if request.headers.get("Authorization") != f"Bearer {self.token}":
            return self.answer_expired()
        form = await request.post() if request.method == "POST" else request.query
        return getattr(self, f"_{step}")(node, form)

    def answer_expired(self) -> web.Response:
        return error(190, "Error validating access token: Session has expired", subcode=463)

    def answer_scope(self) -> web.Response:
        return error(200, "(#200) Requires pages_manage_posts permission", 403)

    def answer_limited(self, reset: timedelta | None) -> web.Response:
        answer = error(32, "(#32) Page request limit reached", 429 if reset is None else 400)
        if reset:
            usage = {"type": "pages", "estimated_time_to_regain_access": int(reset.seconds / 60)}
            answer.headers["X-Business-Use-Case-Usage"] = json.dumps({PAGE: [usage]})
        return answer

    # Pages

    def _photos(self, node, form) -> web.Response:
        if form.get("published") != "false" or not form.get("source"):
            return error(324, "(#324) Missing or invalid image file")
        form["source"].file.close()
        number = self.number()
        self.photos[number] = form.get("alt_text_custom", "")
        return reply({"id": number})

    def _feed(self, node, form) -> web.Response:
        message, attached = form.get("message", ""), json.loads(form.get("attached_media", "[]"))
        if len(message) > 63206:
            return error(100, "(#100) The message is too long")
        if any(one["media_fbid"] not in self.photos for one in attached):
            return error(100, "(#100) Invalid photo id")
        alts = [self.photos[one["media_fbid"]] for one in attached]
        alt = alts[0] if alts else ""
        facts = {"alt": alt, "album": alts, "link": form.get("link", "")}
        made = self.put_up(message, picture=bool(attached), **facts)
        return reply({"id": made.id})

    def _published_posts(self, node, form) -> web.Response:
        return self._page([self._post(one) for one in self.listed()], form)

    def _post(self, one) -> dict:
        earned = self.audience(one, self.now())
        shares = {"shares": {"count": earned.shares}} if earned.shares else {}
        counts = shares | {
            "reactions": {"data": [], "summary": {"total_count": earned.likes}},
            "comments": {"data": [], "summary": {"total_count": earned.comments}},
        }
        return (counts if self.counts else {}) | {
            "id": one.id,
            "message": one.text,
            "created_time": one.at.strftime("%Y-%m-%dT%H:%M:%S+0000"),
            "permalink_url": f"https://facebook.example/{one.id}",
            "attachments": {"data": [{"media_type": "photo"}]} if one.picture else {},
        }

    def _page(self, items: list, form) -> web.Response:
        start, size = int(form.get("after", 0)), int(form.get("limit", 25))
        body = {"data": items[start : start + size]}
        if start + size < len(items):
            after = {"cursors": {"after": str(start + size)}}
            body["paging"] = after | {"next": "https://graph.example/?access_token=LEAK"}
        return reply(body)

    # Instagram

    def _content_publishing_limit(self, node, form) -> web.Response:
        config = {"quota_total": self.quota, "quota_duration": 86400}
        return reply({"data": [{"quota_usage": self._used(), "config": config}]})

    def _used(self) -> int:
        return len([at for at in self.posted if self.now() - at < timedelta(days=1)])

    def _container(self, node, form) -> web.Response:
        caption, item = form.get("caption", ""), form.get("is_carousel_item") == "true"
        children = form.get("children", "").split(",") if "children" in form else []
        if form.get("media_type") == "CAROUSEL":
            known = [self.containers.get(child, {}) for child in children]
            if not 2 <= len(children) <= 10:
                return error(100, "(#100) A carousel has 2 to 10 children", subcode=2207065)
            if any(not child.get("item") or child["status"] != "FINISHED" for child in known):
                return error(9007, "The media is not ready", subcode=2207027)
        elif not form.get("image_url", "").startswith("https://"):
            return error(9004, "The media could not be fetched from this URI", subcode=2207052)
        if len(caption) > 2200:
            return error(36004, "The caption is too long", subcode=2207010)
        number = self.number()
        alts = [self.containers[child]["alt"] for child in children]
        alts = alts or [form.get("alt_text", "")]
        facts = {"caption": caption, "alt": alts[0], "album": alts, "item": item, "looks": 0}
        self.containers[number] = facts | {"made": self.now(), "status": "IN_PROGRESS"}
        return reply({"id": number})

    def _status(self, node, form) -> web.Response:
        container = self.containers[node]
        container["looks"] += 1
        if container["status"] == "IN_PROGRESS" and not container.get("stuck", self.stuck()):
            container["status"] = "FINISHED"
        if container["status"] != "PUBLISHED" and self.now() - container["made"] > timedelta(
            days=1
        ):
            container["status"] = "EXPIRED"
        return reply({"id": node, "status_code": container["status"]})

    stuck = staticmethod(lambda: False)

    def _media_publish(self, node, form) -> web.Response:
        container = self.containers.get(form.get("creation_id", ""), {"status": ""})
        if container["status"] == "IN_PROGRESS":
            return error(9007, "The media is not ready for publishing", subcode=2207027)
        if container["status"] != "FINISHED" or container["item"]:
            return error(24, "The requested resource does not exist", subcode=2207006)
        if self._used() >= self.quota:
            return error(9, "Application request limit reached", 403, subcode=2207042)
        container["status"] = "PUBLISHED"
        self.posted.append(self.now())
        facts = {"alt": container["alt"], "album": container["album"]}
        made = self.put_up(container["caption"], picture=True, **facts)
        return reply({"id": made.id})

    def _media(self, node, form) -> web.Response:
        told = [(one, self.audience(one, self.now())) for one in self.listed()]
        items = [
            {
                "id": one.id,
                "caption": one.text,
                "timestamp": one.at.strftime("%Y-%m-%dT%H:%M:%S+0000"),
                "permalink": f"https://instagram.example/p/{one.id}",
                "media_type": "IMAGE",
                "like_count": earned.likes,
                "comments_count": earned.comments,
            }
            for one, earned in told
        ]
        return self._page(items, form)

    def _comments(self, node, form) -> web.Response:
        next(one for one in self.wall if one.id == node).comments.append(form["message"])
        return reply({"id": self.number()})

    # Both

    def _node(self, node, form) -> web.Response:
        if node in (PAGE, ACCOUNT):
            return reply({"id": node, "name": "La Mar Brava", "username": "lamarbrava"})
        found = [one for one in self.wall if one.id == node]
        if not found or node in self.deleted:
            message = f"Unsupported get request. Object with ID '{node}' does not exist"
            return error(100, message, subcode=33)
        permalink = {"permalink": f"https://instagram.example/p/{node}"}
        return reply(self._post(found[0]) | permalink)

    def _insights(self, node, form) -> web.Response:
        if node in self.deleted:
            return error(100, "Unsupported get request", subcode=33)
        asked = form["metric"].split(",")
        known = self.insights | self._reached(node)
        told = [(name, known[name]) for name in asked if name in known]
        return reply({"data": [{"name": n, "values": [{"value": v}]} for n, v in told]})

    def _reached(self, node) -> dict[str, int]:
        found = [self.audience(one, self.now()).reach for one in self.wall if one.id == node]
        return {"post_total_media_view_unique": found[0]} if found and found[0] else {}
