"""The page on a disk without room: it says so, waits for nothing, and nothing is spoilt."""

from __future__ import annotations

import asyncio
import errno
import json
from urllib.error import HTTPError

import pytest

from bot.web import transcript
from bot.web.events import Said, Shown
from bot.web.transcript import Transcript
from doors.web_stage import open_web
from peruopt.chat.message import Address, Reply, Upload
from tests.conftest import START

FULL = OSError(errno.ENOSPC, "No space left on device")
SAID = "El disco está lleno y no pude guardar nada"


class Disk:
    """Takes half of the first line that finds no room, as disks do, and nothing after it."""

    def __init__(self, monkeypatch) -> None:
        self.full, self._fsync = False, transcript.os.fsync
        monkeypatch.setattr(transcript.os, "fsync", self.fsync)

    def fsync(self, handle: int) -> None:
        if self.full:
            raise FULL
        self._fsync(handle)


@pytest.fixture
def disk(monkeypatch) -> Disk:
    return Disk(monkeypatch)


def shown(name: str) -> Shown:
    return Shown(f"00000000-0000-0000-0000-{name:0>12}", name)


def texts(chat: Transcript) -> list[str]:
    return [entry.event.text for entry in chat.page().entries]


def test_a_line_that_found_no_room_spoils_none_after_it(tmp_path, disk):
    chat = Transcript(tmp_path, "local", lambda: START)
    chat.add(shown("1"))
    disk.full = True
    with pytest.raises(OSError, match="No space"):
        chat.add(shown("2"))
    chat.tell(shown("3"))
    assert texts(chat) == ["1", "3"]
    disk.full = False
    chat.add(shown("4"))
    assert texts(Transcript(tmp_path, "local", lambda: START)) == ["1", "4"]


async def echo(message) -> None:
    """Answer nothing."""


async def test_what_the_page_sends_is_refused_in_a_sentence_and_can_be_sent_again(tmp_path, disk):
    heard, done = [], asyncio.Event()

    async def answer(message) -> None:
        heard.append(message.uploads)
        done.set()

    async with open_web(tmp_path, answer) as stage:
        disk.full = True
        photo = [("foto.jpg", b"\xff\xd8\xff" + b"x" * 1000)]
        for send in (stage.say("hola"), stage.upload_all(photo, "ceviche")):
            with pytest.raises(HTTPError) as refused:
                await send
            with refused.value as answered:
                assert answered.code == 507
                assert SAID in json.loads(answered.read())["error"]
        assert list((tmp_path / "web/inbox").iterdir()) == [], "no half of a photo is kept"
        assert list((tmp_path / "web/files").iterdir()) == []
        disk.full = False
        await stage.upload_all(photo, "ceviche")
        await asyncio.wait_for(done.wait(), 5)
    assert heard == [(Upload(*photo[0]),)]


async def test_an_answer_that_finds_no_room_is_owned_up_to_and_the_page_waits_no_more(
    tmp_path, disk
):
    async with open_web(tmp_path, echo) as stage:

        async def answer(_message) -> None:
            disk.full = True
            await stage.door.send(Address("web", "local"), Reply("nunca se ve"))

        said = Said("0b0e7c52-55ab-4c34-8f5a-1f6a7a2f7d10", "hola")
        await stage.door._answer(stage.door.chat.add(said), answer, None)
        page = stage.door.chat.page()
        assert not page.busy
        assert SAID in page.entries[-1].event.text
        assert "nunca se ve" not in str(page)
