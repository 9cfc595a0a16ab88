"""Connecting a network in a chat, and what it does to posts and to secrets."""

from __future__ import annotations

import sqlite3

from peruopt.chat.message import Message
from peruopt.post import State
from peruopt.restaurant import Network
from peruopt.work.publishing import publish
from tests.networks.connected import connect, house, meta, talk  # noqa: F401
from tests.networks.doors import PAGE_TOKEN, PERSON_TOKEN
from tests.networks.faults import Fault, Kind


def facebook(w):
    return next(c for c in w.channels.all() if c.network is Network.FACEBOOK and c.publishes)


def approved(talk, text="Ceviche del día") -> int:  # noqa: F811
    from peruopt.post import Post

    services, now = talk.app.services, talk.app.clock.now()
    with services.work(house(talk)) as w:
        channel = facebook(w)
        post = w.posts.add(
            Post(restaurant_id=house(talk), channel_id=channel.id, network="facebook", text=text)
        )
        post.approve("Rosa", now, now)
        return post.id


def state(talk, number) -> State:  # noqa: F811
    with talk.app.services.work(house(talk)) as w:
        return w.posts.get(number).state


async def test_what_is_not_connected_says_so_and_goes_to_the_outbox(talk, meta):  # noqa: F811
    await talk.say("/redes")
    assert "Facebook: 📁 sin conectar" in talk.text
    number = approved(talk)
    await publish(talk.app.services, house(talk), number)
    assert state(talk, number) is State.PUBLISHED
    assert meta.wall == []


async def test_a_pasted_token_connects_the_page_and_the_next_post_is_on_its_wall(talk, meta):  # noqa: F811
    await connect(talk)
    assert "quedó conectada como La Mar Brava" in talk.text
    number = approved(talk)
    await publish(talk.app.services, house(talk), number)
    assert [copy.text for copy in meta.wall] == ["Ceviche del día"]
    assert state(talk, number) is State.PUBLISHED
    await talk.say("/redes")
    assert "Facebook: ✅ conectada como La Mar Brava" in talk.text


async def test_among_several_pages_a_person_chooses(talk, meta):  # noqa: F811
    meta.pages.append(("1002", "La Mar Brava Cusco"))
    await connect(talk)
    assert "abre 2 cuentas" in talk.text
    await talk.press("Cusco")
    assert "conectada como La Mar Brava Cusco" in talk.text
    await talk.say("/redes facebook elegir 1")
    assert "Ya no recuerdo" in talk.text


async def test_a_page_s_own_token_will_do(talk):  # noqa: F811
    await connect(talk, PAGE_TOKEN)
    assert "conectada como La Mar Brava" in talk.text


async def test_a_wrong_token_a_missing_permission_and_no_network_are_told_apart(talk, meta):  # noqa: F811
    await connect(talk, "EAAGwrong0123456789abcdef")
    assert "ya no reconoce nuestra llave" in talk.text
    meta.script.faults.append(Fault(Kind.SCOPE, "accounts"))
    await connect(talk)
    assert "sin permiso para publicar" in talk.text
    await meta.close()
    await connect(talk)
    assert "No llego a la red" in talk.text
    await meta.open()


async def test_a_token_is_not_taken_in_front_of_others(talk, clock):  # noqa: F811
    from dataclasses import replace

    before = len(talk.ears.heard)
    message = Message(
        "s1", clock.now(), replace(talk_address()), "local", "/redes facebook conectar"
    )
    await talk.assistant.answer(replace(message, shared=True))
    assert "Escríbeme a solas" in talk.ears.heard[before].text


def talk_address():
    from peruopt.chat.message import Address

    return Address("console", "local")


