"""An idea that is too long is refused before anything is promised, kept or waited for."""

from __future__ import annotations

import pytest

from peruopt.chat.message import Upload
from peruopt.ports import Stage, Training
from tests.fakes import FakeTrainer
from tests.photos import jpeg
from tests.talk import Dialogue

LONG = "ceviche " * 659


class Learning(FakeTrainer):
    """Learns for ever; nobody should wait for it here."""

    async def wait(self, restaurant_id: int, seconds: float) -> Training:
        assert seconds == 0.0, "waited for what cannot help"
        return Training(Stage.RUNNING)


@pytest.fixture
def talk(data_dir, clock):
    talk = Dialogue.begin(data_dir, clock, trainer=Learning())
    yield talk
    talk.close()


@pytest.mark.parametrize("uploads", [(), (Upload("plato.jpg", jpeg()),)])
async def test_it_is_said_at_once_and_alone(talk, data_dir, uploads):
    await talk.say("hola")
    await talk.say(f"/redactar {LONG}", *uploads)
    assert len(talk.said) == 1
    assert "5271" in talk.text.replace(".", "").replace(",", "").replace("\xa0", "")
    assert "Escribo tres propuestas" not in talk.text
    assert "Termino de aprender" not in talk.text
    assert not list((data_dir / "media").glob("*/*")), "its photo is not kept either"
