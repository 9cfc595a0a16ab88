"""One browser for all of the page's tests, a fresh profile and a fresh house for each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.browser import launched, phone
from tests.e2e.served import ServedPage


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    with launched() as found:
        yield found


@pytest.fixture
def served(tmp_path: Path) -> Iterator[ServedPage]:
    with ServedPage(tmp_path) as page:
        yield page


@pytest.fixture
def page(browser, served) -> Iterator[object]:
    """The page, opened on a phone; a script error in it fails the test."""
    with phone(browser) as page:
        broken: list[str] = []
        page.on("pageerror", lambda error: broken.append(str(error)))
        page.on("console", lambda m: broken.append(m.text) if "Content Security" in m.text else 0)
        page.goto(served.url)
        page.locator("#log[aria-busy=false]").wait_for()
        yield page
    assert broken == []