async def test_posts_that_waited_go_on_by_themselves_once_connected_again(talk, meta):  # noqa: F811
    await connect(talk)
    meta.token = meta.person = "EAAGrevoked0123456789abcdef"
    soon = approved(talk)
    await publish(talk.app.services, house(talk), soon)
    assert state(talk, soon) is State.FAILED
    await talk.say("/redes facebook")
    assert "te necesita" in talk.text
    talk.app.clock.tick(minutes=10)
    meta.token, meta.person = PAGE_TOKEN + "2", PERSON_TOKEN + "2"
    await connect(talk, meta.person)
    assert "Sale ahora la publicación que esperaba" in talk.text
    assert state(talk, soon) is State.SCHEDULED
    talk.app.clock.tick(seconds=10)
    await publish(talk.app.services, house(talk), soon)
    assert [copy.text for copy in meta.wall] == ["Ceviche del día"]


async def test_a_channel_that_publishes_again_loses_its_flag(talk, meta):  # noqa: F811
    await connect(talk)
    meta.script.faults.append(Fault(Kind.SCOPE, "feed"))
    await publish(talk.app.services, house(talk), approved(talk))
    await talk.say("/redes facebook")
    assert "te necesita" in talk.text
    second = approved(talk)
    await publish(talk.app.services, house(talk), second)
    assert state(talk, second) is State.PUBLISHED
    await talk.say("/redes facebook")
    assert "te necesita" not in talk.text


async def test_what_is_past_its_hour_does_not_go_out_when_connected_again(talk, meta):  # noqa: F811
    await connect(talk)
    await talk.say("/redes facebook desconectar")
    number = approved(talk)
    await publish(talk.app.services, house(talk), number)
    assert state(talk, number) is State.FAILED
    talk.app.clock.tick(hours=3)
    await connect(talk)
    assert "ya se le pasó la hora" in talk.text
    assert (state(talk, number), meta.wall) == (State.FAILED, [])


async def test_disconnected_posts_wait_and_are_not_said_to_be_out(talk):  # noqa: F811
    await connect(talk)
    await talk.press("Desconectar")
    assert "te necesita. La desconectaste" in talk.text
    await talk.press("Usar la bandeja")
    assert "bandeja de prueba" in talk.text


async def test_by_hand_a_person_gets_the_text(talk):  # noqa: F811
    await talk.say("/redes tiktok")
    await talk.press("La publico yo")
    assert "la publicas tú" in talk.text
    await talk.say("/redes tiktok conectar")
    assert "ningún programa puede publicar" in talk.text


async def test_trying_says_what_is_wrong_and_takes_the_problem_back_when_it_works(talk, meta):  # noqa: F811
    await connect(talk)
    meta.script.faults.append(Fault(Kind.SCOPE, "node"))
    await talk.say("/redes facebook probar")
    assert "sin permiso" in talk.text
    await talk.say("/redes facebook probar")
    assert "Funciona" in talk.text


async def test_the_history_is_read_once_connected(talk, meta):  # noqa: F811
    meta.put_up("Lomo saltado de domingo")
    meta.put_up("Ají de gallina")
    await connect(talk)
    for task in list(talk.app.services.networks.reading):
        await task
    with talk.app.services.work(house(talk)) as w:
        assert {post.text for post in w.posts.history()} == {
            "Lomo saltado de domingo",
            "Ají de gallina",
        }
        keys = [notice.key for notice in w.notices.waiting(talk.app.clock.now())]
    assert "redes.history_done" in keys


async def test_no_token_is_left_anywhere(talk, meta, data_dir, caplog, capsys):  # noqa: F811
    caplog.set_level("DEBUG")
    await connect(talk)
    await talk.say(f"este es mi token {PERSON_TOKEN}")
    await talk.say(f"/aprobar {PERSON_TOKEN}")
    await publish(talk.app.services, house(talk), approved(talk))
    await talk.say("/exportar")
    database = sqlite3.connect(data_dir / "peruopt.db")
    dump = "\n".join(database.iterdump())
    database.close()
    files = [file.content for reply in talk.ears.heard for file in reply.files]
    written = [path.read_bytes() for path in data_dir.rglob("*") if path.is_file()]
    told = "\n".join(str(reply) for reply in talk.ears.heard)
    for token in (PAGE_TOKEN, PERSON_TOKEN):
        assert token not in dump + told + caplog.text + capsys.readouterr().err
        assert not any(token.encode() in content for content in (*written, *files))
