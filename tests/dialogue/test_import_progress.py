"""A long import tells how far it is in one message, which changes, and is done."""

from __future__ import annotations

import asyncio

import pytest

from peruopt.chat import progress
from peruopt.chat.message import Address, Reply, Upload
from peruopt.chat.progress import Progress
from tests.talk import Dialogue

ROWS = "\n".join(
    f"2026-0{1 + n % 9}-15 20:{n % 60:02d},Plato {n},{n},facebook" for n in range(2500)
)
FILE = Upload("historia.csv", f"fecha,texto,me gusta,red\n{ROWS}\n".encode())


class Chat:
    """Keeps what each message shows; loses one when told to."""

    def __init__(self) -> None:
        self.shown: list[str] = []
        self.deaf = False

    async def tell(self, reply: Reply) -> Address:
        if self.deaf:
            raise OSError("no line")
        at = int(reply.replaces.message) if reply.replaces else len(self.shown)
        self.shown[at:] = [reply.text, *self.shown[at + 1 :]]
        return Address("telegram", "7", str(at))


class Watch:
    """Five seconds go by between two looks."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        self.seconds += 5
        return self.seconds


def says(share: float) -> Reply:
    return Reply(f"{share:.0%}")


async def far(told: Progress, *shares: float) -> None:
    for share in shares:
        await asyncio.to_thread(told, share)
        await asyncio.sleep(0.05)


async def test_one_message_changes_and_ends_at_all():
    chat = Chat()
    told = Progress(chat.tell, says, Watch())
    await far(told, 0.2)
    assert chat.shown == ["20%"]
    await far(told, 0.5, 0.8)
    assert chat.shown == ["80%"]
    await told.end()
    assert chat.shown == ["100%"]


async def test_what_is_quick_says_nothing():
    chat = Chat()
    told = Progress(chat.tell, says, lambda: 0.0)
    await far(told, 0.2, 0.9)
    await told.end()
    assert chat.shown == []


async def test_a_chat_that_cannot_be_reached_stops_nothing():
    chat = Chat()
    told = Progress(chat.tell, says, Watch())
    chat.deaf = True
    await far(told, 0.2, 0.4)
    chat.deaf = False
    await far(told, 0.6)
    chat.deaf = True
    await told.end()
    assert chat.shown == ["60%"]


@pytest.fixture
async def talk(data_dir, clock, monkeypatch):
    monkeypatch.setattr(progress, "QUIET", -1.0)
    begun = Dialogue.begin(data_dir, clock)
    await begun.say("/inicio")
    yield begun
    begun.close()


async def test_an_import_says_how_far_it_is_in_one_message(talk):
    before = len(talk.ears.shown)
    await talk.say("", FILE)
    messages = list(talk.ears.shown.values())[before:]
    told = [reply.text for reply in messages if "Leyendo el archivo" in reply.text]
    assert told == ["Leyendo el archivo… 100 %"]
    assert len([r for r in talk.said if "Leyendo el archivo" in r.text]) > 1
    assert "2,500" in talk.text
