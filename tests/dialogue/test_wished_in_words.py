"""`hazlo más corto`, `sin emojis`, `otra versión`: said of the draft that was just looked at."""

from __future__ import annotations

import pytest

from peruopt.chat import wishing
from peruopt.chat.message import Action, Address, Message
from peruopt.chat.wishing import wish
from peruopt.post import State
from tests.fakes import FakeWriter
from tests.talk import IDS, Dialogue, buttons
from tests.taster import Taster

CHANGES = [
    ("hazlo más corto", "hazlo más corto"),
    ("más corto por favor", "más corto"),
    ("mas corto pe", "mas corto pe"),
    ("Sin emojis", "Sin emojis"),
    ("sin tantos hashtags", "sin tantos hashtags"),
    ("cámbialo por algo más divertido", "cámbialo por algo más divertido"),
    ("¿puedes hacerlo un poco más formal?", "puedes hacerlo un poco más formal"),
    ("está muy largo", "está muy largo"),
    ("no tan largo", "no tan largo"),
    ("me gusta pero más corto", "me gusta pero más corto"),
    ("quítale los emojis", "quítale los emojis"),
    ("ponle más emojis", "ponle más emojis"),
    ("que suene más limeño", "que suene más limeño"),
    ("otra versión más corta", "otra versión más corta"),
    ("acórtalo", "acórtalo"),
    ("make it shorter", "make it shorter"),
    ("more fun, no hashtags", "more fun, no hashtags"),
    ("it's too long", "it's too long"),
    ("can you make it funnier?", "can you make it funnier"),
    ("less salesy please", "less salesy"),
    ("without the emojis", "without the emojis"),
    ("y si lo hacemos mas gracioso?", "si lo hacemos mas gracioso"),
    ("q tal si le pones menos emojis", "q tal si le pones menos emojis"),
    ("can you shorten it a bit?", "can you shorten it a bit"),
    ("what if we make it shorter", "what if we make it shorter"),
    ("traduce mi post al inglés", "traduce mi post al inglés"),
    ("cambia el texto", ""),
    ("no me gusta", ""),
    ("I don't like it", ""),
]
AGAIN = [
    *("otra versión", "otra", "otro", "dame otra opción", "no me gusta, otra", "reescríbelo"),
    *("hazlo otra vez", "another version", "another one please", "try again", "rewrite it"),
]
NEITHER = [
    *("ceviche más barato", "corto", "café corto", "causa más cremosa", "lomo saltado más jugoso"),
    *("el pisco más elegante de Lima", "otra hora", "otro día", "otra foto", "otro post"),
    *("otra idea", "la otra", "sin ají", "sin gluten", "menú sin carne", "menos sal"),
    *("algo divertido para el viernes", "que sea el viernes", "más temprano", "no hay ceviche"),
    *("está muy divertido", "quita el lomo de la carta", "un post más corto sobre ceviche"),
    *("cancela la 3", "gracias", "más clientes", "otra cerveza", "shorter hours on sunday"),
    *("un poco de ceviche", "si le pones limón queda mejor", "what if we make ceviche"),
    *("make it friday", "another beer", "new menu", "no more ceviche", "more sales"),
]


@pytest.mark.parametrize(("said", "words"), CHANGES)
def test_what_should_be_different_is_a_wish(said, words):
    found = wish(said)
    assert found is not None
    assert (found.words, found.again, found.which) == (words, False, "")


@pytest.mark.parametrize("said", AGAIN)
def test_one_more_version_is_a_wish_of_its_own(said):
    found = wish(said)
    assert found is not None
    assert found.again
    assert found.words == ""


@pytest.mark.parametrize("said", NEITHER)
def test_what_may_be_a_dish_an_hour_or_an_idea_is_none(said):
    assert wish(said) is None


@pytest.mark.parametrize(
    ("said", "which"),
    [
        ("la 3 más corta", "3"),
        ("haz la propuesta 12 más corta", "12"),
        ("make draft 4 shorter", "4"),
        ("la segunda pero más corta", "segunda"),
        ("make the first one shorter", "first"),
    ],
)
def test_a_number_or_a_place_says_which(said, which):
    assert wish(said).which == which


