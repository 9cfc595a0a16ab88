"""The page's HTTP server: waitress, on a thread of its own, stoppable from outside."""

from __future__ import annotations

import errno
import socket
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from peruopt.errors import UserError

if TYPE_CHECKING:
    from flask import Flask

THREADS = 16
BODY = 300 * 1024 * 1024  # room for the largest table and its envelope


def listen(host: str, port: int) -> socket.socket:
    """Bind the page's address, or say why it cannot be had."""
    try:
        family, kind, proto, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except OSError as error:
        raise UserError("web.no_host", host=host) from error
    bound = socket.socket(family, kind, proto)
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind(address)
    except OSError as error:
        bound.close()
        taken = error.errno == errno.EADDRINUSE
        key = "web.port_taken" if taken else "web.no_host"
        raise UserError(key, host=host, port=str(port)) from error
    return bound


class Server:
    """A WSGI application being served."""

    def __init__(self, app: Flask, bound: socket.socket, ended: Callable[[], object]) -> None:
        from waitress.server import create_server

        self._map: dict[int, object] = {}
        self._served = create_server(
            app, map=self._map, sockets=[bound], threads=THREADS, ident=None,
            max_request_body_size=BODY, channel_timeout=60, clear_untrusted_proxy_headers=True,
        )  # fmt: skip
        self._stop = threading.Event()
        self._pulling, self._over = threading.Lock(), False
        self._ended = ended
        self._thread = threading.Thread(target=self._run, name="page", daemon=True)

    def start(self) -> None:
        """Begin to serve."""
        self._thread.start()

    def stop(self) -> None:
        """Answer what is being answered, close every connection, return when it is over."""
        with self._pulling:  # the loop may wake by itself and must not close what is pulled
            self._stop.set()
            if not self._over:
                self._served.pull_trigger()
        self._thread.join(timeout=10)

    def _run(self) -> None:
        from waitress import wasyncore

        try:
            while not self._stop.is_set():
                wasyncore.loop(timeout=1, use_poll=True, map=self._map, count=1)
        finally:
            self._served.task_dispatcher.shutdown(timeout=5)
            with self._pulling:
                self._over = True
                wasyncore.close_all(self._map, ignore_all=True)
            self._ended()
