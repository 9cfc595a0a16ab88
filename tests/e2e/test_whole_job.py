"""The whole job on the page, with every real part: the command that users type, a real browser."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request

import pytest

from e2e.acts import LEARNS, answered, plate
from e2e.browser import phone, screenshot
from e2e.conftest import say


@pytest.fixture
def url(tmp_path):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    env = {k: v for k, v in os.environ.items() if not k.startswith("PERUOPT_")}
    env |= {"PERUOPT_DATA_DIR": str(tmp_path / "var"), "PERUOPT_WEB_PORT": str(port)}
    log = (tmp_path / "log").open("w")
    process = subprocess.Popen([sys.executable, "-m", "bot", "run"], env=env, stderr=log)
    url = f"http://127.0.0.1:{port}"
    for _ in range(150):
        try:
            urllib.request.urlopen(url, timeout=1).close()
            break
        except OSError:
            time.sleep(0.2)
    yield url
    process.send_signal(signal.SIGINT)
    assert process.wait(30) == 0
    log.close()
    assert "Traceback" not in (tmp_path / "log").read_text()


def test_from_nothing_to_results_and_tomorrows_digest(browser, url, tmp_path):
    (tmp_path / "tiradito.jpg").write_bytes(plate(wide=True))
    with phone(browser) as page:
        page.goto(url)
        page.get_by_role("button", name="Probar con la demostración").click()
        answered(page, "publicaciones inventadas")
        say(page, "/horas facebook")
        page.locator(".key", has_text="Horas en Instagram").wait_for(timeout=LEARNS)
        heat = page.locator("#log img").last
        heat.scroll_into_view_if_needed()
        page.wait_for_function(
            "i => i.complete && i.naturalWidth > 500", arg=heat.element_handle()
        )
        screenshot(page, "hours")
        say(page, "¿cómo nos fue este mes?")
        answered(page, "no prueba nada")
        page.locator("#files").set_input_files(tmp_path / "tiradito.jpg")
        page.locator("#text").fill("tiradito al ají amarillo")
        page.get_by_role("button", name="Enviar").click()
        answered(page, "Propuesta 3 (3 de 3)")
        card = page.locator(".shown", has_text="Propuesta 3 (3 de 3)").last
        card.locator("blockquote").evaluate("node => node.scrollIntoView({block: 'start'})")
        screenshot(page, "draft")
        card.locator(".key").first.click()
        answered(page, "Programada")
        say(page, "/calendario")
        answered(page, "Tu calendario")
        say(page, "/adelantar 8d")
        answered(page, "⏩")
        say(page, "/publicadas")
        page.locator(".shown h2, .shown h3, .shown .title", has_text="Publicadas").last.wait_for()
        say(page, "/diario")
        answered(page, "Tu diario")
        page.get_by_role("link", name="Publicado").click()
        page.get_by_text("tiradito", exact=False).first.wait_for()
        screenshot(page, "outbox")
    with phone(browser, dark=True) as page:
        page.goto(url)
        page.locator(".shown", has_text="Tu diario").last.wait_for()
        screenshot(page, "page-dark")
