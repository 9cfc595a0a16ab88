"""What is known of columns, accounts and networks, and what is asked."""

from __future__ import annotations

import pytest
from looking import Look  # noqa: TC002

from peruopt.errors import UserError
from peruopt.restaurant import Network
from peruopt.sources.asking import Answers


def test_a_date_without_a_name_is_found_and_asked(look: Look) -> None:
    table = (
        "salió,anotado,copy,me gusta\n"
        "2026-03-04 20:00,2026-03-01 10:00,Ceviche del día para todos,5\n"
        "2026-03-05 20:00,2026-03-02 10:00,Lomo saltado con papas,6\n"
    )
    seen = look(table, name="facebook_lacaleta.csv")
    assert seen.asked == ["column.published_at"]
    assert [choice.value for choice in seen.survey.questions[0].choices] == ["salió", "anotado"]
    chosen = look(
        table,
        name="facebook_lacaleta.csv",
        answers=Answers().add("column.published_at", "anotado"),
    )
    assert (chosen.asked, chosen.local[0]) == ([], "2026-03-01 10:00")


def test_a_header_that_lies_is_seen_through(look: Look) -> None:
    # Meta's "Fecha" says Total in every row; the hour of publishing is the date
    seen = look(
        "Fecha,Hora de publicación,Descripción,Me gusta,Red\n"
        "Total,03/25/2026 20:00,Ceviche,5,Facebook\n"
    )
    assert seen.local == ["2026-03-25 20:00"]


def test_day_and_clock_in_two_columns(look: Look) -> None:
    seen = look(
        "Publishing date,Publishing time,Message,Link,Reactions\n"
        "25/04/2026,5:45 p. m.,Hola,https://www.facebook.com/lacaleta/posts/12345678,30\n"
    )
    assert seen.local == ["2026-04-25 17:45"]
    assert seen.posts[0].external_id == "12345678"
    assert (seen.posts[0].network, seen.posts[0].account) == (Network.FACEBOOK, "lacaleta")


@pytest.mark.parametrize(
    ("header", "local"),
    [("Fecha (GMT)", "15:00"), ("Fecha (PST)", "22:00"), ("Hora America/Santiago", "19:00"),
     ("Date (UTC-3)", "18:00"), ("created_utc", "15:00"), ("fecha", "20:00")],
)  # fmt: skip
def test_the_header_states_the_zone(look: Look, header: str, local: str) -> None:
    seen = look(f"{header},texto,red\n2026-07-04 20:00,Ceviche,facebook\n")
    assert seen.local[0][11:] == local


def test_a_zone_column_and_offsets(look: Look) -> None:
    seen = look(
        "fecha,zona horaria,texto,red\n"
        "2026-07-04 20:00,America/Lima,Ceviche,facebook\n"
        "2026-07-04 20:00,Europe/Madrid,Lomo,facebook\n"
        "2026-07-04T20:00:00+00:00,Europe/Madrid,Tacu tacu,facebook\n"
    )
    assert [when[11:] for when in seen.local] == ["20:00", "13:00", "15:00"]


def test_network_and_account_are_asked_when_nothing_tells(look: Look) -> None:
    table = "fecha,texto,me gusta\n2026-07-04 20:00,Ceviche,3\n"
    seen = look(table, name="export.csv")
    assert seen.asked == ["network", "account"]
    answers = Answers().add("network", "instagram").add("account", "caleta")
    told = look(table, name="export.csv", answers=answers)
    assert told.asked == []
    assert (told.posts[0].network, told.posts[0].account) == (Network.INSTAGRAM, "caleta")


def test_the_file_name_tells(look: Look) -> None:
    table = "fecha,texto,me gusta\n2026-07-04 20:00,Ceviche,3\n"
    seen = look(table, name="instagram_lacaleta_2026-07.csv")
    assert seen.asked == []
    assert (seen.posts[0].network, seen.posts[0].account) == (Network.INSTAGRAM, "lacaleta")


def test_another_network_is_refused_by_row(look: Look) -> None:
    seen = look(
        "fecha,texto,red\n2026-07-04 20:00,Ceviche,LinkedIn\n2026-07-05 20:00,Lomo,Facebook\n"
    )
    assert [(row.line, row.key) for row in seen.refused] == [(2, "importing.row_network")]
    assert len(seen.posts) == 1


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ("nombre,correo\nAna,ana@example.com\n", "importing.no_date_column"),
        ("Fecha;Seguidores;Alcance\n13/04/2026;2.345;900\n", "importing.daily"),
        ("fecha,texto\n", "importing.header_only"),
    ],
)
def test_tables_of_something_else(look: Look, table: str, key: str) -> None:
    with pytest.raises(UserError) as refused:
        look(table)
    assert refused.value.key == key


def test_an_answer_that_is_none() -> None:
    with pytest.raises(ValueError, match="sometimes"):
        Answers().add("day_first", "sometimes")


def test_a_date_column_that_cannot_be_read_names_its_lines(look: Look) -> None:
    with pytest.raises(UserError) as refused:
        look("fecha,texto,me gusta\nhoy,Hola,2\nayer,Lomo,3\nanteayer,Tacu,3\n")
    assert refused.value.key == "importing.dates"
    assert refused.value.values["lines"] == "2, 3, 4"