@pytest.mark.parametrize("word", ["dale", "quiero lo", "un poco", "con mas", "si lo pones", "it"])
def test_words_said_over_and_over_are_still_read_word_by_word(word, monkeypatch):
    """One pattern for all of it would try two to the power of its words."""
    tried = []
    real = wishing._filler(("polite", "order", "little"))

    class Counting:
        def fullmatch(self, piece):
            tried.append(piece)
            return real.fullmatch(piece)

    monkeypatch.setattr(wishing, "_filler", lambda _: Counting())
    assert wish(" ".join([word] * 19)[:100] + " zzz") is None
    assert len(tried) <= 3 * wishing.MOST_WORDS * wishing.LONGEST_PIECE


@pytest.fixture
def talk(data_dir, clock):
    opened = Dialogue.begin(data_dir, clock, writer=FakeWriter(), recommender=Taster())
    yield opened
    opened.close()


def remark(talk: Dialogue, number: int) -> str:
    with talk.app.services.work(1) as w:
        return w.drafts.get(number).remark


async def only(talk: Dialogue, number: int = 3) -> None:
    """Leave one of three drafts."""
    await talk.say("/redactar ceviche")
    for other in {1, 2, 3} - {number}:
        await talk.say(f"/descartar {other}")


@pytest.mark.parametrize(
    "said", ["más corto por favor", "make it shorter", "cámbialo por algo más alegre"]
)
async def test_the_only_open_draft_is_changed(talk, said):
    await only(talk)
    await talk.say(said)
    assert "Escribí una versión nueva" in talk.text
    assert talk.said[0].about == "draft:3"
    assert remark(talk, 3)


async def test_of_three_one_press_tells_which(talk):
    await talk.say("/redactar ceviche")
    (asked,) = await talk.say("hazlo más corto")
    assert asked.text.startswith("¿Cuál cambio?")
    typed = [button.action.typed for button in buttons(asked)]
    assert typed[:3] == [f"/cambios {number} hazlo más corto" for number in (1, 2, 3)]
    assert [remark(talk, number) for number in (1, 2, 3)] == ["", "", ""], "nothing before a press"
    await talk.press("Propuesta 2")
    assert [remark(talk, number) for number in (1, 2, 3)] == ["", "hazlo más corto", ""]


async def test_the_one_that_was_looked_at_again_is_meant(talk):
    await talk.say("/redactar ceviche")
    await talk.say("/ver 1")
    await talk.say("sin hashtags")
    assert "#sabor" not in talk.said[0].quote
    assert (remark(talk, 1), remark(talk, 3)) == ("sin hashtags", "")
    await talk.say("más formal")
    assert remark(talk, 1) == "más formal"


async def test_the_one_that_came_last_is_meant_not_those_before(talk):
    await only(talk)
    talk.app.clock.tick(minutes=1)
    await talk.say("otra versión")
    assert talk.said[0].about == "draft:4"
    await talk.say("más corto")
    assert (remark(talk, 4), remark(talk, 3)) == ("más corto", "")


async def test_another_version_of_three_is_one_more_for_the_same_idea(talk):
    await talk.say("/redactar ceviche")
    await talk.say("otra")
    assert talk.said[0].about == "draft:4"
    assert [brief.idea for brief in talk.app.services.writer.briefs] == ["ceviche", "ceviche"]


async def test_a_reply_to_a_card_wins(talk):
    await talk.say("/redactar ceviche")
    with talk.app.services.work(1) as w:
        (card,) = w.cards.of("draft:1")
    replied = Address(card.platform, card.chat, card.message)
    await talk.assistant.answer(
        Message(f"r{next(IDS)}", talk.app.clock.now(), replied, "local", "más corto")
    )
    assert (remark(talk, 1), remark(talk, 3)) == ("más corto", "")


async def test_in_the_thread_of_a_card_it_is_that_card(talk):
    await talk.say("/redactar ceviche")
    with talk.app.services.work(1) as w:
        (card,) = w.cards.of("draft:2")
    thread = Address(card.platform, f"{card.chat}:{card.message}")
    await talk.assistant.answer(
        Message(f"r{next(IDS)}", talk.app.clock.now(), thread, "local", "más corto")
    )
    assert remark(talk, 2) == "más corto"


