"""What people say in plain words: understood, or asked about, and never taken for a dish."""

from __future__ import annotations

import pytest

from peruopt.chat.intent import intent
from peruopt.post import State
from peruopt.restaurant import Person, Role
from tests.fakes import FakeWriter
from tests.talk import Dialogue, buttons, state
from tests.taster import Taster

REMARKS = [
    ("gracias", "¡A ti!"),
    ("muchas gracias, causa!", "¡A ti!"),
    ("ok", "Aquí estoy"),
    ("👍", "Aquí estoy"),
    ("no, gracias", "Aquí estoy"),
    ("chau", "¡Hasta luego!"),
    ("olvídalo", "lo dejamos ahí"),
    ("cambia el idioma a inglés", "Language: English"),
    ("habla en inglés", "Language: English"),
    ("cambia el nombre a La Picantería", "Nombre: La Picantería"),
    ("cuánto cuesta esto", "peruopt no te cobra"),
    ("¿es gratis?", "peruopt no te cobra"),
    ("cómo les fue a las publicadas", "Todavía no hay nada publicado"),
    ("qué puedes hacer", "¿En qué te ayudo?"),
    ("¿quién aprobó eso?", "Historial"),
    ("qué publico hoy", "Ideas"),
    ("borra todo", "No hay nada programado"),
    ("deshacer", "No hay nada programado"),
    ("¿acertaste?", "Mis aciertos"),
    ("¿qué tan bien pronosticas?", "Mis aciertos"),
    ("¿qué tan acertado eres?", "Mis aciertos"),
    ("cuánto te equivocas", "Mis aciertos"),
    ("¿cómo te fue con los pronósticos?", "Mis aciertos"),
    ("aprende de nuevo", "no tengo publicaciones de las que aprender"),
    ("entrena otra vez", "no tengo publicaciones de las que aprender"),
    ("vuelve a aprender de mis publicaciones, por favor", "no tengo publicaciones de las que"),
    ("deja de aprender", "No hay ningún aprendizaje"),
    ("cancela la publicación del viernes", "No hay nada programado"),
    ("mueve la del viernes al sábado 8pm", "No hay nada programado"),
    ("cambia los precios", "No estoy seguro"),
    ("el ceviche estuvo rico hoy", "No estoy seguro"),
    ("¿tienes lomo saltado?", "No estoy seguro"),
]
SAID = [
    ("thanks a lot", "You are welcome"),
    ("ok, great", "I am here"),
    ("never mind", "leave it there"),
    ("speak Spanish", "Idioma: español"),
    ("how much does this cost?", "charges nothing"),
    ("how did the posts do", "Nothing has been published"),
    ("who approved that?", "Log"),
    ("what can you do?", "How can I help"),
    ("delete everything", "Nothing is scheduled"),
    ("undo", "Nothing is scheduled"),
    ("cancel the friday post", "Nothing is scheduled"),
    ("how accurate were you?", "Hits and misses"),
    ("how good are your forecasts?", "Hits and misses"),
    ("train again", "I have no posts to learn from"),
    ("please learn from our new posts", "I have no posts to learn from"),
    ("stop training", "There is no training under way"),
    ("we sold a lot of ceviche", "I am not sure"),
]


@pytest.mark.parametrize(
    "said",
    [
        "acertaste con el ceviche, estaba buenazo",
        "¿qué tan buena es la causa?",
        "el chef aprende de su abuela",
        "aprende a hacer ceviche con nosotros",
        "entrena con nosotros: clase de cocina",
        "para de llover",
        "how good is the ceviche",
        "learn to cook ceviche with us",
        "train station special: lomo saltado",
    ],
)
def test_what_only_sounds_like_learning_or_hits_is_neither(said):
    found = intent(said)
    assert found is None or found[0] not in ("entrenar", "aciertos")


@pytest.mark.parametrize(("said", "answer"), REMARKS)
async def test_a_remark_is_understood_or_asked_about(talk, said, answer):
    await talk.say(said)
    assert answer in talk.text
    assert talk.app.services.writer.briefs == [], "nothing was drafted"
    assert sum(len(buttons(reply)) for reply in talk.said) <= 8


