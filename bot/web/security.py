"""What the page refuses, and the headers under which it serves."""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from flask import Request, Response

MARK = "X-Peruopt"
"""A header that another site's page cannot add without asking us first, and we say no."""
SAFE_METHODS = frozenset({"GET", "HEAD"})
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' blob:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # not no-referrer: that would make the Origin of our own login form `null`
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach that address."""
    return host == "localhost" or (_is_ip(host) and ip_address(host.strip("[]")).is_loopback)


def _is_ip(host: str) -> bool:
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


def _name(netloc: str) -> str:
    try:
        return (urlsplit(f"//{netloc}").hostname or "").rstrip(".")
    except ValueError:
        return ""


class Guard:
    """Tells a request of our own page from one that another site smuggled in."""

    def __init__(self, host: str, names: Sequence[str]) -> None:
        self._open = not is_loopback(host)
        self._names = {"localhost", *(name.lower().rstrip(".") for name in names)}

    def refuses(self, request: Request) -> str:
        """Return the key of the sentence that says why not; empty for a welcome request."""
        if not self._knows(_name(request.headers.get("Host", ""))):
            return "web.wrong_host"
        site = request.headers.get("Sec-Fetch-Site", "same-origin")
        opening = request.headers.get("Sec-Fetch-Mode") == "navigate"
        if request.method in SAFE_METHODS:
            # a link to us may be followed; a picture or script of ours may not be borrowed
            return "" if opening or site in ("same-origin", "none") else "web.other_site"
        origin = request.headers.get("Origin")
        foreign = origin is not None and urlsplit(origin).netloc.lower() != request.host.lower()
        unmarked = MARK not in request.headers and request.endpoint != "enter"
        borrowed = site not in ("same-origin", "none")
        return "web.other_site" if foreign or unmarked or borrowed else ""

    def _knows(self, name: str) -> bool:
        # a name that resolves to us can belong to anybody (DNS rebinding); an address cannot
        return name in self._names or (_is_ip(name) and (self._open or is_loopback(name)))


def harden(response: Response) -> Response:
    """Add the headers that keep a page a page."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Cache-Control", "no-store")
    return response
