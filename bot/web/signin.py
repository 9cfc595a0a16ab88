"""The way in, where the page has a token."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Flask, jsonify, redirect, render_template, request

from bot.web.login import COOKIE, LASTS, WINDOW, Sessions, Throttle
from bot.web.public import ENDPOINT

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    from bot.web.door import WebDoor

OPEN = frozenset({"enter", "static", ENDPOINT})


def add_login(app: Flask, sessions: Sessions | None, door: WebDoor) -> None:
    """Ask for the token before anything else; without one the door is open to its own machine."""
    throttle = Throttle(door.now)

    @app.before_request
    def admit() -> Response | tuple[Response, int] | None:
        if sessions is None or request.endpoint in OPEN:
            return None
        if sessions.valid(request.cookies.get(COOKIE, "")):
            return None
        if request.endpoint in ("chat", "sent"):
            return redirect("/entrar")
        return jsonify(error=door.words()("web.enter_first")), 401

    @app.route("/entrar", methods=["GET", "POST"], endpoint="enter")
    def enter() -> Response | tuple[str, int] | tuple[str, int, dict[str, str]]:
        if sessions is None:
            return redirect("/")
        if request.method == "GET":
            return render_template("enter.html", error=""), 200
        address = request.remote_addr or ""
        if throttle.closed(address):
            page = render_template("enter.html", error=door.words()("web.wait"))
            return page, 429, {"Retry-After": str(int(WINDOW.total_seconds()))}
        if not sessions.admits(request.form.get("token", "").strip()):
            throttle.failed(address)
            return render_template("enter.html", error=door.words()("web.wrong_token")), 403
        response = redirect("/", 303)
        secure = request.headers.get("Origin", "").startswith("https://")
        response.set_cookie(
            COOKIE, sessions.issue(), int(LASTS.total_seconds()),
            httponly=True, samesite="Strict", secure=secure,
        )  # fmt: skip
        return response

    @app.post("/salir", endpoint="leave")
    def leave() -> Response:
        response = redirect("/entrar", 303)
        response.delete_cookie(COOKIE, httponly=True, samesite="Strict")
        return response
