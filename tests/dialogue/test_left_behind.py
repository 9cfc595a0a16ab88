"""Posts that did not go out, or may have: what people are asked, and what their answers do."""

from __future__ import annotations

from datetime import timedelta

import pytest

from peruopt.post import State
from peruopt.restaurant import Network, Role
from peruopt.work.missing import miss_overdue
from peruopt.work.publishing import publish
from peruopt.work.recovering import resolve_all
from tests.fakes import FakePublisher
from tests.house import House
from tests.talk import buttons

HOUR = timedelta(hours=1)


@pytest.fixture
async def talk(talk):
    await talk.say("/inicio")
    return talk


@pytest.fixture
def house(talk) -> House:
    (restaurant,) = talk.app.services.directory.restaurants()
    with talk.app.services.work(restaurant.id) as w:
        channels = {channel.network: channel.id for channel in w.channels.all()}
        (owner,) = w.people.all()
    return House(talk.app.database, restaurant.id, owner, channels)


@pytest.fixture
def facebook(talk) -> FakePublisher:
    network = FakePublisher()
    talk.app.services.publishers[Network.FACEBOOK] = network
    return network


def become(house: House, role: Role) -> None:
    with house.database.work(house.id) as w:
        w.people.get(house.person.id).role = role


async def unsure(talk, house, facebook) -> int:
    """Let a post lose its answer on a network that cannot be searched, and be asked about."""
    facebook.then, facebook.finds = [ConnectionResetError()], False
    world, clock = talk.app.services, talk.app.clock
    number = house.approved(clock.now())
    await publish(world, house.id, number)
    clock.tick(minutes=1)
    await resolve_all(world)
    return number


async def missed(talk, house, count: int) -> list[int]:
    now = talk.app.clock.now()
    numbers = [house.approved(now + n * HOUR, f"plato {n}") for n in range(count)]
    talk.app.clock.tick(hours=count + 1)
    miss_overdue(talk.app.services, house.id)
    return numbers


async def test_it_is_out(talk, house, facebook):
    number = await unsure(talk, house, facebook)
    await talk.say(f"/salio {number}")
    assert "Anotado: la propuesta 1 salió en Facebook" in talk.text
    assert house.post(number).state is State.PUBLISHED
    await talk.say(f"/nosalio {number}")
    assert "Ya está publicada; la aprobó Rosa" in talk.text
    assert house.post(number).state is State.PUBLISHED


async def test_it_is_not_out_and_is_published_at_once(talk, house, facebook):
    number = await unsure(talk, house, facebook)
    facebook.wall.clear()
    await talk.say(f"/nosalio {number}")
    assert "no salió en Facebook. ¿Qué hago con ella?" in talk.text
    assert house.post(number).state is State.FAILED
    await talk.say(f"/nosalio {number}")
    assert "ya no está por confirmar" in talk.text
    await talk.press("Publicar ahora")
    await publish(talk.app.services, house.id, number)
    assert house.post(number).state is State.PUBLISHED
    assert len(facebook.wall) == 1


async def test_who_says_no_is_not_believed_when_it_can_be_seen(talk, house, facebook):
    number = await unsure(talk, house, facebook)
    facebook.finds = True
    await talk.say(f"/nosalio {number}")
    assert "Acabo de encontrarla" in talk.text
    assert "https://facebook.example/facebook-1" in talk.text
    assert house.post(number).state is State.PUBLISHED


@pytest.mark.parametrize("said", ["/salio", "/salio doce", "/nosalio -1", "/salio 9999999999"])
async def test_a_number_is_needed(talk, house, said):
    await talk.say(said)
    assert "Escribe el número" in talk.text


async def test_a_number_of_nobody(talk, house):
    await talk.say("/salio 77")
    assert "No encuentro la publicación 77" in talk.text


async def test_nothing_was_missed(talk, house):
    await talk.say("/perdidas")
    assert "No hay publicaciones perdidas" in talk.text


async def test_the_list_has_each_with_its_three_buttons_and_all_together(talk, house, facebook):
    numbers = await missed(talk, house, 3)
    head, *each = await talk.say("/perdidas")
    assert "Hay 3 publicaciones que no salieron" in head.text
    assert [b.action.args[1] for b in buttons(head)] == ["todas"] * 3
    assert [reply.quote for reply in each] == ["plato 0", "plato 1", "plato 2"]
    assert [b.action.typed for b in buttons(each[0])] == [
        f"/perdidas {verb} {numbers[0]}" for verb in ("ahora", "mover", "descartar")
    ]


async def test_publish_one_now(talk, house, facebook):
    (number,) = await missed(talk, house, 1)
    await talk.say("/perdidas")
    await talk.press("Publicar ahora")
    await publish(talk.app.services, house.id, number)
    assert house.post(number).state is State.PUBLISHED
    await talk.say(f"/perdidas ahora {number}")
    assert "Ya está publicada" in talk.text
    assert len(facebook.wall) == 1


async def test_move_one_to_tomorrow_or_in_words(talk, house):
    first, second = await missed(talk, house, 2)
    due = house.post(first).due_at
    await talk.say(f"/perdidas mover {first}")
    await talk.press("Mañana 10:00")
    assert house.post(first).due_at == due + 24 * HOUR
    await talk.say(f"/perdidas mover {second}")
    await talk.say("pasado mañana a las 7 de la noche")
    assert "mié 25 nov, 19:00" in talk.text
    assert house.states() == {State.SCHEDULED: 2}


async def test_discard_one(talk, house):
    (number,) = await missed(talk, house, 1)
    await talk.say(f"/missed discard {number}")
    assert house.post(number).state is State.CANCELLED


async def test_publish_all_is_no_burst(talk, house, facebook):
    await missed(talk, house, 3)
    await talk.say("/perdidas ahora todas")
    assert "3 publicaciones: la primera sale ahora" in talk.text
    now = talk.app.clock.now()
    due = [(house.post(n).due_at - now) / HOUR for n in (1, 2, 3)]
    assert due == [0, 3, 6]


async def test_move_all_and_discard_all(talk, house):
    numbers = await missed(talk, house, 2)
    before = [house.post(n).due_at for n in numbers]
    await talk.say("/perdidas mover todas")
    assert [house.post(n).due_at for n in numbers] == [at + 24 * HOUR for at in before]
    await missed(talk, house, 2)
    await talk.say("/perdidas descartar todas")
    assert house.states() == {State.SCHEDULED: 2, State.CANCELLED: 2}


@pytest.mark.parametrize("said", ["/perdidas bailar 1", "/perdidas ahora", "/perdidas ahora x"])
async def test_what_cannot_be_done_is_said(talk, house, said):
    await talk.say(said)
    assert "Puedo: ahora, mover o descartar" in talk.text


async def test_a_viewer_may_look_and_not_decide(talk, house):
    (number,) = await missed(talk, house, 1)
    become(house, Role.VIEWER)
    await talk.say("/perdidas")
    assert "Hay 1 publicación" in talk.text
    await talk.say(f"/perdidas ahora {number}")
    assert "hace falta el rol de" in talk.text
    assert house.post(number).state is State.MISSED


async def test_a_notice_offers_the_answers_as_buttons(talk, house, facebook):
    number = await unsure(talk, house, facebook)
    await talk.app.engine._tell()
    notice = talk.ears.heard[-1]
    assert "No sé si la propuesta 1 salió en Facebook" in notice.text
    assert [b.action.typed for b in buttons(notice)] == [f"/salio {number}", f"/nosalio {number}"]
    await talk.press("Sí, salió")
    assert house.post(number).state is State.PUBLISHED
