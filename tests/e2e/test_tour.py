"""The tour: a real house in a real browser, connected to networks that speak the real protocol."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from datetime import UTC, datetime

import pytest

from e2e.browser import phone, screenshot
from e2e.conftest import say
from tests.leaking import leaked, leaking
from tests.networks.doors import PERSON_TOKEN, MetaServer

LONG = 200_000  # a first training, in milliseconds, on a busy machine


@pytest.fixture
def meta():
    """Meta, in a thread of its own, with two posts already on the page's wall."""
    loop, up = asyncio.new_event_loop(), threading.Event()
    server = MetaServer(lambda: datetime.now(UTC))

    async def open_() -> None:
        await server.open()
        server.put_up("Lomo saltado de domingo")
        server.put_up("Ají de gallina para el frío")
        up.set()

    def serve() -> None:
        asyncio.set_event_loop(loop)
        loop.run_until_complete(open_())
        loop.run_forever()
        loop.run_until_complete(server.close())
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.close()

    thread = threading.Thread(target=serve)
    thread.start()
    assert up.wait(20)
    yield server
    loop.call_soon_threadsafe(loop.stop)
    thread.join(20)


@pytest.fixture
def url(tmp_path, meta):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    env = {k: v for k, v in os.environ.items() if not k.startswith("PERUOPT_")}
    env |= {
        "PERUOPT_DATA_DIR": str(tmp_path / "var"),
        "PERUOPT_WEB_PORT": str(port),
        "PERUOPT_GRAPH_BASE_URL": meta.base_url,
        "PERUOPT_LOG_LEVEL": "DEBUG",
    }
    log = (tmp_path / "log").open("w")
    process = subprocess.Popen([sys.executable, "-m", "bot", "run"], env=env, stderr=log)
    url = f"http://127.0.0.1:{port}"
    for _ in range(300):
        try:
            urllib.request.urlopen(url, timeout=1).close()
            break
        except OSError:
            time.sleep(0.2)
    yield url
    process.send_signal(signal.SIGINT)
    assert process.wait(40) == 0
    log.close()
    assert list(leaking(tmp_path)) == []


def answered(page, text: str) -> None:
    page.locator(".shown", has_text=text).last.wait_for(timeout=LONG)
    page.locator("#log[aria-busy=false]").wait_for(timeout=LONG)


def test_from_connecting_to_results(browser, url, meta):
    with phone(browser) as page:
        page.goto(url)
        page.locator(".shown").first.wait_for(timeout=LONG)
        say(page, "/redes")
        answered(page, "Instagram")
        screenshot(page, "tour-1-networks")
        say(page, "/redes facebook conectar")
        page.locator("#text").wait_for()
        say(page, PERSON_TOKEN)
        answered(page, "conectada como La Mar Brava")
        screenshot(page, "tour-2-connected")
        assert leaked(page.content()) == []
        say(page, "/redactar ceviche")
        answered(page, "(3 de 3)")
        before = len(meta.wall)
        say(page, "/publicar 3 ya")
        answered(page, "Ya está en Facebook")
        assert len(meta.wall) == before + 1
        screenshot(page, "tour-3-published")
        say(page, "/publicadas")
        page.get_by_text("Lomo saltado de domingo").first.wait_for(timeout=LONG)
        screenshot(page, "tour-4-results")
