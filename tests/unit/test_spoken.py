"""Hours and days in words."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peruopt.errors import UserError
from peruopt.spoken.moments import Spoken, day_in, when

LIMA = ZoneInfo("America/Lima")
NOW = datetime(2026, 11, 25, 15, 0, tzinfo=LIMA).astimezone(UTC)
TABLE = [
    [part.strip() for part in line.split("|")]
    for line in (Path(__file__).parent / "spoken_table.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
]


def said(text: str, now: datetime = NOW, **rest: object) -> Spoken | None:
    return when(text, now=now, zone=LIMA, **rest)


def shown(spoken: Spoken | None) -> str:
    if spoken is None:
        return "None"
    if spoken.at is None:
        return f"{spoken.day} -"
    mark = " ?" if spoken.assumed else ""
    return f"{spoken.at.astimezone(LIMA):%Y-%m-%d %H:%M}{mark}"


def test_the_table_is_long() -> None:
    assert len(TABLE) >= 80


@pytest.mark.parametrize(("text", "expected"), TABLE)
def test_what_is_said_is_understood(text: str, expected: str) -> None:
    if expected.startswith("spoken."):
        with pytest.raises(UserError) as error:
            said(text)
        assert error.value.key == expected
    else:
        assert shown(said(text)) == expected
        assert shown(said(text.upper())) == expected


def test_the_moment_is_aware_and_utc() -> None:
    spoken = said("viernes 8pm")
    assert spoken is not None
    assert spoken.at == datetime(2026, 11, 28, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("ceviche mañana a las 8 de la noche", "ceviche"),
        ("publícalo el viernes a las 7 y cuarto", "publícalo"),
        ("sube la causa para este sábado en la noche, porfa", "sube la causa, porfa"),
        ("viernes 8pm", ""),
        ("Post the lomo on Friday at 6pm", "Post the lomo"),
    ],
)
def test_the_rest_stays(text: str, rest: str) -> None:
    spoken = said(text)
    assert spoken is not None
    assert spoken.rest == rest


def test_an_answer_that_names_only_the_hour_keeps_the_day_agreed_on() -> None:
    assert shown(said("a las 8", day=date(2026, 12, 1))) == "2026-12-01 20:00 ?"
    with pytest.raises(UserError):
        said("a las 2pm", day=date(2026, 11, 25))


def test_a_bare_hour_that_is_past_means_the_next_one() -> None:
    late = datetime(2026, 11, 25, 21, 0, tzinfo=LIMA).astimezone(UTC)
    assert shown(said("a las 8 de la noche", late)) == "2026-11-26 20:00"
    assert shown(said("hoy a las 10", late)) == "2026-11-25 22:00 ?"
    assert shown(said("esta noche", late)) == "2026-11-25 -"


def test_another_city_has_another_clock() -> None:
    madrid = when("viernes 8pm", now=NOW, zone=ZoneInfo("Europe/Madrid"))
    assert madrid is not None
    assert madrid.at == datetime(2026, 11, 27, 19, 0, tzinfo=UTC)


def test_long_texts_are_not_read() -> None:
    assert said("mañana a las 8 " * 20) is None


def test_a_possessive_day_is_that_day_and_no_other() -> None:
    spoken = said("to Friday's lunch at 1pm")
    assert spoken is not None
    assert spoken.day == date(2026, 11, 27)
    assert spoken.rest == "to lunch"


@given(st.text(max_size=200))
def test_any_text_is_survived_and_never_the_past(text: str) -> None:
    try:
        spoken = said(text)
    except UserError:
        return
    assert spoken is None or spoken.at is None or spoken.at >= NOW - timedelta(seconds=1)


@pytest.mark.parametrize(
    ("text", "idea", "day"),
    [
        ("post del ají de gallina para el viernes", "post del ají de gallina", "2026-11-27"),
        ("pan con chicharrón el domingo", "pan con chicharrón", "2026-11-29"),
        ("hoy música criolla", "música criolla", "2026-11-25"),
        ("viernes de pollo a la brasa", "pollo a la brasa", "2026-11-27"),
        ("ceviche del viernes", "ceviche", "2026-11-27"),
        ("causa para el 15", "causa", "2026-12-15"),
        ("pollo para el 28 de julio", "pollo", "2027-07-28"),
        ("promo por Navidad", "promo por Navidad", "2026-12-25"),
        ("Lomo saltado for tomorrow", "Lomo saltado", "2026-11-26"),
        ("tomorrow's lunch", "lunch", "2026-11-26"),
        ("for tomorrow’s lunch", "lunch", "2026-11-26"),
        ("2x1 promo for Friday's dinner", "2x1 promo for dinner", "2026-11-27"),
        ("something for this SATURDAY'S brunch", "something for brunch", "2026-11-28"),
        ("the day after tomorrow's lunch", "lunch", "2026-11-27"),
        ("today's ceviche and the chef's pisco", "ceviche and the chef's pisco", "2026-11-25"),
        ("28 November's tasting", "tasting", "2026-11-28"),
        ("the chef's menu for tomorrow", "the chef's menu", "2026-11-26"),
        ("today's special: lomo", "today's special: lomo", None),
        ("our Fridays' offer", "our Fridays' offer", None),
        ("2x1 los martes", "2x1 los martes", None),
        ("abrimos de lunes a viernes", "abrimos de lunes a viernes", None),
        ("desayunos sábados y domingos", "desayunos sábados y domingos", None),
        ("open every friday", "open every friday", None),
        ("desayunos en la mañana", "desayunos en la mañana", None),
        ("1/4 de pollo", "1/4 de pollo", None),
        ("abierto 24/7", "abierto 24/7", None),
        ("frutos del mar", "frutos del mar", None),
        ("menú del día 12 soles", "menú del día 12 soles", None),
        ("gracias por lo de ayer", "gracias por lo de ayer", None),
        ("", "", None),
    ],
)
def test_the_day_inside_an_idea(text: str, idea: str, day: str | None) -> None:
    assert day_in(text, NOW, LIMA) == (idea, date.fromisoformat(day) if day else None)