async def test_what_is_scheduled_is_not_changed_without_a_press(talk):
    await only(talk)
    await talk.say("/aprobar 3 viernes 8 de la noche")
    (asked,) = await talk.say("más corto")
    assert "hay que aprobarla otra vez" in asked.text
    with talk.app.services.work(1) as w:
        assert w.posts.of_draft(3)[0].state is State.SCHEDULED
    await talk.press("Propuesta 3")
    assert remark(talk, 3) == "más corto"


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("hazlo más corto", "ninguna propuesta abierta que cambiar"),
        ("otra versión", "ninguna propuesta abierta de la que hacer"),
    ],
)
async def test_without_an_open_draft_it_says_so(talk, said, answer):
    (told,) = await talk.say(said)
    assert answer in told.text
    assert buttons(told)[0].action == Action("redactar")
    assert talk.app.services.writer.briefs == []


async def test_no_me_gusta_asks_what_should_change(talk):
    await only(talk)
    (asked,) = await talk.say("no me gusta")
    assert "¿Qué cambiamos en la propuesta 3?" in asked.text
    await talk.say("más picante")
    assert remark(talk, 3) == "más picante"


async def test_a_question_that_waits_gets_its_answer_first(talk):
    await talk.say("/redactar ceviche")
    await talk.say("/cambios 2")
    await talk.say("más corto")
    assert remark(talk, 2) == "más corto"


async def test_a_wish_too_long_for_a_button_is_asked_for_again(talk):
    await talk.say("/redactar ceviche")
    long = "hazlo mucho más divertido, más corto, más limeño y sin emojis ni hashtags"
    (asked,) = await talk.say(long)
    assert buttons(asked)[0].action == Action("cambios", ("1",))


async def test_leaving_out_keeps_the_words(talk):
    await only(talk)
    with talk.app.services.work(1) as w:
        before = w.drafts.get(3).text
    await talk.say("/editar 3 Ceviche del día 🐟 recién hecho 🍋 #Ceviche")
    with talk.app.services.work(1) as w:
        written = w.drafts.get(3).text
    assert written != before
    await talk.say("sin emojis por favor")
    with talk.app.services.work(1) as w:
        left = w.drafts.get(3).text
    assert left == written.replace("🐟 ", "").replace("🍋 ", "").replace("🍋", "").strip()
    await talk.say("sin emojis")
    assert "ya está así" in talk.text


async def test_what_is_approved_in_words_is_shown_with_its_hours_and_not_approved(talk):
    await only(talk)
    card, *_ = await talk.say("dale, publica")
    assert card.about == "draft:3"
    assert "Elige la hora con un botón, o escribe /aprobar 3" in card.text
    with talk.app.services.work(1) as w:
        assert all(post.state is State.PROPOSED for post in w.posts.of_draft(3))


async def test_a_place_among_three_is_one_of_them(talk):
    await talk.say("/redactar ceviche")
    card, *_ = await talk.say("el segundo")
    assert card.about == "draft:2"
    await talk.say("la primera pero más corta")
    assert (remark(talk, 1), remark(talk, 2)) == ("pero más corta", "")
    asked, *_ = await talk.say("looks good")
    assert asked.about == "draft:1", "it was looked at last"


async def test_a_photo_is_asked_for_the_one_that_was_looked_at(talk):
    await talk.say("/redactar ceviche")
    (asked,) = await talk.say("cámbiale la foto")
    assert [b.action.typed for b in buttons(asked)][:3] == ["/foto 1", "/foto 2", "/foto 3"]
    await talk.press("Propuesta 2")
    assert "/foto 2" in talk.text


@pytest.mark.parametrize("said", ["apruebo", "el segundo", "cambia la foto"])
async def test_without_a_draft_these_say_so_too(talk, said):
    (told,) = await talk.say(said)
    assert told.text.startswith("No tengo ninguna propuesta abierta.")
