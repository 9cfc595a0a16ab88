"""Threads on X, talked through: switched on, shown, approved, cut short, finished or left."""

from __future__ import annotations

import pytest

from peruopt.post import State
from peruopt.restaurant import Network
from peruopt.rules.threads import cut
from tests.fakes import FakeWriter
from tests.networks.doors import XDoor
from tests.networks.faults import Fault, Kind
from tests.networks.test_threads import After, chained, texts
from tests.talk import Dialogue, buttons
from tests.taster import Taster

LONG = " ".join(f"Plato número {n}, con su ají y su limón de Chulucanas." for n in range(14))
PARTS = cut(LONG)
N = len(PARTS)


@pytest.fixture
async def wall(clock):
    server = XDoor(clock.now)
    await server.open()
    yield server
    await server.close()


@pytest.fixture
async def talk(data_dir, clock, wall):
    talk = Dialogue.begin(
        data_dir, clock, x_base_url=wall.base_url, writer=FakeWriter(), recommender=Taster()
    )
    wall._now = talk.app.clock.now
    await talk.say("/inicio")
    await talk.say("/redes x conectar")
    await talk.say(wall.token)
    with talk.app.services.work(1) as w:
        for channel in w.channels.all():
            channel.publishes = channel.network is Network.X
    await talk.say("/redactar ceviche")
    yield talk
    talk.close()


async def written(talk) -> int:
    """Let a draft say the long text; return its number."""
    with talk.app.services.work(1) as w:
        number = w.drafts.recent(1)[0].id
    await talk.say(f"/editar {number} {LONG}")
    return number


async def approved(talk) -> int:
    await talk.say("/ajustes hilos sí")
    number = await written(talk)
    await talk.say(f"/publicar {number} ya")
    return number


async def pass_time(talk, minutes: float = 1) -> str:
    """Let time pass; return what is said of itself."""
    before = set(talk.ears.shown)
    talk.app.clock.tick(minutes=minutes)
    for _ in range(3):
        await talk.app.engine.catch_up()
    new = [reply for number, reply in talk.ears.shown.items() if number not in before]
    return "\n".join(reply.text for reply in new)


def post_of(talk, number: int):
    with talk.app.services.work(1) as w:
        (post,) = w.posts.of_draft(number)
        return post.state, post.out, post.thread


async def test_it_is_off_at_first_and_what_is_too_long_is_held_back(talk):
    await talk.say("/ajustes")
    assert "Hilos en X: no" in talk.text
    await written(talk)
    assert "⛔ Para X sobran" in talk.text
    assert "/ajustes hilos sí" in talk.text
    await talk.say("/hilo 3")
    assert "los hilos están apagados" in talk.text
    await talk.say("/ajustes hilos quizás")
    assert "sí o no" in talk.text


async def test_the_card_says_how_it_is_cut_and_the_thread_can_be_read_whole(talk):
    await talk.say("/ajustes hilos")
    assert "0.015" in talk.text
    await talk.press("Sí, como hilo")
    assert "Hilos en X: sí" in talk.text
    await written(talk)
    assert f"se publicará como hilo de {N} mensajes (X cobra unos US$ 0.0{15 * N})" in talk.text
    assert f"1/{N} «Plato número 0, con su ají y" in talk.text
    await talk.press("Ver el hilo")
    for part in PARTS:
        assert part in talk.text
    await talk.press("◀")
    await talk.press("Acortar a un mensaje")
    assert "hilo" not in talk.text


async def test_it_goes_out_whole_and_is_told_once(talk, wall):
    number = await approved(talk)
    assert f"🧵 Es un hilo de {N} mensajes." in talk.text
    said = await pass_time(talk)
    assert said.count("✅ Ya está en X") == 1
    assert texts(wall) == PARTS
    assert chained(wall)
    assert post_of(talk, number) == (State.PUBLISHED, N, N)


async def test_what_was_approved_as_a_thread_goes_out_so_though_they_are_switched_off(talk, wall):
    await approved(talk)
    await talk.say("/ajustes hilos no")
    await pass_time(talk)
    assert texts(wall) == PARTS


