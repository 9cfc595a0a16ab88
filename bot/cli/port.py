"""The doctor's look at the page's port: free, ours already, or somebody else's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from bot.check import Check, fine, wrong
from peruopt.errors import UserError

if TYPE_CHECKING:
    from bot.settings import Settings

MARK = Path(__file__).parents[1] / "static" / "aji.svg"
"""Whoever serves this picture is a page of ours."""


def page(settings: Settings, *, runs: bool) -> Iterator[Check]:
    """Say whether the page can be opened there; `runs` is whether our data are being served."""
    from bot.web.server import listen

    host, port = settings.web_host, settings.web_port
    try:
        listen(host, port).close()
    except UserError as error:
        ours = runs and error.key == "web.port_taken" and _is_page(host, port)
        yield (
            fine("doctor.page_open", port=str(port)) if ours else wrong(error.key, **error.values)
        )
    else:
        yield fine("doctor.port_free", port=str(port))


def _is_page(host: str, port: int) -> bool:
    """Whether what answers there is a page of peruopt."""
    from http.client import HTTPConnection, HTTPException

    near = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}.get(host, host)  # noqa: S104
    line = HTTPConnection(near, port, timeout=3)
    try:
        line.request("GET", "/static/aji.svg")
        return line.getresponse().read(100_000) == MARK.read_bytes()
    except (OSError, HTTPException):
        return False
    finally:
        line.close()
