"""What an idea is about."""

from __future__ import annotations

from datetime import date

import pytest

from peruopt.writers.days import feast
from peruopt.writers.dishes import dishes, find
from peruopt.writers.subject import understand

MEANT = [
    ("ceviche", "ceviche"),
    ("seviche", "ceviche"),
    ("zeviche", "ceviche"),
    ("post del aji de gallina para el viernes", "aji_de_gallina"),
    ("Quiero un post del lomo para instagram", "lomo_saltado"),
    ("lomo salteado", "lomo_saltado"),
    ("arros chaufa", "arroz_chaufa"),
    ("tallarin saltao", "tallarin_saltado"),
    ("anticuxos", "anticuchos"),
    ("pachamnca", "pachamanca"),
    ("pollo ala brasa", "pollo_a_la_brasa"),
    ("poyo a la braza", "pollo_a_la_brasa"),
    ("papa la huancaina", "papa_a_la_huancaina"),
    ("write a post about rocoto relleno", "rocoto_relleno"),
    ("nuestro suspiro limeño", "suspiro_limeno"),
    ("TACACHO CON CECINA", "tacacho_con_cecina"),
    ("cau-cau", "cau_cau"),
    ("hoy toca cuy", "cuy"),
]


@pytest.mark.parametrize(("idea", "key"), MEANT)
def test_the_dish_is_recognised(idea: str, key: str) -> None:
    found = find(idea)
    assert found is not None
    assert found.dish.key == key


@pytest.mark.parametrize(
    "idea",
    [
        "buscamos mozo",
        "abrimos feriado",
        "música criolla",
        "a causa de la lluvia",
        "2x1",
        "",
        "hola",
    ],
)
def test_no_dish_is_seen_where_there_is_none(idea: str) -> None:
    assert find(idea) is None


@pytest.mark.parametrize(
    ("idea", "kind", "name"),
    [
        ("post del ají de gallina", "dish", "ají de gallina"),
        ("seco de cordero", "dish", "seco de cordero"),
        ("ceviche de lenguado", "dish", "ceviche de lenguado"),
        ("nuestra causa", "dish", "causa limeña"),
        ("ceviche de pato", "named", "ceviche de pato"),
        ("pizza hawaiana", "named", "pizza hawaiana"),
        ("ceviche 2x1 los martes", "detail", "ceviche"),
        ("2x1 los martes", "promotion", ""),
        ("20% de descuento con Yape", "promotion", ""),
        ("abrimos feriado", "open", ""),
        ("mañana no atendemos", "closed", ""),
        ("buscamos mozo con experiencia", "hiring", ""),
        ("buscamos cocinero para chaufa", "hiring", ""),
        ("hoy música criolla", "music", ""),
        ("feliz día del ceviche", "greeting", ""),
        ("gracias por llenar la casa", "thanks", ""),
        ("cumplimos 10 años", "celebration", ""),
        ("delivery hasta las 10", "delivery", ""),
        ("sorteo de una cena", "raffle", ""),
        ("nueva carta", "menu", ""),
        ("reservas para grupos", "booking", ""),
        ("Perú juega el jueves", "match", ""),
        ("nuevo local en Surco", "announcement", ""),
        ("haz un post", "unknown", ""),
        ("", "unknown", ""),
    ],
)
def test_the_kind_of_an_idea(idea: str, kind: str, name: str) -> None:
    subject = understand(idea)
    assert (subject.kind, subject.name) == (kind, name)


def test_the_knowledge_base_is_whole() -> None:
    assert len(dishes()) >= 45
    for dish in dishes().values():
        assert dish.form in ("ms", "fs", "mp", "fp")
        for tongue in ("es", "en"):
            assert len(dish.senses[tongue]) == 2
            lines = dish.lines[tongue]
            assert (
                lines["ask"]
                .rstrip(" .")
                .endswith(("?", "tres", "peleas", "sigue", "on", "three", "fighting"))
            ), dish.key
            for line in ("made", "story", "short", *dish.senses[tongue]):
                text = lines.get(line, line)
                assert text[-1] in ".?", f"{dish.key}: {text}"
        assert "what" in dish.lines["en"]


@pytest.mark.parametrize(
    ("day", "dish", "name"),
    [
        (date(2026, 6, 28), "ceviche", "el Día del Ceviche"),
        (date(2026, 6, 28), "juane", None),
        (date(2026, 7, 19), "pollo_a_la_brasa", "el Día del Pollo a la Brasa"),
        (date(2027, 2, 6), "pisco_sour", "el Día del Pisco Sour"),
        (date(2026, 5, 10), None, "el Día de la Madre"),
        (date(2026, 4, 3), None, "Viernes Santo"),
        (date(2027, 3, 26), None, "Viernes Santo"),
        (date(2026, 10, 18), "anticuchos", "el Día del Anticucho"),
        (date(2026, 11, 24), None, None),
    ],
)
def test_feasts_fall_where_they_fall(day: date, dish: str | None, name: str | None) -> None:
    said = feast(day, dish, "es")
    assert said.get("own" if dish else "feast") == name
