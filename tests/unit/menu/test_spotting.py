"""Which dish a post is about."""

from __future__ import annotations

import pytest

from peruopt.menu.item import Item
from peruopt.menu.spotting import Spotter


@pytest.mark.parametrize(
    ("text", "dish"),
    [
        ("Hoy hay cebiche, con su leche de tigre", "ceviche"),
        ("¡CEVICHES para todos! 🐟", "ceviche"),
        ("La leche de tigre que levanta muertos", "leche de tigre"),
        ("Ají de gallina de la abuela #domingo", "ají de gallina"),
        ("Ven por tu lomito saltado", "lomo saltado"),
        ("Causa limeña bien fría", "causa limeña"),
        ("Donamos por una buena causa", None),
        ("Cerrado por causa de la lluvia", None),
        ("Mi causa, ven por un chupe en jarra", None),
        ("Vino seco y un suspiro", None),
        ("Suspiro a la limeña para el postre", "suspiro a la limeña"),
        ("Feliz día de la madre", None),
        ("Juan te espera en la Fiesta de San Juan", None),
        ("Juanes por San Juan", "juane"),
        ("", None),
    ],
)
def test_the_first_dish_named_is_what_it_is_about(text, dish):
    assert Spotter(()).first(text) == dish


def test_the_house_calls_its_dish_what_it_calls_it():
    menu = [Item("Ceviche carretillero"), Item("Combo del muelle")]
    spotter = Spotter(menu)
    assert spotter.first("Sale un ceviche carretillero") == "Ceviche carretillero"
    assert spotter.first("Sale un ceviche") == "ceviche"
    assert spotter.first("el combo del muelle con chicha") == "Combo del muelle"
