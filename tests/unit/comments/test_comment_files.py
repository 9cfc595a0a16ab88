"""Files of comments, as tools and Meta write them, and as they should not be."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from peruopt.chat.message import Upload
from peruopt.comments.reading import LONGEST, read_comments
from peruopt.errors import UserError

NOW = datetime(2026, 11, 23, 15, tzinfo=UTC)
LIMA = "America/Lima"


def read(content: bytes | str, name: str = "comentarios.csv"):
    raw = content.encode() if isinstance(content, str) else content
    return read_comments(Upload(name, raw), NOW, LIMA)


def test_a_table_in_spanish():
    found = read(
        "Id de la publicación;Comentario;Fecha;Autor\n"
        "17;Riquísimo el ceviche;21/11/2026 20:15;Rosa\n"
        "17;Demoraron una hora;22/11/2026 13:00;Luis\n;;;\n"
    )
    first, second = found.comments
    assert (first.text, first.post) == ("Riquísimo el ceviche", "17")
    assert first.at == datetime(2026, 11, 22, 1, 15, tzinfo=UTC)
    assert second.at == datetime(2026, 11, 22, 18, tzinfo=UTC)
    assert (found.order, found.sure, found.refused) == ("dmy", True, 0)
    assert "Rosa" not in repr(found), "who wrote it is not kept"


def test_a_table_in_english_counts_its_own_way():
    found = read(
        "Comment ID,Post URL,Date,Comment\nc1,https://x.pe/p/1,11/21/2026,Great\n", "c.csv"
    )
    assert found.comments[0].at.date().isoformat() == "2026-11-21"
    assert (found.comments[0].external_id, found.order) == ("c1", "mdy")


def test_dates_that_read_both_ways_are_read_as_in_peru_and_said():
    found = read("comentario,fecha\nRico,03/11/2026\n")
    assert found.comments[0].at.date().isoformat() == "2026-11-03"
    assert (found.order, found.sure) == ("dmy", False)


def test_what_graph_answers():
    answer = {
        "data": [
            {
                "id": "POST1",
                "message": "Ceviche del día",
                "created_time": "2026-11-20T15:00:00+0000",
                "comments": {
                    "data": [
                        {
                            "id": "a",
                            "message": "Qué rico",
                            "created_time": "2026-11-20T16:00:00+0000",
                        },
                        {"id": "b", "text": "Frío", "timestamp": "2026-11-20T17:00:00+0000"},
                    ]
                },
            }
        ]
    }
    found = read(json.dumps(answer), "comments.json")
    assert [(c.external_id, c.text, c.post) for c in found.comments] == [
        ("a", "Qué rico", "POST1"), ("b", "Frío", "POST1"),
    ]  # fmt: skip


def test_metas_archive_with_its_broken_accents():
    said = {"Comment": {"value": "Riqu\u00c3\u00adsimo"}, "Time": {"timestamp": 1763740800}}
    archive = {"comments_media_comments": [{"string_map_data": said}]}
    found = read(json.dumps(archive), "comments.json")
    assert found.comments[0].text == "Riquísimo"


def test_the_same_row_twice_is_one_comment_with_the_same_id_next_time():
    table = "texto,fecha\nRico,2026-11-20\nRico,2026-11-20\n"
    first, again = read(table), read(table)
    assert len(first.comments) == 1
    assert first.comments == again.comments


def test_long_odd_and_future_ones():
    rows = ["a" * 9000 + ",2026-11-20", "Futuro,2027-01-01", "Sin día,ayer", "\x07Ok,2026-11-21"]
    table = "\n".join(["texto,fecha", *rows])
    found = read(table)
    assert [len(c.text) for c in found.comments] == [LONGEST, 2]
    assert found.refused == 2


@pytest.mark.parametrize(
    ("content", "key"),
    [
        ("hola,mundo\n1,2\n", "comments.file_header"),
        ("texto,fecha\n,\n", "comments.file_empty"),
        ("", "importing.empty"),
        ("[1, 2", "importing.broken"),
        ("{}", "comments.file_empty"),
        ("[" * 100_000, "importing.broken"),
        (b"%PDF-1.7", "importing.not_table"),
        (b"\x89PNG", "importing.not_table"),
    ],
)
def test_what_holds_no_comments_is_said(content, key):
    with pytest.raises(UserError) as error:
        read(content)
    assert error.value.key == key


def test_too_many_are_asked_to_be_divided():
    table = "texto,fecha\n" + "Rico,2026-11-20\n" * 50_002
    with pytest.raises(UserError) as error:
        read(table)
    assert error.value.key == "comments.file_long"
