"""The whole house through Slack: a team, one card, many hands."""

from __future__ import annotations

import asyncio

import pytest

import handlers
from bot.settings import Settings
from peruopt.chat.message import Address
from peruopt.post import State
from peruopt.restaurant import Person, Restaurant, Role
from peruopt.work.settling import settle
from tests.fakes import FakeWriter
from tests.slack.conftest import open_slack_door
from tests.slack.emulator import TEAM_ROOM
from tests.slack.workspace import BOT
from tests.talk import built
from tests.taster import Taster

TEAM = ("UROSA", "ULUIS", "UANA", "UBETO", "UCLARA")


@pytest.fixture
async def house(slack, data_dir, clock):
    """A restaurant whose team of five is in one channel."""
    settings = Settings(_env_file=None, data_dir=data_dir)
    app = built(settings, clock, writer=FakeWriter(), recommender=Taster())
    people = [
        Person(restaurant_id=0, platform="slack", handle=u, name=u[1:].title(), role=Role.OWNER)
        for u in TEAM
    ]
    settle(
        app.services.work,
        app.services.directory,
        Restaurant(name="La Caleta"),
        people[0],
        Address("slack", TEAM_ROOM),
        clock.now(),
    )
    (restaurant,) = app.services.directory.restaurants()
    with app.services.work(restaurant.id) as w:
        for person in people[1:]:
            w.people.add(person.model_copy(update={"restaurant_id": restaurant.id}))
    slack.space.people |= {user: user[1:].title() for user in TEAM}
    slack.space.channels[TEAM_ROOM] |= set(TEAM)
    assistants = []

    async def answer(message):
        await assistants[0].answer(message)

    more = {"register": handlers.load(), "now": app.clock.now, "folder": data_dir / "slack"}
    async with open_slack_door(slack, answer, **more) as door:
        assistants.append(app.open(door))
        yield app, restaurant
    await app.close()


@pytest.fixture
async def card(slack, house, until):
    """The newest draft's card, in the channel."""
    await slack.slash("UROSA", TEAM_ROOM, "redactar ceviche")
    await until(lambda: "Propuesta 3 (3 de 3)" in "".join(slack.space.screen(TEAM_ROOM)), 10)
    return slack.space.by_bot(TEAM_ROOM)[-1]


def states(house) -> list[State]:
    app, restaurant = house
    with app.services.work(restaurant.id) as w:
        return [post.state for post in w.posts.in_states(State.SCHEDULED, State.PUBLISHED)]


async def test_twenty_presses_of_five_people_are_one_decision(slack, house, card, until):
    approve = next(e for b in card.blocks if b["type"] == "actions" for e in b["elements"])
    label = approve["text"]["text"]
    before = len(slack.space.messages)
    presses = [slack.press(user, label) for user in TEAM for _ in range(4)]
    await asyncio.gather(*presses)

    def whispers():
        return [m for m in slack.space.messages[before:] if m.only_for]

    await until(lambda: len(whispers()) == 19, 20)
    assert all("ya la programó" in slack.space.read(m) for m in whispers())
    assert states(house) == [State.SCHEDULED]  # Instagram waits for its photo
    told = slack.space.read(card)
    assert "✅ Sale el" in told
    (history,) = slack.space.thread(TEAM_ROOM, card.ts)
    assert "✅ Sale el" in slack.space.read(history)


async def test_an_edit_by_form_changes_the_card_and_leaves_a_trace(slack, house, card, until):
    await slack.press("ULUIS", "✏️ Editar")
    await until(lambda: slack.space.views)
    (view,) = slack.space.views.values()
    assert view["blocks"][0]["element"]["initial_value"] == "ceviche 5\n\n#sabor"
    before = len(slack.space.by_bot(TEAM_ROOM))
    await slack.submit("ULUIS", text={"value": "Ceviche del día & <más> 🔥\n\n#ceviche"})
    await until(lambda: "<más>" in slack.space.read(card))
    assert len(slack.space.by_bot(TEAM_ROOM)) == before
    (history,) = await until(lambda: slack.space.thread(TEAM_ROOM, card.ts))
    assert "Luis cambió el texto" in slack.space.read(history)
    assert "Ceviche del día & <más> 🔥" in slack.space.read(history)


async def test_another_hour_by_picker(slack, house, card, until):
    await slack.press("UROSA", "🕗 Otra hora")
    await until(lambda: slack.space.views)
    day, hour = {"selected_date": "2026-11-27"}, {"selected_time": "20:00"}
    await slack.submit("UROSA", day=day, hour=hour)
    await until(lambda: "Sale el vie 27 nov, 20:00" in slack.space.read(card))
    assert states(house) == [State.SCHEDULED]


async def test_what_is_still_open_is_asked_in_the_thread(slack, house, card, until):
    await slack.press("UROSA", "🕗 Otra hora")
    await until(lambda: slack.space.views)
    await slack.submit("UROSA", text={"value": "viernes"})
    (question,) = await until(lambda: slack.space.thread(TEAM_ROOM, card.ts))
    assert "¿A qué hora del viernes 27" in slack.space.read(question)
    await slack.press("ULUIS", "✍️ Responder")
    await until(lambda: len(slack.space.views) == 2)
    before = len(slack.space.by_bot(TEAM_ROOM))
    await slack.submit("ULUIS", text={"value": "8 de la noche"})
    await until(lambda: "Sale el vie 27 nov, 20:00" in slack.space.read(card))
    assert len(slack.space.by_bot(TEAM_ROOM)) == before


async def test_a_stranger_reads_one_sentence(slack, house, until):
    slack.space.people["UOTRO"] = "Otro"
    slack.space.channels[TEAM_ROOM].add("UOTRO")
    await slack.slash("UOTRO", TEAM_ROOM, "resumen")
    (told,) = await until(lambda: slack.space.screen(TEAM_ROOM, "UOTRO"))
    assert "solo responde a su equipo" in told
    assert {m.user for m in slack.space.messages} == {BOT}
