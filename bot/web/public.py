"""Pictures that a network may fetch: by a signed link, until it lapses, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from flask import Flask, Response

if TYPE_CHECKING:
    from peruopt.ports import Pictures

Shared = Callable[[str, str, str], bytes | None]
"""Returns the picture of a key, a moment and a signature; None where the link is not good."""
ENDPOINT = "public_picture"


def nothing_shared(_key: str, _until: str, _signature: str) -> bytes | None:
    """No picture is to be had."""
    return None


def shared(pictures: Pictures, admits: Callable[[str, str, str], bool]) -> Shared:
    """Return what serves the pictures of links that are admitted, as Instagram takes them."""

    def serve(key: str, until: str, signature: str) -> bytes | None:
        from peruopt.errors import UserError
        from peruopt.mending import mended

        if not admits(key, until, signature):
            return None
        try:
            return mended(pictures.get(key))
        except (UserError, OSError):
            return None

    return serve


def add_public(app: Flask, serve: Shared) -> None:
    """Answer signed links; needs no session."""

    @app.get("/p/<key>/<until>/<signature>.jpg", endpoint=ENDPOINT)
    def picture(key: str, until: str, signature: str) -> Response:
        content = serve(key, until, signature)
        if content is None:
            return Response(status=404)
        headers = {"Cache-Control": "public, max-age=3600", "X-Robots-Tag": "noindex"}
        return Response(content, mimetype="image/jpeg", headers=headers)
