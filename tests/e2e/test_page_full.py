"""A house whose disk is full, seen from the page: nothing seems sent that is not."""

from __future__ import annotations

import errno

import pytest

from bot.web import transcript
from e2e.conftest import say


@pytest.fixture
def disk(monkeypatch):
    """`disk(full=True)` leaves no room."""
    fsync = transcript.os.fsync

    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    return lambda *, full_=True: monkeypatch.setattr(
        transcript.os, "fsync", full if full_ else fsync
    )


def photo(page) -> None:
    page.locator("#files").set_input_files(
        {"name": "ceviche.jpg", "mimeType": "image/jpeg", "buffer": b"\xff\xd8\xff" + b"x" * 999}
    )


@pytest.fixture
def unsent(page, served, disk):
    """A page whose photo found no room, after a line that was heard."""
    say(page, "hola")
    page.get_by_text("Oí: hola").wait_for()
    disk()
    photo(page)
    say(page, "de hoy")
    page.get_by_text("No se envió: El disco está lleno").wait_for(timeout=5000)
    return page


def test_what_found_no_room_can_be_sent_again_with_its_photo(unsent, served, disk):
    page = unsent
    disk(full_=False)
    page.get_by_role("button", name="Intentar otra vez").click()
    page.get_by_text("Oí: de hoy ceviche.jpg (1002)").wait_for()
    assert page.locator(".pending").count() == 0
    assert served.said == ["hola", "de hoy"]


def test_after_a_reload_nobody_takes_the_photo_for_sent(unsent, served, disk):
    page = unsent
    say(page, "sin foto")
    page.get_by_text("No se envió: El disco está lleno").nth(1).wait_for(timeout=5000)
    page.reload()
    page.get_by_text("antes de que llegara ceviche.jpg. Adjúntalo otra vez").wait_for()
    disk(full_=False)
    page.get_by_role("button", name="Intentar otra vez").click()
    page.get_by_text("Oí: sin foto").wait_for()
    page.get_by_role("button", name="Descartar").click()
    assert page.locator("#text").input_value() == "de hoy"
    page.reload()
    page.get_by_text("Oí: sin foto").wait_for()
    assert page.get_by_text("Adjúntalo otra vez").count() == 0
    assert served.said == ["hola", "sin foto"]
