"""Pictures and files on their way to Slack, and from it."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections import OrderedDict
from collections.abc import Mapping
from pathlib import PurePath
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from bot.slack.api import Api
from bot.slack.pieces import shortened
from bot.slack.troubles import SlackRefused
from peruopt.chat.message import Picture, Upload
from peruopt.errors import UserError

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

MEGA = 1024 * 1024
TABLES = frozenset((".csv", ".tsv", ".txt", ".xlsx"))
TABLE_MB, OTHER_MB = 256, 20
CHUNK, ALT, KEPT = 256 * 1024, 1000, 500
READY = (0.05, 0.1, 0.2, 0.4, 0.8, 1.5, 2.0, 3.0)
"""Seconds between looks at a fresh image: Slack shows one only when it has gone over it."""
SECONDS = 120
log = logging.getLogger(__name__)


class Files:
    """Uploads and downloads with the bot's token."""

    def __init__(self, web: AsyncWebClient, api: Api) -> None:
        self._web, self._api = web, api
        self._images: OrderedDict[str, str] = OrderedDict()

    async def image(self, picture: Picture) -> str:
        """Return the id of the uploaded picture, ready to stand in a message; empty for none."""
        name = hashlib.sha256(picture.content + picture.alt.encode()).hexdigest()
        if name not in self._images:
            try:
                self._images[name] = await self._upload_image(picture)
            except (SlackRefused, OSError, TimeoutError) as error:
                log.warning("a picture is shown by its words only (%s)", error)
                return ""
            if len(self._images) > KEPT:
                self._images.popitem(last=False)
        return self._images[name]

    def forget(self, picture: Picture) -> None:
        """Upload it anew the next time: Slack no longer has it."""
        name = hashlib.sha256(picture.content + picture.alt.encode()).hexdigest()
        self._images.pop(name, None)

    async def share(self, channel: str, thread: str, file: Upload) -> None:
        """Put a file into a channel or thread."""
        await self._api.run(
            "files.upload",
            channel,
            lambda: self._web.files_upload_v2(
                filename=file.name,
                title=file.name,
                content=file.content,
                channel=channel,
                thread_ts=thread or None,
            ),
        )

    async def fetch(self, file: Mapping[str, Any]) -> Upload:
        """Return a file that somebody sent; raise UserError where it cannot be had."""
        if file.get("file_access") == "check_file_info":
            told = await self._api.run(
                "files.info", "", lambda: self._web.files_info(file=str(file["id"]))
            )
            file = told["file"]
        name = PurePath(str(file.get("name") or "archivo").replace("\\", "/")).name
        url = str(file.get("url_private_download") or file.get("url_private") or "")
        if file.get("is_external") or file.get("mode") in ("external", "tombstone") or not url:
            raise UserError("slack.file_elsewhere", name=name)
        if not self._ours(url):
            raise UserError("slack.file_elsewhere", name=name)
        most = TABLE_MB if PurePath(name).suffix.lower() in TABLES else OTHER_MB
        if int(file.get("size") or 0) > most * MEGA:
            raise UserError("slack.file_large", name=name, n=most)
        return Upload(name, await self._download(url, name, most))

    async def _upload_image(self, picture: Picture) -> str:
        told = await self._api.run(
            "files.upload",
            "",
            lambda: self._web.files_upload_v2(
                filename=picture.name,
                title=picture.name,
                content=picture.content,
                alt_txt=shortened(picture.alt, ALT) or None,
            ),
        )
        found = str(told["files"][0]["id"])
        for pause in READY:
            seen = await self._api.run("files.info", "", lambda: self._web.files_info(file=found))
            if str(seen["file"].get("mimetype") or "").startswith("image/"):
                break
            await asyncio.sleep(pause)
        return found

    def _ours(self, url: str) -> bool:
        """Whether the bot's token may be shown there: to Slack, and to nobody else."""
        asked, own = urlsplit(url), urlsplit(str(self._web.base_url))
        host = asked.hostname or ""
        if asked.netloc == own.netloc and asked.scheme == own.scheme:
            return True
        return asked.scheme == "https" and (host == "slack.com" or host.endswith(".slack.com"))

    async def _download(self, url: str, name: str, most: int) -> bytes:
        import aiohttp

        shown = {"Authorization": f"Bearer {self._web.token}"}
        patience = aiohttp.ClientTimeout(total=SECONDS)
        async with (
            aiohttp.ClientSession(timeout=patience, trust_env=True) as session,
            # a redirect leads to a page for signing in
            session.get(url, headers=shown, allow_redirects=False) as answer,
        ):
            page = answer.content_type == "text/html" and ".htm" not in name.lower()
            if answer.status in (301, 302, 303, 401, 403) or page:
                raise SlackRefused("missing_scope", "slack.missing_scope", scope="files:read")
            if answer.status != 200:
                raise UserError("slack.file_elsewhere", name=name)
            content = bytearray()
            async for chunk in answer.content.iter_chunked(CHUNK):
                content += chunk
                if len(content) > most * MEGA:
                    raise UserError("slack.file_large", name=name, n=most)
        return bytes(content)
