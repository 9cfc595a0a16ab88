"""Prices and raffles: what must be said, what is mended, what is left alone."""

from __future__ import annotations

import pytest

from peruopt.rules import law
from peruopt.rules.finding import Severity

RAFFLES = [
    "¡Sorteamos una cena para dos!",
    "SORTEO: un ceviche familiar",
    "Gran concurso de Fiestas Patrias.",
    "Etiqueta a tu mejor amigo y gana un almuerzo",
    "Gánate un pollo a la brasa con nosotros",
    "Giveaway: dinner for two",
    "Follow us and win a free dinner",
    "Este viernes rifamos una canasta",
]
WHOLE = [
    "Sorteamos una cena. Participa hasta el 30 de noviembre: síguenos. Mayores de 18 años.",
    "Giveaway until 5/12! To enter: tag a friend. Open to everyone in Lima.",
]
NO_RAFFLE = [
    "Ganamos el segundo premio del concurso de picarones. ¡Gracias!",
    "El sorteo del mundial se ve aquí, con piqueos.",
    "Con ganas de un buen lomo saltado.",
    "Quien prueba el rocoto gana un lugar en la mesa.",
    "Aquí nadie gana un debate sobre el ceviche.",
]


def only(text: str, rule: str, locale: str = "es_PE"):
    return [finding for finding in law.check(text, locale) if finding.rule == rule]


@pytest.mark.parametrize("text", RAFFLES)
def test_a_raffle_says_until_when_how_and_who(text: str) -> None:
    (finding,) = only(text, "law.raffle")
    assert finding.severity is Severity.WARN
    assert finding.mended is not None
    assert "___" in finding.mended
    assert [f.rule for f in law.check(finding.mended)] == ["law.blank"]


@pytest.mark.parametrize("text", [*WHOLE, *NO_RAFFLE])
def test_what_is_said_or_is_no_raffle_is_left_alone(text: str) -> None:
    assert only(text, "law.raffle") == []


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("Ceviche a S/ 38 + IGV", "Ceviche a S/ 38 (precio final con impuestos: S/ ___)"),
        ("Menú S/ 20 más IGV, hoy", "Menú S/ 20 (precio final con impuestos: S/ ___), hoy"),
        ("Jalea S/ 45. Precios no incluyen IGV.", None),
        ("Parrilla S/ 90 (más recargo al consumo)", None),
        ("Ceviche S/ 38 plus tax", None),
    ],
)
def test_a_price_is_whole(text: str, mended: str | None) -> None:
    (finding,) = only(text, "law.taxes")
    assert finding.values["law"] == "Ley 29571, art. 4"
    assert mended in (None, finding.mended)


@pytest.mark.parametrize(
    "text", ["Tasting menu $45", "Cena por US$ 30", "Menú degustación: 25 dólares", "Brunch 12 €"]
)
def test_a_price_in_foreign_money_is_in_soles_too(text: str) -> None:
    (finding,) = only(text, "law.currency")
    assert finding.mended is not None
    assert finding.mended.endswith("En soles: S/ ___ (tipo de cambio: ___).")
    assert only(f"{text} (S/ 110, tipo de cambio 3.75)", "law.currency") == []


@pytest.mark.parametrize(
    "text",
    [
        "Ceviche clásico a S/ 38, IGV incluido.",
        "Lomo saltado 39 soles",
        "Más sabor, más servicio, más Perú.",
        "Delivery sin recargo en Surquillo",
        "Un plato que vale más que 100 palabras",
    ],
)
def test_an_honest_price_raises_no_alarm(text: str) -> None:
    assert law.check(text) == []
