"""From an idea to a scheduled post, as the owner lives it."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest

from peruopt.chat.intent import plain
from peruopt.chat.message import Upload
from peruopt.ports import Writing
from tests.fakes import FakeWriter
from tests.photos import photo
from tests.talk import Dialogue, buttons, spoken
from tests.taster import Taster


async def test_an_idea_becomes_three_drafts_and_one_press_schedules_the_best(talk):
    *_, first, second, last = await talk.say("/redactar ceviche")
    assert [first.title[:20], second.title[:20]] == [
        "Propuesta 1 (1 de 3)",
        "Propuesta 2 (2 de 3)",
    ]
    assert last.title == "Propuesta 3 (3 de 3) · Facebook + Instagram"
    assert last.quote == "ceviche 5\n\n#sabor"
    assert "⭐ La más prometedora" in last.text
    assert "⭐" not in first.text + second.text
    assert "📈 Facebook: +50 % sobre lo usual (entre −20 % y +60 %)." in last.text
    assert "Mejor hora en Facebook: lun 23 nov, 20:00 · +19 % (entre −5 % y +42 %)" in last.text
    assert "señal débil" in last.text
    best = buttons(last)[0]
    assert best.label == "Hoy 20:00 · +19 %"

    (card,) = await talk.press(best.label)
    assert "Facebook: ✅ Sale el lun 23 nov, 20:00." in card.text
    assert card.replaces is not None, "the card itself changes"

    await talk.say("/calendario")
    assert "20:00 · Facebook" in talk.text
    assert "ceviche 5" in talk.text


async def test_a_photo_is_enough(talk):
    *_, last = await talk.say("", photo())
    assert last.picture is not None
    assert last.picture.alt == "Foto de un plato de la casa"
    assert "⛔" not in last.text, "Instagram has its picture"
    (card,) = await talk.press("Hoy 20:00")
    assert card.title == "Programada · Facebook + Instagram"
    assert "✅ Sale el lun 23 nov, 20:00." in card.text


@pytest.mark.parametrize("content", [b"no soy una foto", b"", b"Fecha,Texto\n2026-01-01,hola\n"])
async def test_what_is_called_a_photo_and_is_none_is_refused_as_a_photo(talk, content):
    (told,) = await talk.say("causa", Upload("causa.JPG", content))
    assert "foto" in told.text
    assert "fila" not in told.text
    assert talk.app.services.writer.briefs == []


async def test_a_photo_with_a_caption_is_about_the_caption(talk):
    await talk.say("causa de pulpo para el viernes", photo())
    (brief,) = talk.app.services.writer.briefs
    assert (brief.idea, brief.has_photo) == ("causa de pulpo", True)


async def test_a_house_without_a_name_has_none_in_its_drafts(data_dir, clock):
    talk = Dialogue.begin(data_dir, clock)
    for line in ("/redactar ceviche", "/redactar cerramos el lunes", "/redactar ají de gallina"):
        for _ in range(2):
            await talk.say(line)
            assert "Mi restaurante" not in talk.text
    await talk.say("", photo())
    cards = [reply for reply in talk.said if reply.picture]
    assert {card.picture.alt for card in cards} == {"Foto de un plato de la casa"}
    talk.close()


async def test_a_lomo_saltado_is_nothing_but_lomo_saltado(data_dir, clock):
    talk = Dialogue.begin(data_dir, clock)
    await talk.say("/demo")
    for _ in range(6):
        await talk.say("/redactar lomo saltado para el viernes")
        said = plain(" ".join(reply.quote for reply in talk.said))
        others = r"\b(?:ceviche|limon|leche de tigre|pescado|anticuchos?)\b"
        assert not re.search(others, said), said
    talk.close()


async def test_the_day_that_was_named_is_the_day_of_the_hours(talk):
    *_, last = await talk.say("/redactar ají de gallina para el viernes")
    assert [b.label[:9] for b in buttons(last)[:2]] == ["Vie 20:00", "Vie 13:00"]


async def test_without_an_idea_the_next_words_are_the_idea(talk):
    (question,) = await talk.say("/redactar")
    assert "¿Sobre qué escribo?" in question.text
    *_, last = await talk.say("arroz con pato")
    assert last.quote.startswith("arroz con pato")


async def test_an_hour_in_words_is_scheduled(talk):
    await talk.say("/redactar ceviche")
    await talk.say("/aprobar 3 viernes 8 de la noche")
    assert "Sale el vie 27 nov, 20:00" in talk.text


async def test_an_hour_that_was_guessed_is_echoed_first(talk):
    await talk.say("/redactar ceviche")
    (question,) = await talk.press("Otra hora")
    assert "¿Cuándo sale la propuesta 3?" in question.text
    (echo,) = await talk.say("mañana a las 7")
    assert "Entendí martes 24 de noviembre a las 19:00. ¿Está bien?" in echo.text
    await talk.press("Sí, prográmala")
    assert "Sale el mar 24 nov, 19:00" in talk.text


async def test_a_day_without_an_hour_is_asked_for_its_hour(talk):
    await talk.say("/redactar ceviche")
    await talk.say("/otrahora 3 el sábado")
    assert "¿A qué hora del sábado 28 de noviembre?" in talk.text
    await talk.say("8 de la noche")
    assert "Sale el sáb 28 nov, 20:00" in talk.text


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("/aprobar 3 2026-11-20T20:00", "Esa hora ya pasó"),
        ("/aprobar 3 cuando puedas", "No entendí la hora «cuando puedas»"),
        ("/aprobar", "¿Cuál?"),
        ("/aprobar cebiche", "¿Cuál?"),
        ("/aprobar 99 viernes 8pm", "No encuentro la propuesta 99"),
        ("/aprobar 3 2027-12-31T20:00", "a más de un año"),
    ],
)
async def test_what_cannot_be_scheduled_says_what_to_do(talk, said, answer):
    await talk.say("/redactar ceviche")
    await talk.say(said)
    assert answer in talk.text


async def test_the_second_presser_is_told_who_was_first(talk):
    await talk.say("/redactar ceviche")
    await talk.say("/aprobar 3 viernes 8 de la noche")
    await talk.say("/aprobar 3 sábado 1 de la tarde")
    assert "ya la programó para el vie 27 nov, 20:00" in talk.text
    assert "/otrahora 3" in talk.text


async def test_a_near_neighbour_can_be_overruled_with_one_press(talk):
    await talk.say("/redactar ceviche")
    await talk.say("/aprobar 3 viernes 8 de la noche")
    await talk.say("/aprobar 2 viernes 9 de la noche")
    assert "hay otra publicación el vie 27 nov, 20:00" in talk.text
    await talk.press("Programar igual")
    assert "Sale el vie 27 nov, 21:00" in talk.text


async def test_a_draft_is_edited_and_approved_again_at_the_same_hour(talk):
    await talk.say("/redactar ceviche")
    await talk.say("/aprobar 3 viernes 8 de la noche")
    (shown,) = await talk.say("/editar 3")
    assert shown.quote == "ceviche 5\n\n#sabor"
    cards = await talk.say("Ceviche carretillero\n\n#callao")
    assert cards[0].quote == "Ceviche carretillero\n\n#callao"
    assert "hace falta aprobarlo otra vez" in talk.text
    await talk.press("Vie 20:00 · la de antes")
    assert "Sale el vie 27 nov, 20:00" in talk.text


async def test_a_stale_card_approves_nothing_that_was_not_seen(talk):
    *_, last = await talk.say("/redactar ceviche")
    stale = buttons(last)[0].action
    await talk.say("/editar 3 Otro texto")
    await talk.act(stale)
    assert "Alguien cambió el texto de la propuesta 3" in talk.text


async def test_discarding_and_discarding_the_others(talk):
    await talk.say("/redactar ceviche")
    await talk.say("/aprobar 3 viernes 8 de la noche")
    await talk.press("Más…")
    before = set(talk.ears.shown)
    await talk.press("Descartar las otras 2")
    assert "Descarté las otras 2 propuestas" in talk.text
    assert set(talk.ears.shown) == before, "their cards change where they are"
    assert [r.title[:10] for r in talk.ears.shown.values() if r.about == "draft:1"] == [
        "Descartada"
    ]
    await talk.say("/aprobar 1 sábado 8 de la noche")
    assert "la descartó" in talk.text


async def test_publishing_now_takes_a_second_press(talk):
    await talk.say("/redactar ceviche")
    await talk.say("/publicar 3")
    assert "¿La publico ahora mismo" in talk.text
    await talk.press("Sí, publícala")
    assert "Allá va" in talk.text
    await talk.say("/publicar 3 ya")
    assert "ya la programó" in talk.text


async def test_a_photo_is_added_to_a_draft_by_its_caption(talk):
    await talk.say("/redactar ceviche")
    await talk.press("Ponerle foto")
    assert "/foto 3" in talk.text
    cards = await talk.say("/foto 3", photo())
    assert cards[0].picture is not None
    assert "⛔" not in cards[0].text


async def test_the_law_is_one_press_away(talk):
    await talk.say("/redactar pisco sour")
    assert "Ley 28681" in talk.text
    await talk.press("Agregar la frase de ley")
    assert "TOMAR BEBIDAS ALCOHÓLICAS EN EXCESO ES DAÑINO" in talk.said[0].quote
    assert "Agregar la frase de ley" not in spoken(talk.said[0])


@dataclass
class Stumbling(FakeWriter):
    """Falls back on itself, and says so."""

    async def write(self, brief, count=3):
        written = await super().write(brief, count)
        return Writing(written.candidates, "template", note="draft.nothing")


async def test_what_the_writer_has_to_say_is_said_once(data_dir, clock):
    talk = Dialogue.begin(data_dir, clock, writer=Stumbling(), recommender=Taster())
    *_, first, second, third = await talk.say("/redactar ceviche")
    assert talk.text.count("no me salió ninguna propuesta") == 1
    assert "no me salió" not in first.text + second.text + third.text
    talk.close()


async def test_all_of_it_in_english(data_dir, clock):
    talk = Dialogue.begin(data_dir, clock, writer=FakeWriter(), recommender=Taster(), locale="en")
    *_, last = await talk.say("/draft ceviche for Friday")
    assert last.title == "Draft 3 (3 of 3) · Facebook + Instagram"
    assert "Facebook: +50 % over your usual (between −20 % and +60 %)." in last.text
    assert buttons(last)[0].label == "Fri 20:00 · +18 %"
    await talk.press("Fri 20:00")
    assert "Goes out on Fri, Nov 27, 20:00." in talk.text
    talk.close()
