"""The law checker: what must be said, and no false alarms."""

from __future__ import annotations

from pathlib import Path

import pytest

from peruopt.rules import law
from peruopt.rules.finding import Severity

HERE = Path(__file__).parent
ORDINARY = (HERE / "ordinary.txt").read_text("utf-8").splitlines()
# written after the rules and never used to mend them
LONGER = (HERE / "ordinary_long.txt").read_text("utf-8").splitlines()

ALCOHOL = [
    "Pisco sour de la casa, como siempre.",
    "Jueves de chilcanos",
    "Una chela bien helada con tu ceviche",
    "Cerveza artesanal en barra",
    "Prueba el maracuyá sour",
    "Happy hour de 5 a 8",
    "Copa de vino tinto con tu lomo",
    "Nuestra carta de vinos",
    "Queso y vino para dos",
    "Hoy hay vino de la casa",
    "Cata de pisco quebranta este jueves",
    "Tragos y piqueos",
    "Sangría por jarra",
    "Chicha de jora en caporal",
    "Macerado de coca y maracuyá",
    "Algarrobina, chilcano y capitán: elige tu coctel",
    "Un ron con cola y anticuchos",
    "Vino a S/ 20 la copa",
    "Pisco Sour Day en Pisco",
    "Estamos en Pisco y servimos chilcanos",
    "Sunset cocktails by the sea",
    "Two glasses of wine and a causa",
    "Ceviche con cerveza",
]

PROMOTIONS = [
    "2x1 en ceviches los martes",
    "20 % dscto en toda la carta",
    "20% de descuento pagando con Yape",
    "Combo marino a S/ 49",
    "Llévate una chicha gratis por tu pedido",
    "Oferta: tres causas al precio de dos",
    "Paga 2 y lleva 3",
    "Promo de la semana en pollos a la brasa",
    "Segundo plato a mitad de precio",
    "Two-for-one ceviche",
]


@pytest.mark.parametrize("text", ALCOHOL)
def test_alcohol_asks_for_the_wording_and_mending_settles_it(text: str) -> None:
    (finding,) = [f for f in law.check(text) if f.rule == "law.alcohol"]
    assert finding.severity is Severity.WARN
    assert finding.mended is not None
    assert finding.mended.endswith("TOMAR BEBIDAS ALCOHÓLICAS EN EXCESO ES DAÑINO")
    assert not [f for f in law.check(finding.mended) if f.rule == "law.alcohol"]


def test_the_wording_counts_however_it_is_written() -> None:
    assert law.check("Chilcano de maracuyá.\nTomar bebidas alcohólicas en exceso es dañino.") == []


@pytest.mark.parametrize("text", PROMOTIONS)
def test_a_promotion_states_duration_and_units(text: str) -> None:
    (finding,) = law.check(text)
    assert finding.key in ("rules.promotion", "rules.promotion_units")
    assert finding.mended is not None
    assert "Stock mínimo: ___ unidades." in finding.mended


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("2x1 en causas hasta el 30 de noviembre", "rules.promotion_units"),
        ("2x1 en causas. Stock: 40 unidades", "rules.promotion_duration"),
        ("2x1 en causas del 1 al 15 de julio, 40 unidades disponibles", None),
        ("20 % de descuento solo por hoy a los primeros 30 pedidos", None),
        ("2x1 en causas hasta agotar stock", "rules.promotion"),
    ],
)
def test_what_a_promotion_already_says_is_not_asked_again(text: str, key: str | None) -> None:
    assert [f.key for f in law.check(text)] == ([key] if key else [])


def test_a_blank_left_open_does_not_go_out() -> None:
    (promotion,) = law.check("2x1 en causas")
    assert promotion.mended is not None
    (blank,) = law.check(promotion.mended)
    assert (blank.rule, blank.severity) == ("law.blank", Severity.BLOCK)
    filled = promotion.mended.replace("hasta el ___", "hasta el 30/11").replace("___", "50")
    assert law.check(filled) == []


def test_the_clause_speaks_the_language_of_the_post() -> None:
    (finding,) = law.check("Half price causas", locale="en")
    assert finding.mended is not None
    assert finding.mended.endswith("Valid until ___. Minimum stock: ___ units.")


def test_there_are_two_hundred_ordinary_posts() -> None:
    assert len(set(ORDINARY)) >= 200
    assert len(set(LONGER) - set(ORDINARY)) >= 60


@pytest.mark.parametrize("text", ORDINARY + LONGER)
def test_an_ordinary_post_raises_no_alarm(text: str) -> None:
    assert law.check(text) == []


def test_decomposed_accents_are_read_and_quoted_whole() -> None:
    (finding,) = law.check("Co\u0301cteles y chilcanos")
    assert finding.values["found"] == "Cócteles"