async def test_a_refusal_in_the_midst_is_told_as_what_it_is_and_the_rest_can_follow(talk, wall):
    number = await approved(talk)
    wall.script = After(1, Kind.SCOPE)
    said = await pass_time(talk)
    assert f"quedó a medias, con 1 de {N} mensajes" in said
    assert f"https://x.com/i/status/{wall.wall[0].id}" in said
    assert post_of(talk, number) == (State.FAILED, 1, N)
    await talk.say(f"/ver {number}")
    assert "Salió en parte" in talk.text
    assert "No salió" not in talk.text
    labels = [button.label for button in buttons(talk.said[0])]
    assert {"🧵 Completar el hilo", "✋ Dejarlo así"} <= set(labels)
    assert not {"✏️ Editar", "🔄 Otra versión"} & set(labels)
    await talk.say(f"/editar {number} Otra cosa")
    assert "ya empezó a salir" in talk.text
    await talk.say(f"/publicar {number} ya")
    assert "✅ Ya está en X" in await pass_time(talk)
    assert texts(wall) == PARTS
    assert chained(wall)


@pytest.mark.parametrize("command", ["/descartar {}", "/cancelar {}", "/rechazar {} no gusta"])
async def test_a_thread_that_is_left_stays_as_it_is_and_says_so(talk, wall, command):
    number = await approved(talk)
    wall.script = After(1, Kind.SCOPE)
    await pass_time(talk)
    await talk.say(command.format(number))
    assert f"Quedó a medias: 1 de {N} mensajes" in talk.text
    assert "no saldrá" not in talk.text
    assert post_of(talk, number) == (State.PUBLISHED, 1, N)
    await pass_time(talk, 60)
    assert texts(wall) == PARTS[:1]


async def test_while_a_network_is_busy_the_half_that_is_out_is_told(talk, wall):
    number = await approved(talk)
    wall.script = After(1, Kind.LIMITED_RESET)
    assert f"va en 1 de {N} mensajes" in await pass_time(talk)
    await talk.say(f"/ver {number}")
    assert f"Hilo a medias (1 de {N} mensajes): sigo con lo que falta" in talk.text
    assert "✅ Ya está en X" in await pass_time(talk, 10)
    assert texts(wall) == PARTS


@pytest.mark.parametrize("kind", [Kind.DROP_BEFORE, Kind.DROP_AFTER])
async def test_a_message_in_doubt_is_asked_about_by_its_number(talk, wall, kind):
    number = await approved(talk)
    wall.script = After(1, kind)
    wall.script.faults += [Fault(Kind.UNAVAILABLE, "list", 99)]
    take = wall.script.take

    def no_list(step, now):
        return Kind.UNAVAILABLE if step == "list" else take(step, now)

    wall.script.take = no_list
    said = await pass_time(talk) + await pass_time(talk)
    assert f"está a medias, con 1 de {N} mensajes, y no sé si salió el 2" in said
    assert post_of(talk, number) == (State.UNCERTAIN, 1, N)
    wall.script.take = take
    if kind is Kind.DROP_AFTER:
        await talk.press("El 2 sí está")
    else:
        await talk.press("El 2 no está")
        assert f"el mensaje 2 de {N} no está" in talk.text
        await talk.press("Completar el hilo")
        await talk.press("Sí")
    await pass_time(talk)
    assert texts(wall) == PARTS
    assert chained(wall)


async def test_past_its_hour_a_half_is_told_as_a_half(talk, wall):
    number = await approved(talk)
    wall.script = After(1, Kind.LIMITED)
    await pass_time(talk)
    said = await pass_time(talk, 120)
    assert f"quedó a medias, con 1 de {N} mensajes: la red no recibió los demás" in said
    await talk.say("/perdidas")
    assert f"Hilo a medias (1 de {N} mensajes), y ya pasó su hora" in talk.text
    await talk.press("Completar el hilo")
    await pass_time(talk)
    assert texts(wall) == PARTS
    assert post_of(talk, number) == (State.PUBLISHED, N, N)


async def test_in_english_too(talk):
    await talk.say("/ajustes idioma inglés")
    await talk.say("/settings threads yes")
    assert "Threads on X: yes" in talk.text
    number = await written(talk)
    assert f"will be published as a thread of {N} messages" in talk.text
    await talk.say(f"/thread {number}")
    assert f"{N} messages, in this order" in talk.text
