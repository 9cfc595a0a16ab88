"""What is called a table and is a picture is neither imported nor made into drafts."""

from __future__ import annotations

import pytest

from peruopt.chat.message import Upload
from tests.photos import jpeg, png
from tests.talk import Dialogue

WEBP = b"RIFF\x10\0\0\0WEBPVP8 "


@pytest.fixture
async def talk(data_dir, clock):
    talk = Dialogue.begin(data_dir, clock)
    await talk.say("hola")
    yield talk
    talk.close()


def drafts(talk) -> int:
    with talk.app.services.work(1) as w:
        return len(w.drafts.recent(9))


@pytest.mark.parametrize(
    "upload",
    [
        Upload("png.csv", png()), Upload("Foto.XLSX", jpeg()), Upload("a.tsv", WEBP),
    ],
)  # fmt: skip
async def test_it_is_said_what_it_is(talk, upload):
    for told in ("", "ceviche de hoy"):
        await talk.say(told, upload)
        assert f"«{upload.name}» se llama como una tabla y es una foto." in talk.text
    await talk.say("", Upload("bueno.jpg", jpeg()), upload)
    assert "es una foto" in talk.text
    assert drafts(talk) == 0
    await talk.say("/ajustes idioma english")
    await talk.say("", upload)
    assert f"“{upload.name}” is called a table and is a picture." in talk.text


async def test_a_photo_for_a_draft_is_no_table_either(talk):
    await talk.say("/redactar ceviche")
    await talk.say("/foto 3")
    await talk.say("", Upload("png.csv", png()))
    assert "se llama como una tabla y es una foto" in talk.text


async def test_a_table_whose_first_title_begins_like_a_bitmap_is_imported(talk):
    table = b"BM;Fecha;Texto;Me gusta;Red\n1;2025-01-01 12:00;Ceviche;10;Facebook\n"
    await talk.say("", Upload("p.csv", table))
    assert "publicaci" in talk.text
    assert drafts(talk) == 0
