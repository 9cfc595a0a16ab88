"""A real browser for the tests: found, launched, photographed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PHONE = {"width": 390, "height": 844}
PICTURES = Path(os.environ.get("PERUOPT_PICTURES") or tempfile.gettempdir() + "/peruopt-pictures")
NONE = (
    "NO BROWSER, SO THE PAGE IS NOT TESTED: install chromium, name one in PERUOPT_CHROMIUM, "
    "or run `playwright install chromium`."
)


def executable() -> str | None:
    """Return a Chromium of this machine; None leaves the choice to Playwright."""
    named = os.environ.get("PERUOPT_CHROMIUM")
    return named or next(filter(None, map(shutil.which, NAMES)), None)


@contextmanager
def launched() -> Iterator[Browser]:
    """Open a browser, or skip with one loud sentence."""
    from playwright.sync_api import Error, sync_playwright

    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=executable(), args=list(FLAGS))
        except Error as error:
            pytest.skip(f"{NONE} ({error.message.splitlines()[0]})")
        with browser:
            yield browser


@contextmanager
def phone(
    browser: Browser, *, dark: bool = False, width: int = PHONE["width"], **more: object
) -> Iterator[Page]:
    """Open a page as a phone in Lima would, in a profile of its own."""
    context = browser.new_context(
        viewport={"width": width, "height": PHONE["height"]},
        device_scale_factor=2,
        color_scheme="dark" if dark else "light",
        locale="es-PE",
        timezone_id="America/Lima",
        **more,
    )
    context.set_default_timeout(8000)
    with context:
        yield context.new_page()


def screenshot(page: Page, name: str) -> Path:
    """Photograph what the phone shows as NAME.png; `make pictures` keeps it in docs/pictures."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    path = PICTURES / f"{name}.png"
    page.evaluate("document.fonts.ready")
    page.wait_for_timeout(400)  # animations end
    page.screenshot(path=path)
    return path


def ensure() -> None:
    """Get a browser if there is none: Playwright's own, else the system's package."""
    if executable():
        return
    print("· Getting a browser for the page's tests", flush=True)
    own = [sys.executable, "-m", "playwright", "install", "chromium"]
    if subprocess.run(own, check=False, capture_output=True).returncode == 0:
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        quiet = {"capture_output": True, "check": False}
        env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update"], **quiet)
        packages = ["chromium", "fonts-noto-color-emoji"]
        subprocess.run(["apt-get", "install", "-y", *packages], env=env, **quiet)
    if not executable():
        print(f"· {NONE}", flush=True)


if __name__ == "__main__":
    ensure()
