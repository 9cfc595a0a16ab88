"""What people say in plain words: understood, or asked about, and never taken for a dish."""

from __future__ import annotations

import pytest

from peruopt.chat.intent import intent
from peruopt.post import State
from peruopt.restaurant import Network, Person, Role
from tests.fakes import FakeWriter
from tests.talk import Dialogue, buttons
from tests.taster import Taster, lima

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


@pytest.fixture
def talk(data_dir, clock):
    opened = Dialogue.begin(data_dir, clock, writer=FakeWriter(), recommender=Taster())
    yield opened
    opened.close()


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


async def scheduled(talk: Dialogue) -> None:
    await talk.say("/redactar ceviche")
    await talk.say("/redactar lomo saltado")
    await talk.say("/aprobar 3 viernes 8 de la noche")
    await talk.say("/aprobar 6 sábado 1 de la tarde")


@pytest.mark.parametrize(
    "said",
    ["cancela la publicación del viernes", "anula la propuesta 3", "descarta la 3",
     "ya no publiques el ceviche", "cancel the friday post"],
)  # fmt: skip
async def test_what_is_to_be_cancelled_is_found_and_asked_about(talk, said):
    await scheduled(talk)
    (asked,) = await talk.say(said)
    assert asked.text.startswith("¿Cancelo la propuesta 3 (Facebook")
    assert "vie 27 nov, 20:00" in asked.text
    assert state(talk, 3) is State.SCHEDULED, "nothing is cancelled without a press"
    await talk.press("Sí, cancélala")
    assert "canceló la propuesta 3" in talk.text
    assert (state(talk, 3), state(talk, 6)) == (State.CANCELLED, State.SCHEDULED)


async def test_undo_means_what_was_scheduled_last(talk):
    await talk.say("/redactar ceviche")
    await talk.say("/redactar lomo saltado")
    await talk.say("/aprobar 6 viernes 8 de la noche")
    talk.app.clock.tick(minutes=5)
    await talk.say("/aprobar 3 sábado 1 de la tarde")
    await talk.say("deshacer")
    assert "¿Cancelo la propuesta 3 (" in talk.text
    await talk.press("No, déjala")
    assert state(talk, 3) is State.SCHEDULED


async def test_of_several_one_is_chosen_and_all_at_once_is_never_cancelled(talk):
    await scheduled(talk)
    (asked,) = await talk.say("borra todo")
    assert "Nada se borra de golpe" in asked.text
    assert [b.label for b in buttons(asked)] == ["🗑️ Cancelar la 3", "🗑️ Cancelar la 6"]
    (asked,) = await talk.say("cancela la publicación del domingo")
    assert "No encuentro la que dices" in asked.text
    assert state(talk, 3) is state(talk, 6) is State.SCHEDULED


@pytest.mark.parametrize(
    "said",
    ["cambia la propuesta 3 al domingo a las 8pm", "mueve la del viernes al domingo 8pm",
     "move the friday post to sunday 8pm", "reprograma el ceviche para el domingo a las 8pm"],
)  # fmt: skip
async def test_a_move_in_words_is_echoed_and_done_by_a_press(talk, said):
    await scheduled(talk)
    (asked,) = await talk.say(said)
    assert "Entendí domingo 29 de noviembre a las 20:00" in asked.text
    await talk.press("Sí, prográmala")
    assert "Sale el dom 29 nov, 20:00" in talk.text
    assert state(talk, 3) is State.SCHEDULED


@pytest.mark.parametrize("said", ["cancela la publicación", "mueve la publicación"])
async def test_of_more_than_fit_the_rest_is_in_the_calendar(talk, said):
    await scheduled(talk)
    await talk.say("/redactar ají de gallina")
    await talk.say("/aprobar 9 domingo 1 de la tarde")
    three = buttons((await talk.say(said))[0])
    assert [b.action.args for b in three] == [("3",), ("6",), ("9",)]
    await talk.say("/redactar causa limeña")
    await talk.say("/aprobar 12 lunes 1 de la tarde")
    *_, last = buttons((await talk.say(said))[0])
    assert last.action.name == "calendario"


async def test_a_move_without_an_hour_is_asked_for_it(talk):
    await scheduled(talk)
    await talk.say("quiero cambiar la hora de la propuesta 3")
    assert "¿Cuándo sale la propuesta 3?" in talk.text or "¿Para cuándo muevo" in talk.text
    await talk.say("domingo 8 de la noche")
    assert "Sale el dom 29 nov, 20:00" in talk.text


async def test_one_network_is_named_by_the_drafts_number_too(talk):
    await scheduled(talk)
    with talk.app.services.work(1) as w:
        insta = next(p for p in w.posts.of_draft(3) if p.network == Network.INSTAGRAM)
        insta.move(State.SCHEDULED)
        insta.due_at, insta.picture = lima(27, 20), "0.jpg"
    await talk.say("/mover 3 instagram domingo 8 de la noche")
    assert "Instagram: ✅ Sale el dom 29 nov, 20:00" in talk.text
    assert "Facebook: ✅ Sale el vie 27 nov, 20:00" in talk.text
    await talk.say("/cancelar 3 instagram")
    assert "canceló la propuesta 3 en Instagram" in talk.text
    assert "Facebook: ✅ Sale el vie 27 nov, 20:00" in talk.text
    await talk.say("/cancelar 3 x")
    assert "La propuesta 3 no va a X" in talk.text


async def test_what_came_with_a_history_cannot_be_cancelled_and_says_so(talk):
    await talk.say("/demo")
    await talk.say("/cancelar 99")
    assert "La 99 es de tu historial" in talk.text
    await talk.say("/mover 99 viernes 8pm")
    assert "La 99 es de tu historial" in talk.text
    await talk.say("/cancelar 99999")
    assert "No encuentro la propuesta 99999" in talk.text


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


def state(talk: Dialogue, draft: int) -> State:
    with talk.app.services.work(1) as w:
        return w.posts.of_draft(draft)[0].state
