"""The page's other side, over its own HTTP."""

from __future__ import annotations

import asyncio
import contextlib
import json
import uuid
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from urllib.request import Request, urlopen

from bot.web import WebDoor
from doors.stage import Answer
from peruopt.chat.message import Address


class WebStage:
    """Posts and reads as the page's script does."""

    def __init__(self, door: WebDoor) -> None:
        self.door, self.chat = door, Address("web", "local")

    async def say(self, text: str, *, again: bool = False) -> None:
        fields = {"id": str(uuid.uuid4()), "text": text}
        for _ in range(1 + again):
            await self._post(fields)

    async def upload(self, name: str, content: bytes, caption: str) -> None:
        await self.upload_all([(name, content)], caption)

    async def upload_all(self, files: list[tuple[str, bytes]], caption: str) -> None:
        await self._post({"id": str(uuid.uuid4()), "text": caption}, files)

    async def press(self, label: str) -> None:
        for entry in reversed((await self._chat())["entries"]):
            event = entry["event"]
            for key in (key for row in event.get("buttons", ()) for key in row):
                if key["label"] == label:
                    pressed = {"action": key["action"], "card": event["id"]}
                    return await self._post({"id": str(uuid.uuid4()), **pressed})
        raise LookupError(label)

    async def seen(self) -> list[str]:
        shown = [e["event"] for e in (await self._chat())["entries"]]
        return [_read(event) for event in shown if event["kind"] == "shown"]

    async def _chat(self) -> dict:
        return json.loads(await asyncio.to_thread(self._get, "/chat"))

    def _get(self, path: str) -> bytes:
        with urlopen(self.door.url + path, timeout=5) as answer:
            return answer.read()

    async def _post(self, fields: dict[str, str], files: Sequence[tuple[str, bytes]] = ()) -> None:
        edge = uuid.uuid4().hex
        start = f"--{edge}\r\nContent-Disposition: form-data; name="
        parts = [f'{start}"{name}"\r\n\r\n{value}\r\n'.encode() for name, value in fields.items()]
        for name, content in files:
            head = f'{start}"files"; filename="{name}"'
            parts.append(f"{head}\r\n\r\n".encode() + content + b"\r\n")
        body = b"".join([*parts, f"--{edge}--\r\n".encode()])
        kind = f"multipart/form-data; boundary={edge}"
        request = Request(
            self.door.url + "/messages", body, {"X-Peruopt": "1", "Content-Type": kind}
        )
        with await asyncio.to_thread(urlopen, request, timeout=5) as answer:
            assert answer.status == 202


def _read(event: dict) -> str:
    picture = [event["picture"]["alt"]] if event["picture"] else []
    files = [file["name"] for file in event["files"]]
    keys = [key["label"] for row in event["buttons"] for key in row]
    return "\n".join([event["title"], event["quote"], event["text"], *picture, *files, *keys])


@contextlib.asynccontextmanager
async def open_web(folder: Path, answer: Answer) -> AsyncIterator[WebStage]:
    """Serve the page on a free port."""
    door = WebDoor(
        host="127.0.0.1",
        port=0,
        data_dir=folder,
        token=None,
        now=lambda: datetime.now(UTC),
        greeting="",
    )
    running = asyncio.create_task(door.run(answer))
    await asyncio.wait_for(door.ready.wait(), 5)
    try:
        yield WebStage(door)
    finally:
        running.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await running
