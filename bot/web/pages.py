"""The Flask application: the page, what it asks for, and what it posts."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING

from flask import Flask, Response, jsonify, make_response, render_template, request, send_file
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from bot.web import outbox
from bot.web.events import Page, pages
from bot.web.files import picture_type
from bot.web.intake import Intake, Malformed, TooLarge
from bot.web.login import Sessions
from bot.web.public import ENDPOINT, add_public
from bot.web.security import Guard, harden
from bot.web.server import BODY
from bot.web.signin import add_login
from peruopt.chat.words import topic
from peruopt.errors import UserError
from peruopt.fullness import disk_is_full

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as Answered

    from bot.web.door import WebDoor

LONGEST_WAIT = 25.0
STILL = (
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; "
    "sandbox allow-same-origin"
)
"""The model card brings its own style, and nothing that runs; its way back is ours, so that the
sign-in goes along."""
WAITERS = 8
"""Tabs that may wait at once: half of the server's threads, the rest stay free to serve."""


def make_app(door: WebDoor) -> Flask:
    """Build the application that serves `door`."""
    app = Flask("bot", static_folder="static", template_folder="templates")
    app.config.update(MAX_CONTENT_LENGTH=BODY, MAX_FORM_MEMORY_SIZE=1024 * 1024)
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    guard = Guard(door.host, door.names)
    sessions = Sessions(door.folder, door.token, door.now) if door.token else None

    def context() -> dict[str, object]:
        words = door.words()
        return {"w": words, "lang": words.locale.replace("_", "-"), "locked": sessions is not None}

    @app.before_request
    def check() -> Answered | tuple[Response, int] | None:
        if request.endpoint == ENDPOINT:  # comes from outside, and its link says enough
            return None
        if refused := guard.refuses(request):
            return jsonify(error=door.words()(refused, host=request.host)), 403
        return None

    app.context_processor(context)
    app.after_request(harden)
    add_login(app, sessions, door)
    _add_errors(app, door)
    _add_chat(app, door)
    _add_files(app, door)
    add_public(app, door.shared)
    return app


def _add_chat(app: Flask, door: WebDoor) -> None:
    intake = Intake(door.store, door.inbox)
    seats = threading.BoundedSemaphore(WAITERS)

    def sheet(page: Page) -> Response:
        return Response(pages.dump_json(page), mimetype="application/json")

    @app.get("/")
    def chat() -> str:
        words = door.words()
        sentences = {
            name: sentence
            for name, sentence in topic(words.locale, "web").items()
            if isinstance(sentence, str)
        }
        return render_template(
            "chat.html", sentences=sentences, timezone=words.timezone, carta=door.commands(words)
        )

    @app.get("/chat")
    def history() -> Response:
        door.greet()
        return sheet(door.chat.page(request.args.get("before", type=int)))

    @app.get("/events")
    def events() -> Response:
        seq = request.args.get("after", 0, int)
        wait = min(max(request.args.get("wait", 0.0, float), 0.0), LONGEST_WAIT)
        seated = wait > 0 and seats.acquire(blocking=False)
        try:
            page = door.chat.after(seq, wait if seated else 0)
        finally:
            if seated:
                seats.release()
        return sheet(replace(page, crowded=wait > 0 and not seated))

    @app.post("/messages")
    def messages() -> tuple[Response, int]:
        door.hear(intake.read(request, door.chat))
        return jsonify(ok=True), 202


def _add_files(app: Flask, door: WebDoor) -> None:
    def serve(key: str, name: str) -> Response:
        path = door.store.path(key)
        if path is None:
            return make_response("", 404)
        with path.open("rb") as file:
            kind = picture_type(file.read(16))
        response = send_file(
            path, kind or "application/octet-stream", as_attachment=not kind, download_name=name
        )
        response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
        response.headers["Cache-Control"] = "private, max-age=31536000, immutable"
        return response

    @app.get("/files/<key>/<name>")
    def file(key: str, name: str) -> Response:
        return serve(key, name)

    @app.get("/ficha")
    def model() -> Response:
        page = make_response(door.model(door.words()))
        page.headers["Content-Type"] = "text/html; charset=utf-8"
        page.headers["Content-Security-Policy"] = STILL
        return page

    @app.get("/publicado")
    def sent() -> str:
        posts = [
            (post, door.store.put(post.picture) if post.picture else "")
            for post in outbox.newest(door.sent())
        ]
        return render_template("outbox.html", posts=posts)


def _add_errors(app: Flask, door: WebDoor) -> None:
    @app.errorhandler(TooLarge)
    def too_large(error: TooLarge) -> tuple[Response, int]:
        return jsonify(error=door.words().error(error)), 413

    @app.errorhandler(RequestEntityTooLarge)
    def far_too_large(_error: Exception) -> tuple[Response, int]:
        return jsonify(error=door.words()("web.large_all")), 413

    @app.errorhandler(UserError)
    def refused(error: UserError) -> tuple[Response, int]:
        return jsonify(error=door.words().error(error)), 400

    @app.errorhandler(Malformed)
    def malformed(_error: Malformed) -> tuple[Response, int]:
        return jsonify(error=door.words()("web.malformed")), 400

    @app.errorhandler(HTTPException)
    def other(error: HTTPException) -> tuple[Response, int]:
        key = "web.not_found" if error.code == 404 else "web.malformed"
        return jsonify(error=door.words()(key)), error.code or 500

    @app.errorhandler(Exception)
    def unexpected(error: Exception) -> tuple[Response, int]:
        if disk_is_full(error):  # 507, which the page tells at once instead of trying for ever
            app.logger.error("the disk is full: something sent could not be kept")
            return jsonify(error=door.words()("disk.here")), 507
        app.logger.error("the page failed", exc_info=error)
        return jsonify(error=door.words()("web.failed")), 500
