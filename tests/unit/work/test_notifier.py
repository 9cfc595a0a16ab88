"""Notices: delivered to every chat, in its language, kept until they have been heard."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from bot.notifier import Notifier
from peruopt.chat.message import Action, Address, Button, Reply
from peruopt.errors import UserError
from peruopt.work.missing import miss_overdue
from peruopt.work.publishing import publish
from peruopt.work.undelivered import wait_after
from tests.conftest import START
from tests.fakes import FakeDoor
from tests.house import CHAT, found_house

SECOND = timedelta(seconds=1)


@pytest.fixture
def door() -> FakeDoor:
    return FakeDoor()


@pytest.fixture
def notifier(world, door) -> Notifier:
    return Notifier(world, {"telegram": door})


async def test_a_published_post_is_told_once_with_its_link(world, house, notifier, door):
    number = house.approved(START)
    await publish(world, house.id, number)
    for _ in range(2):
        await notifier.deliver()
    assert door.texts == [
        "✅ Ya está en Facebook: «Ceviche del día»\nhttps://facebook.example/facebook-1"
    ]


async def test_a_chat_that_cannot_be_reached_is_told_later(world, house, notifier, door, clock):
    await publish(world, house.id, house.approved(START))
    door.deaf = ConnectionError()
    for _ in range(3):
        await notifier.deliver()
    door.deaf = None
    await notifier.deliver()
    assert door.texts == [], "after a failure it waits"
    clock.tick(wait_after(0))
    await notifier.deliver()
    assert len(door.texts) == 1


async def test_what_was_told_and_could_not_be_noted_is_not_told_again(
    world, house, notifier, door, sqlite
):
    await publish(world, house.id, house.approved(START))
    full = sqlite3.OperationalError("database or disk is full")

    def refuse(_connection, _cursor, statement, *_rest) -> None:
        if statement.startswith(("INSERT", "UPDATE")):
            raise full

    event.listen(sqlite.engine, "before_cursor_execute", refuse)
    for _ in range(3):
        with pytest.raises(OperationalError):
            await notifier.deliver()
    event.remove(sqlite.engine, "before_cursor_execute", refuse)
    await notifier.deliver()
    assert len(door.texts) == 1
    with world.work(house.id) as w:
        assert w.notices.waiting(START + timedelta(days=9)) == []


async def test_what_a_gone_restaurant_was_told_keeps_nobody_from_hearing(world, house, door):
    await publish(world, house.id, house.approved(START))
    notifier = Notifier(world, {"telegram": door})
    notifier._unnoted.append((house.id + 999, [], Reply("¡Salió!"), Address("telegram", "rosa")))
    await notifier.deliver()
    assert len(door.texts) == 1


def test_waits_grow_up_to_an_hour():
    waits = [wait_after(tries) / SECOND for tries in (0, 1, 2, 8, 500)]
    assert waits == [15, 30, 60, 3600, 3600]


async def test_one_deaf_chat_does_not_keep_another_from_hearing(world, house, door):
    other = FakeDoor("slack")
    world.directory.bind(house.id, Address("slack", "C1"))
    await publish(world, house.id, house.approved(START))
    door.deaf = ConnectionError()
    await Notifier(world, {"telegram": door, "slack": other}).deliver()
    assert len(other.texts) == 1


async def test_a_platform_without_a_door_waits_for_it(world, house, door):
    await publish(world, house.id, house.approved(START))
    await Notifier(world, {}).deliver()
    await Notifier(world, {"telegram": door}).deliver()
    assert len(door.texts) == 1


async def test_several_missed_posts_are_one_question_with_buttons(world, house, notifier, door):
    for hour in range(3):
        house.approved(START - timedelta(hours=hour + 2))
    miss_overdue(world, house.id)
    await notifier.deliver()
    (reply,) = door.shown.values()
    assert reply.text.startswith("⏰ 3 publicaciones")
    typed = [button.action.typed for row in reply.buttons for button in row]
    assert typed == [
        "/perdidas ahora todas",
        "/perdidas mover todas",
        "/perdidas descartar todas",
        "/perdidas",
    ]


async def test_a_missed_post_names_its_hour_on_the_houses_clock(world, house, notifier, door):
    number = house.approved(START - timedelta(hours=2))
    miss_overdue(world, house.id)
    await notifier.deliver()
    (reply,) = door.shown.values()
    assert "lun 23 nov, 08:00" in reply.text
    assert [b.action.typed for row in reply.buttons for b in row] == [
        f"/perdidas ahora {number}",
        f"/perdidas mover {number}",
        f"/perdidas descartar {number}",
    ]


async def test_an_english_house_is_told_in_english(sqlite, world, notifier, door):
    house = found_house(sqlite, locale="en")
    await publish(world, house.id, house.approved(START))
    await notifier.deliver()
    assert door.texts[0].startswith("✅ It is on Facebook")


async def test_the_card_comes_with_it_and_its_older_copies_change(world, house, door):
    number = house.approved(START - timedelta(hours=2))
    miss_overdue(world, house.id)
    with world.work(house.id) as w:
        w.cards.add(f"draft:{number}", replace(CHAT, message="old"))

    async def card(restaurant, words, about):
        button = Button("Ver", Action("ver", (about.replace(":", "-"),)))
        return Reply("La tarjeta", buttons=((button,),), about=f"draft:{number}")

    await Notifier(world, {"telegram": door}, card).deliver()
    assert len(door.shown) == 2
    old, new = door.shown[replace(CHAT, message="old")], door.shown[replace(CHAT, message="1")]
    assert old.text == "La tarjeta", "what has happened is said once"
    assert "ya pasó su hora" in new.text
    assert new.text.endswith("La tarjeta")
    with world.work(house.id) as w:
        assert replace(CHAT, message="1") in w.cards.of(f"draft:{number}")


async def test_a_card_that_is_gone_leaves_the_sentence(world, house, door):
    await publish(world, house.id, house.approved(START))

    async def card(restaurant, words, about):
        raise UserError("error.no_post", id=1)

    await Notifier(world, {"telegram": door}, card).deliver()
    assert door.texts[0].startswith("✅ Ya está")


async def test_what_a_post_says_is_shown_and_never_interpreted(world, house, notifier, door):
    await publish(world, house.id, house.approved(START, "{id} %s <b>{__class__}</b>"))
    await notifier.deliver()
    assert "«{id} %s <b>{__class__}</b>»" in door.texts[0]
