"""X's upload of a picture in pieces: initialize, append, finalize, and its description."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Any, Protocol

from peruopt.errors import PublishError
from peruopt.publishers.wire import Answer

PIECE = 1024 * 1024
_TYPES = {b"\xff\xd8\xff": "image/jpeg", b"\x89PN": "image/png", b"GIF": "image/gif"}
_STARTS = "/2/media/upload"


class Ask(Protocol):
    """One request to X that makes nothing public."""

    def __call__(self, method: str, path: str, **parts: Any) -> Awaitable[Answer]: ...


async def upload(ask: Ask, picture: bytes, alt: str) -> str:
    """Return the media's id."""
    told = {
        "media_type": _TYPES.get(picture[:3], "image/webp"),
        "total_bytes": len(picture),
        "media_category": "tweet_image",
    }
    number = _id(await ask("POST", f"{_STARTS}/initialize", json=told))
    for index, start in enumerate(range(0, len(picture), PIECE)):
        piece = {"media": ("picture", picture[start : start + PIECE])}
        await ask("POST", f"{_STARTS}/{number}/append", data={"segment_index": index}, files=piece)
    await ask("POST", f"{_STARTS}/{number}/finalize")
    if alt:
        described = {"id": number, "metadata": {"alt_text": {"text": alt[:1000]}}}
        try:
            await ask("POST", "/2/media/metadata", json=described)
        except PublishError:  # a post without a description is better than none
            return number
    return number


def _id(answer: Answer) -> str:
    return str(answer.body["data"]["id"])
