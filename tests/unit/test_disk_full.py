"""A disk without room: whoever asked is told so, and nothing is taken for done."""

from __future__ import annotations

import errno

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import OperationalError

from peruopt.chat.message import Upload
from peruopt.fullness import disk_is_full
from tests.talk import Dialogue

FULL = OSError(errno.ENOSPC, "No space left on device")
JPEG = b"\xff\xd8\xff" + b"x" * 1000
SAID = "El disco está lleno y no pude guardar nada"


@pytest.fixture
def talk(data_dir, clock):
    talk = Dialogue.begin(data_dir, clock)
    yield talk
    talk.app.database.close()


def fill(database) -> None:
    """Let the database grow no further: SQLite says then what it says of a full disk."""
    database.engine.dispose()

    @event.listens_for(database.engine, "connect")
    def small(connection, _record) -> None:
        connection.execute("PRAGMA max_page_count = 1").close()


async def test_a_database_without_room_is_told_in_the_chat(talk):
    await talk.say("hola")
    fill(talk.app.database)
    while True:  # until the last free page is written
        await talk.say(f"/ajustes voz {'cercana ' * 60}")
        if "✅" not in talk.text:
            break
    assert SAID in talk.text
    assert len(talk.said) == 1
    assert "código" not in talk.text


async def test_a_photo_that_cannot_be_kept_is_told_in_the_chat(talk, monkeypatch):
    await talk.say("hola")

    def put(_content: bytes) -> str:
        raise FULL

    monkeypatch.setattr(type(talk.app.services.pictures), "put", lambda _self, c: put(c))
    await talk.say("ceviche de hoy", Upload("foto.jpg", JPEG))
    assert SAID in talk.text
    await talk.say("/ajustes idioma english")
    await talk.say("today's ceviche", Upload("photo.jpg", JPEG))
    assert "The disk is full and I could save nothing" in talk.text


def test_a_full_disk_is_known_through_what_wraps_it(sqlite):
    fill(sqlite)

    def grow() -> None:
        with sqlite.writing() as session:
            session.execute(text("CREATE TABLE more (id INTEGER)"))
            session.execute(text("INSERT INTO more VALUES (randomblob(90000))"))

    with pytest.raises(OperationalError) as wrapped:
        grow()
    assert disk_is_full(wrapped.value)
    led = RuntimeError("wrapped")
    led.__cause__ = FULL
    assert disk_is_full(led)


@pytest.mark.parametrize("error", [OSError(errno.EACCES, "no"), ValueError("No space left")])
def test_other_troubles_are_not_taken_for_it(error):
    assert not disk_is_full(error)
