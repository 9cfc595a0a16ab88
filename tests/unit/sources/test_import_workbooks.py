"""Workbooks: real dates, lost ids, several sheets, and formulas that do nothing."""

from __future__ import annotations

import io
from datetime import datetime, timedelta

import pytest
from looking import Look  # noqa: TC002
from openpyxl import Workbook

from peruopt.errors import UserError
from peruopt.results import Media

HEAD = ["Date", "Message", "Profile", "Network", "Likes per post", "Message-ID", "Link"]


def saved(*sheets: list[list[object]]) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets):
        sheet = book.create_sheet(f"Hoja{number + 1}")
        for row in rows:
            sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def post(n: int, **other: object) -> list[object]:
    row: dict[str, object] = {
        "at": datetime(2025, 3, 1, 20, 5) + timedelta(days=n),  # noqa: DTZ001
        "text": f"Ceviche {n}",
        "account": "lacaleta",
        "network": "INSTAGRAM",
        "likes": 5.0,
        "id": 1.81834128820578e16,
        "url": f"https://www.instagram.com/reel/CJgNdwbB{n:03d}/",
    }
    return list((row | other).values())


def test_dates_and_counts_are_read_and_rounded_ids_left(look: Look) -> None:
    seen = look(saved([HEAD, *(post(n) for n in range(9))]), name="x.xlsx")
    assert len(seen.posts) == 9
    assert seen.posts[0].external_id == "CJgNdwbB000"
    assert seen.posts[0].metrics.likes == 5
    assert seen.posts[0].media is Media.REEL
    assert seen.survey.notes == ("importing.note_lost_ids",)


def test_the_sheet_with_the_posts_is_found(look: Look) -> None:
    cover = [["Informe mensual"], ["La Caleta", "2025"]]
    seen = look(saved(cover, [["Preparado por Ana"], [], HEAD, post(0)]), name="x.xlsx")
    assert seen.survey.layout.sheet == "Hoja2"
    assert (len(seen.posts), seen.survey.layout.line) == (1, 3)


def test_formulas_do_nothing(look: Look) -> None:
    # openpyxl saves no results, so a formula cell holds none
    rows = [post(n, text='=WEBSERVICE("http://127.0.0.1/")') for n in range(3)]
    rows.append(post(3, likes="=1+1"))
    seen = look(saved([HEAD, *rows]), name="x.xlsx")
    assert [p.text for p in seen.posts] == ["", "", "", "Ceviche 3"]
    assert seen.posts[3].metrics.likes is None


def test_days_that_excel_exchanged(look: Look) -> None:
    truth = [datetime(2025, month, day, 20) for month in (3, 4, 5) for day in range(1, 29)]  # noqa: DTZ001
    rows = [
        post(
            n,
            at=at.replace(month=at.day, day=at.month) if at.day <= 12 else f"{at:%d/%m/%Y %H:%M}",
        )
        for n, at in enumerate(truth)
    ]
    for row in rows:
        row[-1] = ""
    seen = look(saved([HEAD, *rows]), name="x.xlsx")
    assert [when[:10] for when in seen.local] == [f"{at:%Y-%m-%d}" for at in truth]


def test_a_damaged_workbook_is_a_sentence(look: Look) -> None:
    import zipfile

    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("[Content_Types].xml", "<x")
        archive.writestr("xl/workbook.xml", '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>')
    with pytest.raises(UserError) as refused:
        look(file.getvalue(), name="x.xlsx")
    assert refused.value.key == "importing.broken"
