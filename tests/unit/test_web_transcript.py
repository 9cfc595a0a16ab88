"""The transcript on disk: what a crash leaves, what replacing does, what grows."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime

import pytest

from bot.web.events import Done, Said, Shown
from bot.web.transcript import Transcript

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


@pytest.fixture
def reopen(tmp_path):
    return lambda: Transcript(tmp_path, "local", lambda: NOW)


def texts(page) -> list[str]:
    return [entry.event.text for entry in page.entries]


def test_what_is_added_is_there_after_a_restart(reopen):
    first = reopen()
    first.add(Said("a", "hola"))
    first.add(Shown("b", "¡Bienvenido! 🌶️\u2028\n"))
    again = reopen()
    assert again.name == first.name
    assert again.page() == first.page()
    assert [entry.event.id for entry in again.unanswered()] == ["a"]
    again.add(Done("a"))
    assert reopen().unanswered() == []


def test_a_line_cut_short_by_a_crash_is_dropped_and_the_next_is_whole(reopen, tmp_path):
    reopen().add(Said("a", "hola"))
    with (tmp_path / "local.jsonl").open("ab") as file:
        file.write(b'{"seq":2,"place":2,"at":"2026-11')
    reopen().add(Said("b", "sigo"))
    assert texts(reopen().page()) == ["hola", "sigo"]


def test_an_empty_or_foreign_file_is_begun_anew(reopen, tmp_path):
    (tmp_path / "local.jsonl").write_bytes(b"\xff\xfe nonsense\n[1]\n")
    chat = reopen()
    assert chat.page().entries == ()
    chat.add(Said("a", "hola"))
    assert texts(reopen().page()) == ["hola"]


def test_a_replaced_message_stays_in_its_place(reopen):
    chat = reopen()
    for number in range(3):
        chat.add(Shown(f"m{number}", f"{number}"))
    seen = chat.page().last
    chat.add(Shown("m0", "cero, otra vez"))
    assert texts(chat.page()) == ["cero, otra vez", "1", "2"]
    assert texts(chat.after(seen)) == ["cero, otra vez"]
    assert texts(reopen().page()) == ["cero, otra vez", "1", "2"]


def test_progress_does_not_grow_the_file_for_ever(reopen, tmp_path):
    chat = reopen()
    chat.add(Shown("a", "antes"))
    for step in range(800):
        chat.add(Shown("b", f"{step} %"))
    chat.add(Shown("c", "después"))
    chat.add(Shown("a", "antes, cambiado"))
    page = chat.page()
    assert reopen().page() == page
    assert len((tmp_path / "local.jsonl").read_bytes().splitlines()) == 4
    assert reopen().add(Shown("d", "nuevo")).seq == page.last + 1
    assert texts(reopen().page()) == ["antes, cambiado", "799 %", "después", "nuevo"]


def test_pages_go_back_to_the_beginning(reopen):
    chat = reopen()
    for number in range(25):
        chat.add(Shown(f"m{number}", f"{number}"))
    page, read = chat.page(count=10), []
    while True:
        read = [*texts(page), *read]
        if not page.earlier:
            break
        page = chat.page(page.entries[0].place, 10)
    assert read == [f"{number}" for number in range(25)]


def test_whoever_waits_is_woken_by_news_and_by_closing(reopen):
    chat = reopen()
    for wake in (lambda: chat.add(Said("a", "hola")), chat.close):
        threading.Timer(0.1, wake).start()
        started = time.monotonic()
        chat.after(chat.page().last, wait=5)
        assert 0.05 < time.monotonic() - started < 2


@pytest.mark.parametrize("name", ["../fuera", "", "a/b", "x" * 65])
def test_a_chat_cannot_be_named_out_of_its_folder(tmp_path, name):
    with pytest.raises(ValueError, match="no name"):
        Transcript(tmp_path, name, lambda: NOW)
