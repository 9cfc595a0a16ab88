"""A wish where message ids carry no order, as on the page: the card that came last is meant."""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256

import pytest

from peruopt.chat.message import Address, Reply
from tests.dialogue.test_wished_in_words import remark
from tests.fakes import FakeWriter
from tests.talk import Dialogue, Ears, buttons
from tests.taster import Taster


@dataclass
class Page(Ears):
    """Names its messages as the page does: in no order."""

    async def send(self, to: Address, reply: Reply) -> Address:
        at = await super().send(to, reply)
        name = at.message if reply.replaces else sha256(at.message.encode()).hexdigest()[:12]
        self.shown[name] = self.shown[at.message]
        return replace(at, message=name)


@pytest.fixture
def talk(data_dir, clock):
    opened = Dialogue.begin(data_dir, clock, writer=FakeWriter(), recommender=Taster())
    ears = Page("web")
    yield Dialogue(opened.app, opened.app.open(ears), ears)
    opened.close()


def remarks(talk: Dialogue) -> dict[int, str]:
    return {number: said for number in range(1, 7) if (said := remark(talk, number))}


async def looked_at(talk: Dialogue, *numbers: int) -> None:
    """Have six drafts for two ideas, and look at some of them again, one after the other."""
    await talk.say("/redactar ceviche")
    talk.app.clock.tick(minutes=1)
    await talk.say("/redactar lomo saltado")
    for number in numbers:
        talk.app.clock.tick(minutes=1)
        await talk.say(f"/ver {number}")


@pytest.mark.parametrize("numbers", [(1, 5), (5, 1), (2, 3), (3, 2), (6, 5, 4), (4, 1, 4)])
async def test_of_several_that_were_looked_at_the_last_is_changed(talk, numbers):
    await looked_at(talk, *numbers)
    await talk.say("más corto")
    assert remarks(talk) == {numbers[-1]: "más corto"}


async def test_nothing_is_asked_again_after_the_next_wish(talk):
    await looked_at(talk, 1, 5, 2)
    await talk.say("más corto")
    await talk.say("más formal")
    assert remarks(talk) == {2: "más formal"}


async def test_of_those_that_came_together_it_still_asks(talk):
    await looked_at(talk)
    (asked,) = await talk.say("más corto")
    assert asked.text.startswith("¿Cuál cambio?")
    assert [button.action.args[0] for button in buttons(asked)[:3]] == ["4", "5", "6"]
    assert remarks(talk) == {}


async def test_new_drafts_come_after_one_that_was_looked_at(talk):
    await looked_at(talk, 2)
    talk.app.clock.tick(minutes=1)
    await talk.say("/redactar causa")
    (asked,) = await talk.say("más corto")
    assert [button.action.args[0] for button in buttons(asked)[:3]] == ["7", "8", "9"]
    assert remarks(talk) == {}
