"""Days of the house's own, as people say them."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from peruopt.errors import UserError
from peruopt.festive.understanding import LONGEST_NAME, understand

LIMA = ZoneInfo("America/Lima")
MONDAY = datetime(2026, 11, 23, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "name", "rule"),
    [
        ("aniversario 15 de marzo", "Aniversario", "03-15"),
        ("Nuestro aniversario es el 10 de noviembre", "Aniversario", "11-10"),
        ("aniversario 12 de noviembre", "Aniversario", "11-12"),
        ("cumpleaños del chef 3/4", "Cumpleaños del chef", "04-03"),
        ("todos los martes 2x1 en chilcanos", "2x1 en chilcanos", "tue"),
        ("los jueves noche criolla", "Noche criolla", "thu"),
        ("martes y jueves de alitas", "Alitas", "tue,thu"),
        ("todos los sábados y domingos buffet", "Buffet", "sat,sun"),
        ("de lunes a viernes menú ejecutivo", "Menú ejecutivo", "mon,tue,wed,thu,fri"),
        ("primer viernes de cada mes peña", "Peña", "fri 1"),
        ("el último domingo del mes buffet criollo", "Buffet criollo", "sun 5"),
        ("segundo domingo de mayo almuerzo de mamá", "Almuerzo de mamá", "sun 2 05"),
        ("el 15 de cada mes sorteo", "Sorteo", "15"),
        ("festival del ceviche el 12 de diciembre", "Festival del ceviche", "2026-12-12"),
        ("cena maridaje 15 de marzo de 2027", "Cena maridaje", "2027-03-15"),
        ("mañana inauguración", "Inauguración", "2026-11-24"),
        ("every Tuesday 2x1 chilcanos", "2x1 chilcanos", "tue"),
        ("anniversary March 15", "Anniversary", "03-15"),
        ("on Sundays live music", "Live music", "sun"),
    ],
)
def test_understood(said: str, name: str, rule: str) -> None:
    day = understand(said, MONDAY, LIMA)
    assert (day.name, day.rule) == (name, rule)


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("hola", "occasions.no_day"),
        ("los martes", "occasions.no_name"),
        ("aniversario 31 de febrero", "spoken.no_such_day"),
        ("🎉 15 de marzo de 2027", "occasions.no_name"),
        ("x" * 300, "occasions.long"),
    ],
)
def test_not_understood_says_what_is_missing(said: str, key: str) -> None:
    with pytest.raises(UserError) as refusal:
        understand(said, MONDAY, LIMA)
    assert refusal.value.key == key


def test_a_long_name_is_cut_at_a_word() -> None:
    day = understand("los martes " + "palabra " * 20, MONDAY, LIMA)
    assert len(day.name) <= LONGEST_NAME
    assert day.name.endswith("palabra…")
