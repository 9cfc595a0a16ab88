"""`/voz` as the owner lives it."""

from __future__ import annotations

from peruopt.voice.card import Form


def said(talk):
    (house,) = talk.app.services.directory.restaurants()
    with talk.app.services.work(house.id) as w:
        return w.voices.said()


async def test_the_card_is_shown_corrected_and_kept(talk):
    await talk.say("/voz")
    assert "Aún no tengo publicaciones tuyas" in talk.text
    await talk.say("/voz más corto, sin signos de exclamación, de usted, nunca digas delicia")
    assert "• sin signos de exclamación" in talk.text
    assert "• hablo de usted" in talk.text
    assert "Trato: de usted (lo dijiste tú)" in talk.text
    assert "Nunca digo: delicia" in talk.text
    card = said(talk)
    assert (card.exclaims, card.form, card.banned) == (False, Form.USTED, ("delicia",))


async def test_buttons_say_the_same_and_a_question_waits_for_words(talk):
    await talk.say("/voz")
    await talk.press("Sin emojis")
    assert "Emojis: ninguno (lo dijiste tú)" in talk.text
    await talk.press("Cambiar")
    await talk.say("máximo un hashtag")
    assert "Hashtags: 1 como máximo" in talk.text
    await talk.press("Olvidar lo que dije")
    assert said(talk).emoji is None


async def test_the_writer_gets_the_card_and_a_draft_is_measured_against_it(talk):
    await talk.say("/voz nunca digas ceviche, sin signos de exclamación")
    await talk.say("/redactar ceviche")
    (brief,) = talk.app.services.writer.briefs
    assert brief.card.banned == ("ceviche",)
    assert "⚠️ Usa «ceviche», que pediste no decir." in talk.text
    await talk.say("/editar 1 Ven hoy!")
    assert "Lleva signos de exclamación y pediste que no." in talk.text
    await talk.press("Quitar exclamaciones")
    assert "Ven hoy." in talk.text


async def test_a_person_overrules_with_a_reason_that_is_kept(talk):
    await talk.say("/redactar ceviche")
    await talk.say("/editar 1 Gran concurso de Fiestas Patrias.")
    assert "Un sorteo o concurso dice hasta cuándo" in talk.text
    await talk.press("Más…")
    await talk.press("Dejarlo así")
    await talk.say("Las bases están en la puerta")
    assert "law.raffle: decidido por" in talk.text
    assert "Las bases están en la puerta" in talk.text
    assert "⚠️" not in talk.said[-1].text
    (house,) = talk.app.services.directory.restaurants()
    with talk.app.services.work(house.id) as w:
        entry = next(e for e in w.audit.newest(20) if e.what == "finding.overruled")
    assert entry.about == "draft:1"
    assert entry.detail.endswith("Las bases están en la puerta")


async def test_what_nobody_filled_in_cannot_be_overruled(talk):
    await talk.say("/redactar ceviche")
    await talk.say("/editar 1 2x1 hasta el ___")
    await talk.say("/igual 1 law.blank da lo mismo")
    assert "no se puede pasar por alto" in talk.text
    await talk.say("/igual 1 law.alcohol no hay")
    assert "no tiene ningún aviso" in talk.text
