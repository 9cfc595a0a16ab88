"""Encodings, delimiters and wrappings that files come in, and files that are no table."""

from __future__ import annotations

import gzip
import io
import zipfile

import pytest
from looking import Look  # noqa: TC002

from peruopt.errors import UserError

TABLE = (
    "Fecha,Texto,Me gusta,Red\r\n"
    '2025-03-01 20:00,"Ají de gallina, ¡qué rico! (año nuevo) según mamá",5,facebook\r\n'
    "2025-03-02 20:00,Piqueo en Ñaña: anticuchos y más… “sí”,6,facebook\r\n"
)
TEXT = "Ají de gallina, ¡qué rico! (año nuevo) según mamá"


def zipped(**members: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "."), content)
    return file.getvalue()


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "mac_roman"],
)
def test_encodings(look: Look, encoding: str) -> None:
    seen = look(TABLE.encode(encoding))
    assert seen.posts[0].text == TEXT
    assert seen.posts[1].text == "Piqueo en Ñaña: anticuchos y más… “sí”"


def test_latin_1(look: Look) -> None:
    table = TABLE.replace("…", "").replace("“", "").replace("”", "")
    assert look(table.encode("latin-1")).posts[0].text == TEXT


def test_a_cut_emoji_does_not_change_the_encoding(look: Look) -> None:
    rows = "".join(
        f"2025-03-{n:02d} 20:00,Ceviche número {n} 🐟 año,5,facebook\n" for n in range(3, 29)
    )
    cut = b"2025-04-01 20:00,Ceviche " + "🐟".encode()[:3] + b",5,facebook\n"
    seen = look(TABLE.encode() + rows.encode() + cut)
    assert seen.posts[0].text == TEXT
    assert seen.posts[-1].text == "Ceviche \ufffd"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters(look: Look, delimiter: str) -> None:
    lines = ["Fecha#Texto#Me gusta#Red", '2025-03-01 20:00#"Ceviche, lomo; sopa"#5#facebook']
    seen = look("\n".join(line.replace("#", delimiter) for line in lines))
    assert seen.posts[0].text == "Ceviche, lomo; sopa"
    assert seen.survey.layout.delimiter == delimiter


def test_excels_own_hint_and_preamble(look: Look) -> None:
    table = (
        "sep=;\nInforme de La Caleta\n\nFecha;Texto;Red\n"
        "2025-03-01 20:00;Ceviche, y más;facebook\n"
    )
    seen = look(table)
    assert seen.posts[0].text == "Ceviche, y más"
    assert seen.survey.layout.line == 4


def test_gzip_and_zip(look: Look) -> None:
    plain = look(TABLE).posts
    assert look(gzip.compress(TABLE.encode())).posts == plain
    assert look(zipped(posts__csv=TABLE.encode(), leeme__md=b"hola")).posts == plain


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"", "importing.empty"),
        (b"\xef\xbb\xbf\r\n", "importing.empty"),
        (b"\xff\xd8\xff\xe0" + b"\x00\x10JFIF" * 99, "importing.not_table"),
        (b"%PDF-1.7 \n1 0 obj", "importing.not_table"),
        (b'{"data": [{"id": 1}]}', "importing.not_table"),
        (b'[{"fecha": "2025"}]', "importing.not_table"),
        (b"<!DOCTYPE html><html><table><tr><td>fecha</td>", "importing.not_table"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "importing.old_excel"),
        (b"hola, esto es una carta.\nNo hay tabla.\n", "importing.no_header"),
        (bytes(range(256)) * 20, "importing.not_readable"),
        (gzip.compress(TABLE.encode() * 50)[:-30], "importing.broken"),
        (zipped(uno__csv=b"a", dos__csv=b"b"), "importing.zip_many"),
        (zipped(foto__jpg=b"a"), "importing.zip_none"),
        (zipped(uno__csv=TABLE.encode())[:-40], "importing.broken"),
    ],
)
def test_what_is_no_table_is_refused_in_a_sentence(look: Look, content: bytes, key: str) -> None:
    with pytest.raises(UserError) as refused:
        look(content)
    assert refused.value.key == key
