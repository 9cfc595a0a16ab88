"""Bad rows are refused one by one; duplicates, totals and empty rows are counted."""

from __future__ import annotations

import pytest
from looking import Look, dated

from peruopt.errors import UserError


def days(count: int) -> list[str]:
    return [
        f"2025-{1 + n // 28 % 10:02d}-{1 + n % 28:02d} {8 + n % 13:02d}:{n // 280:02d}"
        for n in range(count)
    ]


def table(count: int = 412) -> list[str]:
    return dated(days(count)).splitlines()


def test_three_bad_rows_of_412(look: Look) -> None:
    lines = table()
    lines[10] = '"ayer por la tarde",Ceviche,5,facebook'
    lines[200] = lines[200].replace(",199,", ",muchos,")
    lines[400] = '"2025-02-30 10:00",Lomo,5,facebook'
    seen = look("\n".join(lines))
    assert len(seen.posts) == 409
    assert [(row.line, row.key) for row in seen.refused] == [
        (11, "importing.row_date"),
        (201, "importing.row_count"),
        (401, "importing.row_impossible"),
    ]
    assert seen.refused[1].values == {"column": "me gusta", "value": "muchos"}


def test_more_than_one_percent_unread_dates_is_an_error_with_lines(look: Look) -> None:
    lines = table(200)
    for n in (4, 50, 120):
        lines[n] = '"el otro día",Ceviche,5,facebook'
    with pytest.raises(UserError) as refused:
        look("\n".join(lines))
    assert refused.value.key == "importing.dates"
    assert refused.value.values["lines"] == "5, 51, 121"
    assert refused.value.values["example"] == "el otro día"


def test_future_and_missing_dates(look: Look) -> None:
    lines = table(120)
    lines[5] = '"2031-01-01 10:00",Ceviche,5,facebook'
    lines[6] = '"",Lomo 2,5,facebook'
    seen = look("\n".join(lines))
    assert [(row.line, row.key) for row in seen.refused] == [
        (6, "importing.row_future"),
        (7, "importing.row_no_date"),
    ]


def test_duplicates_by_id_and_by_words_and_time(look: Look) -> None:
    seen = look(
        "id,fecha,texto,red\n"
        "a1,2025-03-01 20:00,Ceviche,facebook\n"
        "a2,2025-03-02 20:00,Lomo,facebook\n"
        "a1,2025-03-01 20:00,Ceviche (editado),facebook\n"
        "a9,2025-03-02 20:00,Lomo,facebook\n"
        "b1,2025-03-02 20:00,Lomo,instagram\n"
    )
    assert [post.external_id for post in seen.posts] == ["a1", "a2", "b1"]
    assert (seen.reading.duplicates, seen.reading.duplicate_lines) == (2, [4, 5])


def test_a_missing_id_is_derived_and_stable(look: Look) -> None:
    rows = dated(["2025-03-01 20:00", "2025-03-02 20:00"])
    first, again = look(rows), look(rows.replace("\n", "\r\n"))
    assert [post.external_id for post in first.posts] == [p.external_id for p in again.posts]
    assert len({post.external_id for post in first.posts}) == 2


def test_missing_counts_are_none(look: Look) -> None:
    seen = look("fecha,texto,me gusta,comentarios,red\n2025-03-01 20:00,Ceviche,,N/A,facebook\n")
    metrics = seen.posts[0].metrics
    assert (metrics.likes, metrics.comments, metrics.shares) == (None, None, None)


def test_empty_rows_totals_and_repeated_headers(look: Look) -> None:
    lines = table(3)
    lines += ["", ",,,", "Total,,600,", lines[0]]
    seen = look("\n".join(lines))
    assert (len(seen.posts), seen.refused) == (3, [])
    assert seen.reading.skipped == 4 == seen.survey.skipped


def test_text_is_data(look: Look) -> None:
    texts = ["=1+1", "+51 999 111 222", "-50 % hoy", "@lacaleta", "=HYPERLINK(A1)", "{name} %s"]
    rows = [f'2025-03-0{n + 1} 20:00,"{text}",facebook' for n, text in enumerate(texts)]
    seen = look("\n".join(["fecha,texto,red", *rows]))
    assert [post.text for post in seen.posts] == texts


def test_entities_emoji_and_control_characters(look: Look) -> None:
    seen = look(
        "fecha,texto,red\n2025-03-01 20:00,Pan &amp; chicharr\0ón\x07 👨\u200d🍳,facebook\n"
    )
    assert seen.posts[0].text == "Pan & chicharrón 👨\u200d🍳"


def test_a_quote_left_open_costs_its_own_line(look: Look) -> None:
    lines = table(150)
    lines[20] = '2025-01-20 10:00,"Ceviche,5,facebook'
    seen = look("\n".join(lines))
    assert len(seen.posts) + len(seen.refused) >= 149
    assert len(seen.posts) >= 149
