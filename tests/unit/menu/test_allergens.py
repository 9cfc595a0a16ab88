"""No text may deny what the menu says a dish holds."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from peruopt.menu.allergens import denied
from peruopt.menu.checking import check
from peruopt.menu.item import Item
from peruopt.ports import Brief
from peruopt.restaurant import Network
from peruopt.writers.answers import Answer, review
from peruopt.writers.dishes import dishes
from peruopt.writers.template import TemplateWriter

OCOPA = Item("Ocopa", 2400, ingredients="papa, huacatay, maní, queso", allergens="maní, lácteos")
NOON = datetime(2026, 11, 23, 17, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Nuestra ocopa, sin maní y con cariño.", "sin maní"),
        ("Ocopa libre de frutos secos", "libre de frutos secos"),
        ("Una ocopa vegana", "vegana"),
        ("Ocopa: no lleva lácteos", "no lleva lácteos"),
        ("Peanut-free ocopa", "Peanut-free"),
        ("Dairy free ocopa", "Dairy free"),
        ("Ocopa con maní tostado", None),
        ("Ocopa sin apuro", None),
        ("Ocopa sin gluten", None),
        ("No hay ocopa sin risas", None),
    ],
)
def test_what_denies(text: str, said: str | None) -> None:
    assert denied(text, OCOPA) == said


def test_the_card_says_it_and_a_dish_without_it_may() -> None:
    (finding,) = check("Ocopa sin maní", "ocopa", [OCOPA], NOON)
    assert (finding.key, finding.values["holds"]) == ("menu.allergen", "maní, lácteos")
    assert finding.mended is None, "no machine mends this"
    assert check("Ocopa sin maní", "ocopa", [Item("Ocopa", 2400)], NOON) == []
    assert denied("Ceviche de pescado, vegano", Item("Ceviche", ingredients="pescado")) == "vegano"


def test_gpt_is_told() -> None:
    texts = ["Ocopa sin maní para todos.", "Ocopa de la casa, como en Arequipa."]
    answer = Answer.model_validate({"candidates": [{"text": t, "hashtags": []} for t in texts]})
    brief = Brief("ocopa", "La Sirena", Network.FACEBOOK, item=OCOPA)
    shown, faults = review(answer, brief)
    assert [candidate.text for candidate in shown] == texts[1:]
    assert "denies what the menu says" in faults[0]


@pytest.mark.parametrize("locale", ["es_PE", "en"])
async def test_no_offline_text_denies_any_allergen(locale: str) -> None:
    every = "gluten, lácteos, huevo, maní, pescado, mariscos, soya, ajonjolí"
    for dish in dishes().values():
        item = Item(dish.name, 3000, allergens=every)
        brief = Brief(dish.name, "La Sirena", Network.FACEBOOK, item=item, locale=locale)
        for candidate in (await TemplateWriter().write(brief, 6)).candidates:
            assert denied(candidate.full, item) is None, candidate.text
