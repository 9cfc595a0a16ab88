"""The whole house through Telegram: an owner, a stranger, a button pressed by many."""

from __future__ import annotations

import asyncio
import contextlib

import pytest

from bot.doors import listed
from bot.settings import Settings
from peruopt.chat.message import Address
from peruopt.restaurant import Network, Person, Restaurant, Role
from peruopt.work.settling import settle
from tests.fakes import FakeWriter
from tests.photos import png
from tests.talk import built
from tests.taster import Taster
from tests.telegram.emulator.opening import a_door, until
from tests.telegram.emulator.people import GROUP, ROSA

LAST = "Propuesta 3 (3 de 3)"
PARTNERS = (501, 502, 503, 504, 505)


@pytest.fixture
async def house(api, data_dir, clock):
    settings = Settings(_env_file=None, data_dir=data_dir)
    app = built(settings, clock, writer=FakeWriter(), recommender=Taster())
    door = a_door(api, data_dir, commands=listed, now=app.clock.now)
    assistant = app.open(door)
    owner = Person(
        restaurant_id=0, platform="telegram", handle=str(ROSA), name="Rosa", role=Role.OWNER
    )
    seat = settle(
        app.services.work,
        app.services.directory,
        Restaurant(name="La Caleta"),
        owner,
        Address("telegram", str(ROSA)),
        clock.now(),
    )
    with app.services.work(seat.restaurant.id) as w:
        for number in PARTNERS[1:]:
            w.people.add(replace_person(owner, seat.restaurant.id, number))
    running = asyncio.create_task(door.run(assistant.answer))
    await asyncio.wait_for(door.ready.wait(), 5)
    yield app
    running.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await running
    await app.close()


def replace_person(owner: Person, restaurant_id: int, number: int) -> Person:
    return Person(
        restaurant_id=restaurant_id,
        platform="telegram",
        handle=str(number),
        name=f"P{number}",
        role=owner.role,
    )


async def test_the_menu_is_the_register(api, house):
    menu = await until(lambda: api.world.menus.get("es"))
    assert {"redactar", "resumen", "horas"} <= {command["command"] for command in menu}


async def test_a_photo_becomes_drafts_and_a_press_schedules_where_the_card_is(api, house):
    api.photo(png(1200, 1200), "ceviche")
    await until(lambda: LAST in "".join(api.seen()), 10)
    card = api.world.of(ROSA)[-1]
    assert card.photo
    approve = card.labels[0]
    api.press(approve)
    await until(lambda: approve not in api.world.of(ROSA)[-1].labels, 10)
    assert api.world.of(ROSA)[-1].id == card.id
    assert api.refused == []


async def test_a_stranger_gets_one_polite_sentence(api, house):
    api.photo(png(), "hola", chat=666, person=666)
    await until(lambda: api.seen(666))
    assert len(api.seen(666)) == 1


async def test_twenty_presses_by_five_people_are_one_decision(api, house):
    api.say("/redactar ceviche", chat=GROUP)
    await until(lambda: LAST in "".join(api.seen(GROUP)), 10)
    card = api.world.of(GROUP)[-1]
    approve = card.labels[0]
    queries = [api.press(approve, chat=GROUP, person=p) for p in PARTNERS for _ in range(4)]
    api.say("/ayuda", chat=GROUP)
    await until(lambda: len(api.seen(GROUP)) > 3 and all(map(api.world.presses.get, queries)), 20)
    await until(lambda: any("/redactar" in text for text in api.seen(GROUP)[3:]), 20)
    with house.services.work(1) as w:
        approved = list(w.posts.of_draft(w.drafts.recent(1)[0].id))
    assert [post.network for post in approved if post.approved_by] == [Network.FACEBOOK]
    assert sum("Rosa ya la programó" in text for text in api.seen(GROUP)) == 19
    assert approve not in api.world.shown[GROUP, card.id].labels
