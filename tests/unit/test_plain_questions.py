"""Plain questions that a command answers already, and what only looks like them."""

from __future__ import annotations

import pytest

from peruopt.chat.intent import intent


@pytest.mark.parametrize(
    ("said", "command"),
    [
        ("¿Cuál fue mi mejor publicación del mes?", ("resumen", "30d")),
        ("mejor post de la semana", ("resumen", "7d")),
        ("best post this month", ("resumen", "30d")),
        ("What was our best post this week?", ("resumen", "7d")),
        ("is anything waiting for me?", ("pendientes", "")),
        ("¿hay algo que espere mi respuesta?", ("pendientes", "")),
        ("Did yesterday's post go out?", ("publicadas", "")),
        ("did the last post get published?", ("publicadas", "")),
    ],
)
def test_a_question_finds_its_command(said: str, command: tuple[str, str]) -> None:
    assert intent(said) == command


@pytest.mark.parametrize(
    "said",
    ["la mejor publicación de ceviche", "best post about ceviche", "hay ceviche", "hay algo",
     "tengo algo nuevo: causa", "hay algo rico hoy", "publica el mejor post del mes de la casa",
     "did you like the post", "is anything better than ceviche?"],
)  # fmt: skip
def test_what_only_looks_like_it_does_not(said: str) -> None:
    found = intent(said)
    assert found is None or found[0] not in ("resumen", "pendientes", "publicadas")
