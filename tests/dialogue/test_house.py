"""The owner settles in: first words, settings, the tour, the demo, the digest."""

from datetime import timedelta

import pytest

from peruopt.chat.message import Upload
from peruopt.restaurant import Role
from tests.talk import Dialogue, buttons


@pytest.fixture
def talk(data_dir, clock):
    talk = Dialogue.begin(data_dir, clock)
    yield talk
    talk.close()


async def test_the_first_hello_offers_a_way_in(talk):
    await talk.say("hola")
    assert "Bienvenido" in talk.text
    labels = [button.label for button in buttons(talk.said[-1])]
    assert any("demostración" in label for label in labels)


async def test_settings_are_asked_and_kept(talk):
    await talk.say("/ajustes")
    await talk.press("Nombre")
    await talk.say("La Picantería de Doña Julia")
    assert "Nombre: La Picantería de Doña Julia" in talk.text
    await talk.say("/ajustes idioma english")
    assert "Name: La Picantería de Doña Julia" in talk.text
    await talk.say("/settings hours 10:30 to 23:00")
    assert "Hours for posting: 10:30 to 23:00" in talk.text


async def test_hours_on_trial_and_hashtags_are_settings(talk):
    await talk.say("/ajustes prueba")
    await talk.press("Ninguna")
    assert "Horas a prueba: 0 % de las recomendaciones" in talk.text
    await talk.say("/ajustes prueba 25 %")
    assert "Horas a prueba: 25 % de las recomendaciones" in talk.text
    await talk.say("/ajustes etiquetas")
    await talk.press("En el primer comentario")
    assert "Hashtags en Instagram: en el primer comentario" in talk.text


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("/ajustes horario siempre", "No entendí «siempre»"),
        ("/ajustes espacio 99 h", "hasta 24 h"),
        ("/ajustes idioma quechua", "Hablo español e inglés"),
        ("/ajustes prueba 80 %", "de 0 a 50"),
        ("/ajustes etiquetas arriba", "texto o comentario"),
        ("/ajustes color rojo", "No tengo un ajuste «color»"),
        ("/resumne", "¿Quisiste decir /resumen?"),
        ("/diario 25:00", "No entendí la hora"),
    ],
)
async def test_what_is_not_understood_is_said_with_a_way_out(talk, said, answer):
    await talk.say(said)
    assert answer in talk.text


async def test_a_question_waits_for_its_answer_across_a_restart(data_dir, clock):
    first = Dialogue.begin(data_dir, clock)
    await first.say("/ajustes voz")
    first.close()
    second = Dialogue.begin(data_dir, clock)
    await second.say("cercana y con humor")
    assert "Voz: cercana y con humor" in second.text
    second.close()


async def test_another_command_ends_the_wait(talk):
    await talk.say("/ajustes nombre")
    await talk.say("/ayuda")
    await talk.say("los manteles son de conchas negras")
    assert "No estoy seguro" in talk.text
    await talk.say("/ajustes")
    assert "ceviche" not in talk.text


async def test_the_same_message_is_answered_once(talk):
    from peruopt.chat.message import Address, Message

    message = Message(
        "m-twice", talk.app.clock.now(), Address("console", "local"), "local", "hola"
    )
    await talk.assistant.answer(message)
    await talk.assistant.answer(message)
    assert len(talk.ears.heard) == 1


async def test_the_demo_fills_an_empty_house_and_can_be_left(talk):
    await talk.say("/demo")
    assert "Cevichería La Caleta" in talk.text
    await talk.say("/demo")
    assert "no las mezclo" in talk.text
    await talk.say("/adelantar 2h")
    assert "⏩" in talk.text
    await talk.say("/demo fin")
    await talk.say("/inicio")
    assert "Bienvenido" in talk.text
    await talk.say("/adelantar 2h")
    assert "Solo puedo adelantar" in talk.text


async def test_a_file_becomes_history_and_bad_rows_are_named(talk):
    rows = [f"2026-10-{day:02d} 12:00,Ceviche del día {day},{day * 3},1,0" for day in range(1, 31)]
    rows[9] = "ayer por la tarde,Jalea,3,1,0"
    table = "\n".join(["Fecha,Texto,Me gusta,Comentarios,Compartidos", *rows]).encode()
    await talk.say("", Upload("facebook_la_caleta.csv", table))
    assert "29" in talk.text
    assert "línea 11" in talk.text
    await talk.say("", Upload("facebook_la_caleta.csv", table))
    assert "Las 29 publicaciones de este archivo ya estaban aquí: no cambió nada." in talk.text
    rows[0] = "2026-10-01 12:00,Ceviche del día 1,99,1,0"
    table = "\n".join(["Fecha,Texto,Me gusta,Comentarios,Compartidos", *rows]).encode()
    await talk.say("", Upload("facebook_la_caleta.csv", table))
    assert "(nuevas: 0, actualizadas: 1). 28 ya estaban aquí, iguales." in talk.text


async def test_what_is_no_table_is_refused_in_a_sentence(talk):
    await talk.say("", Upload("posts.csv", b"%PDF-1.7 ..."))
    assert "no es una tabla" in talk.text.lower()


async def test_the_digest_comes_once_a_day_also_after_a_restart(data_dir, clock):
    talk = Dialogue.begin(data_dir, clock)
    await talk.say("/diario 9:00")
    talk.app.clock.tick(days=1)
    await talk.app.engine.catch_up()
    digests = [reply for reply in talk.ears.heard if "Tu diario" in reply.title]
    assert len(digests) == 1
    talk.close()
    clock.tick(timedelta(days=1, minutes=5))
    again = Dialogue.begin(data_dir, clock)
    await again.app.engine.catch_up()
    assert again.ears.heard == []
    again.close()


async def test_a_viewer_may_look_but_not_change(talk):
    await talk.say("hola")
    house = talk.app.services.directory.restaurants()[0]
    with talk.app.services.work(house.id) as w:
        w.people.all()[0].role = Role.VIEWER
    await talk.say("/ajustes nombre Otro")
    assert "hace falta el rol" in talk.text
    await talk.say("/ajustes")
    assert "Otro" not in talk.text
