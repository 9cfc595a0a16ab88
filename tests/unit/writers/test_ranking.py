"""Choosing among candidates."""

from __future__ import annotations

from peruopt.ports import Candidate
from peruopt.recommending import Basis, Forecast
from peruopt.writers.distance import nearest, overlap
from peruopt.writers.ranking import pick

A = Candidate("El ceviche sale al momento y con mucho limón.")
B = Candidate("Hoy la olla trae seco de cordero con frejoles.")
C = Candidate("¿Quién dijo picarones? Miel hasta los codos.")
A2 = Candidate("El ceviche sale al momento y con mucho limón, siempre.")


def worth(expected: float) -> Forecast:
    return Forecast(10.0, expected, 1.0, 100.0, Basis.MODEL)


def test_what_promises_more_comes_first() -> None:
    forecasts = [worth(10), worth(40), worth(20)]
    assert pick([A, B, C], forecasts, [], 3) == [B, C, A]


def test_a_recent_text_is_never_picked_again() -> None:
    assert pick([A, B], [worth(100), worth(5)], [A.text], 2) == [B]
    tagged = Candidate(B.text, ("#Seco",))
    assert pick([tagged], [worth(5)], [tagged.full], 1) == []


def test_near_copies_do_not_stand_side_by_side() -> None:
    forecasts = [worth(50), worth(49), worth(12), worth(11)]
    assert pick([A, A2, B, C], forecasts, [], 3) == [A, B, C]


def test_a_near_copy_is_taken_when_nothing_else_is_left() -> None:
    assert pick([A, A2], [worth(50), worth(49)], [], 2) == [A, A2]


def test_without_forecasts_distance_decides() -> None:
    assert pick([A, B], [], ["El ceviche sale al momento y con limón."], 1) == [B]
    assert pick([], [], [], 3) == []
    assert len(pick([A, A, B], [], [], 3)) == 2


def test_distance_ignores_accents_hashtags_and_case() -> None:
    assert overlap("Ají de gallina con arroz", "aji DE gallina con arroz #Lima") == 1.0
    assert overlap("uno dos tres", "cuatro cinco seis") == 0.0
    assert nearest("hola", []) == 0.0
