"""The small parts of the Telegram door, by themselves."""

from __future__ import annotations

import asyncio
import json

import pytest

from bot.telegram.cards import Cards
from bot.telegram.changing import Part, change
from bot.telegram.incoming import read_button
from bot.telegram.journal import Journal
from bot.telegram.keyboard import keys
from bot.telegram.pacing import Pace, Rate, Rates
from bot.telegram.rendering import Kind, Piece
from peruopt.chat.message import Action, Button


def rows(*labels: str) -> list[list[str]]:
    made = keys([[Button(label, Action("a")) for label in labels]])
    return [[key.label for key in row] for row in made]


def test_short_buttons_share_a_row_and_long_ones_do_not():
    assert rows("Sí", "No", "Otra") == [["Sí", "No", "Otra"]]
    assert rows("Aprobar vie 20:00", "Pedir otra versión más") == [
        ["Aprobar vie 20:00"],
        ["Pedir otra versión más"],
    ]
    assert [len(row) for row in rows(*"abcdefghi")] == [8, 1]


def test_a_label_is_one_line_and_never_empty():
    assert rows("dos\nlíneas") == [["dos líneas"]]
    assert rows(" \x00") == [["/a"]]
    assert len(rows("x" * 99)[0][0]) == 60


@pytest.mark.parametrize("data", ["aprobar:7", "foto", "mover:7:2026-11-27T20", "importar:ab_c:"])
def test_our_own_buttons_are_read(data):
    assert read_button(data) == Action.unpack(data)


@pytest.mark.parametrize("data", ["", "a b", "a:\x00", "1", ":a", "a" * 65, "a\n", "/a", "\ud83c"])
def test_nothing_else_is(data):
    assert read_button(data) is None


def kinds(text: str) -> list[Part]:
    return [Part(number, Kind(kind)) for number, kind in enumerate(text)]


@pytest.mark.parametrize(
    ("shown", "wanted", "edited", "gone", "added"),
    [
        ("t", "t", [0], 0, 0),
        ("t", "p", [0], 0, 0),
        ("p", "t", [0], 0, 0),
        ("pt", "t", [1], 1, 0),
        ("ttt", "tt", [1, 2], 1, 0),
        ("pf", "pff", [0], 1, 2),
        ("ptf", "t", [1], 2, 0),
    ],
)
def test_a_card_changes_in_place_from_its_end(shown, wanted, edited, gone, added):
    plan = change(kinds(shown), [Piece(Kind(kind)) for kind in wanted])
    assert [part.id for part, _ in plan.edits] == edited
    assert (len(plan.gone), len(plan.added)) == (gone, added)


@pytest.mark.parametrize(("shown", "wanted"), [("t", "tt"), ("t", "pt"), ("pp", "tt"), ("t", "f")])
def test_or_is_sent_anew(shown, wanted):
    assert change(kinds(shown), [Piece(Kind(kind)) for kind in wanted]) is None


def update(number: int) -> dict:
    return {"update_id": number, "message": {"text": "ñ"}}


def test_the_journal_keeps_what_is_not_done_through_torn_lines(tmp_path):
    path = tmp_path / "inbox"
    journal = Journal(path)
    assert journal.open() == []
    journal.add([update(1), update(2), update(3)])
    journal.begun([1, 2])
    journal.done([1])
    journal.close()
    with path.open("ab") as file:
        file.write(b'{"update": {"update_id": 4, "mess')
    left = Journal(path).open()
    assert [(item.raw, item.begun) for item in left] == [(update(2), True), (update(3), False)]


def test_the_journal_is_cleared_when_nothing_waits(tmp_path, monkeypatch):
    monkeypatch.setattr("bot.telegram.journal.ROOM", 100)
    journal = Journal(tmp_path / "inbox")
    journal.open()
    for number in range(50):
        journal.add([update(number)])
        journal.done([number])
    journal.close()
    assert (tmp_path / "inbox").stat().st_size < 300
    with pytest.raises(RuntimeError):
        journal.add([update(1)])


def test_cards_are_remembered_up_to_a_number(tmp_path):
    path = tmp_path / "cards"
    cards = Cards(path, most=3)
    for number in range(20):
        cards.put(1, number * 10, [Part(number * 10, Kind.PHOTO, "d"), Part(number * 10 + 1)])
    with path.open("a") as file:
        file.write('[1, 2, [["torn')
    again = Cards(path, most=3)
    for known in (cards, again):
        assert known.named(1, 191) == 190
        assert known.parts(1, 190)[0] == Part(190, Kind.PHOTO, "d")
        assert known.parts(1, 10) == (Part(10),)
        assert known.named(1, 11) == 11
    assert len(path.read_text().splitlines()) < 10


def test_a_plain_message_needs_no_line(tmp_path):
    Cards(tmp_path / "cards").put(1, 5, [Part(5)])
    assert not (tmp_path / "cards").exists()


async def test_the_pace_holds_in_every_window():
    loop, sent = asyncio.get_running_loop(), []
    pace = Pace(Rates(Rate(6, 0.1), Rate(2, 0.1), Rate(3, 0.4)))

    async def send(chat: int) -> None:
        await pace.turn(chat)
        sent.append((chat, loop.time()))

    await asyncio.gather(*(send(chat) for chat in [1] * 5 + [-2] * 4 + [3]))
    for chat, count, seconds in [(1, 2, 0.1), (-2, 3, 0.4)]:
        times = [at for who, at in sent if who == chat]
        gaps = [later - first for first, later in zip(times, times[count:], strict=False)]
        assert all(gap >= seconds - 0.02 for gap in gaps)


def test_the_journal_is_lines_of_json(tmp_path):
    journal = Journal(tmp_path / "inbox")
    journal.open()
    journal.add([update(1)])
    assert json.loads((tmp_path / "inbox").read_text()) == {"update": update(1)}
    journal.close()