@pytest.mark.parametrize(("said", "answer"), SAID)
async def test_in_english_as_well(data_dir, clock, said, answer):
    talk = Dialogue.begin(data_dir, clock, writer=FakeWriter(), recommender=Taster(), locale="en")
    await talk.say(said)
    assert answer in talk.text
    assert talk.app.services.writer.briefs == []
    talk.close()


@pytest.mark.parametrize(
    ("said", "idea"),
    [
        ("ceviche de conchas negras", "ceviche de conchas negras"),
        ("lomo saltado para el viernes", "lomo saltado"),
        ("ají de gallina", "ají de gallina"),
        ("fiestas patrias", "fiestas patrias"),
        ("redacta algo del lomo para el viernes", "lomo"),
        ("/redactar algo del lomo para el viernes", "lomo"),
        ("/redactar un post sobre ají de gallina", "ají de gallina"),
        ("publica un ceviche", "ceviche"),
    ],
)
async def test_a_dish_or_a_drafting_verb_is_a_draft(talk, said, idea):
    *_, last = await talk.say(said)
    (brief,) = talk.app.services.writer.briefs
    assert brief.idea == idea
    assert last.about == "draft:3"


async def test_what_is_asked_about_becomes_a_draft_by_a_press(talk):
    (asked,) = await talk.say("los chefs cocinan con el corazón")
    assert len(buttons(asked)) == 3
    *_, last = await talk.press("Es una publicación")
    assert last.quote.startswith("los chefs cocinan con el corazón")


async def test_who_may_only_look_is_not_made_to_draft(talk):
    await talk.say("hola")
    with talk.app.services.work(1) as w:
        w.people.add(
            Person(restaurant_id=1, platform="console", handle="vera", name="v", role=Role.VIEWER)
        )
    await talk.say("ceviche", person="vera")
    assert "No estoy seguro" in talk.text


async def test_a_question_that_waits_is_not_answered_by_thanks(talk):
    for command in ("/redactar", "/otrahora 3", "/editar 3"):
        await talk.say("/redactar ceviche")
        drafted = len(talk.app.services.writer.briefs)
        await talk.say(command)
        await talk.say("gracias")
        assert "¡A ti!" in talk.text
        assert len(talk.app.services.writer.briefs) == drafted
        await talk.say("/ver 3")
        assert "gracias" not in talk.text
    await talk.say("/ajustes equipo")
    await talk.say("no")
    assert "lo cambié" in talk.text


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("aprueba la 3 para el viernes 8 de la noche", "Sale el vie 27 nov, 20:00"),
        ("publica la 3 ya", "¿La publico ahora mismo"),
        ("otra versión de la 3", "Propuesta 4 (4 de 4)"),
        ("edita la 3", "Editar la propuesta 3"),
        ("muéstrame la propuesta 3", "Propuesta 3"),
        ("cambia el texto de la propuesta 3", "¿Qué cambiamos"),
    ],
)
async def test_a_draft_is_named_by_its_number(talk, said, answer):
    await talk.say("/redactar ceviche")
    await talk.say(said)
    assert answer in talk.text


@pytest.mark.parametrize(
    ("locale", "said", "first"),
    [
        ("es_PE", "/resumne", "/resumen"),
        ("es_PE", "/redactra ceviche", "/redactar"),
        ("es_PE", "/drat ceviche", "/redactar"),
        ("en", "/pendng", "/pending"),
        ("en", "/redactr ceviche", "/draft"),
    ],
)
async def test_a_slip_is_answered_in_the_persons_language(data_dir, clock, locale, said, first):
    talk = Dialogue.begin(data_dir, clock, writer=FakeWriter(), locale=locale)
    (asked,) = await talk.say(said)
    assert first in asked.text
    assert buttons(asked)[0].label == first
    talk.close()


async def test_what_takes_something_away_is_named_but_not_offered_as_a_press(talk):
    await talk.say("/redactar ceviche")
    (asked,) = await talk.say("/descarta 3")
    assert "/descartar" in asked.text
    assert "descartar" not in {b.action.name for b in buttons(asked)}
    await talk.act(buttons(asked)[0].action)
    assert state(talk, 3) is State.PROPOSED


async def test_a_slip_keeps_what_was_said_after_it(talk):
    await talk.say("/redactra ceviche de pota")
    *_, last = await talk.press("/redactar")
    assert last.quote.startswith("ceviche de pota")
