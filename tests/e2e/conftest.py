"""A browser for each file of the page's tests, a fresh profile and a fresh house for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from e2e.browser import launched, phone
from e2e.served import ServedPage


def opened(page, served: ServedPage):
    """Go to the page and wait until it has greeted."""
    page.goto(served.url)
    page.locator("#log[aria-busy=false]").wait_for()
    return page


def say(page, text: str) -> None:
    """Write it and press Enter."""
    page.locator("#text").fill(text)
    page.locator("#text").press("Enter")


CARTA = [
    ("ayuda", "Todo lo que sé hacer"),
    ("horas", "Tus mejores horas de la semana"),
    ("redactar", "Tres propuestas para un plato"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    """Close with the file: Playwright's loop runs in this thread, where async tests need none."""
    with launched() as found:
        yield found


@pytest.fixture
def served(tmp_path: Path) -> Iterator[ServedPage]:
    with ServedPage(tmp_path, commands=lambda _: CARTA) as page:
        yield page


@pytest.fixture
def page(browser, served) -> Iterator[object]:
    """The page, opened on a phone; a script error or a breach of its policy fails the test."""
    with phone(browser) as page:
        broken: list[str] = []
        page.on("pageerror", lambda error: broken.append(str(error)))
        page.on("console", lambda m: broken.append(m.text) if "Content Security" in m.text else 0)
        yield opened(page, served)
    assert broken == []
