"""What a chat shows once a post is out: one card, one short message, no path of this machine."""

from __future__ import annotations

from tests.photos import photo
from tests.talk import Dialogue, buttons, spoken


async def go_out(talk: Dialogue) -> list:
    """Let what is due go out; return what is shown anew."""
    before = set(talk.ears.shown)
    talk.app.clock.tick(minutes=1)
    await talk.app.engine.catch_up()
    await talk.app.engine.catch_up()
    return [reply for number, reply in talk.ears.shown.items() if number not in before]


async def test_one_short_message_says_that_it_is_out_and_every_card_changes(talk):
    await talk.say("", photo())
    await talk.say("/ver 3")
    await talk.say("/publicar 3 ya")
    (told,) = await go_out(talk)
    assert told.text.startswith("📁 Quedó en la bandeja de prueba, no en Facebook + Instagram: «")
    assert (told.quote, told.picture, told.about) == ("", None, "")
    assert [b.action.typed for b in buttons(told)] == ["/publicadas"]
    assert buttons(told)[0].label == "👀 Ver en Publicado"
    cards = [reply for reply in talk.ears.shown.values() if reply.about == "draft:3"]
    assert len(cards) == 3
    for card in cards:
        assert card.title.startswith("En la bandeja de prueba")
        assert "Ya está en" not in spoken(card)
        assert "Publicada" not in spoken(card)


async def test_what_goes_to_no_network_is_said_before_and_after_it_went(talk):
    await talk.say("", photo())
    (card,) = await talk.press("Hoy ")
    assert "📁 Facebook + Instagram: sin conectar todavía" in card.text
    await talk.say("/redactar causa", photo())
    await talk.say("/publicar 6 ya")
    await go_out(talk)
    talk.app.clock.tick(minutes=1)
    (listed,) = await talk.say("/publicadas")
    assert "Facebook · 📁 bandeja de prueba" in listed.text


async def test_only_what_can_go_out_is_asked_about(talk):
    await talk.say("/redactar ceviche")  # no picture, so nothing for Instagram
    (asked,) = await talk.say("/publicar 3")
    assert "¿La publico ahora mismo en Facebook?" in asked.text


async def test_no_path_of_this_machine_is_ever_said(talk):
    await talk.say("", photo())
    await talk.say("/publicar 3 ya")
    await go_out(talk)
    for line in ("/ver 3", "/publicadas", "/historial", "/calendario"):
        await talk.say(line)
    assert "📁 En la bandeja de prueba desde" in "".join(map(spoken, talk.ears.heard))
    assert not [reply for reply in talk.ears.heard if "file:" in spoken(reply)]


async def test_an_older_copy_of_a_card_does_not_repeat_what_was_done_on_the_newer(talk):
    await talk.say("/redactar ceviche")
    await talk.say("/ver 3")
    await talk.say("/editar 3 Ceviche de hoy")
    cards = [reply for reply in talk.ears.shown.values() if reply.about == "draft:3"]
    assert [card.quote for card in cards] == ["Ceviche de hoy"] * 3
    assert ["cambió el texto" in card.text for card in cards] == [False, False, True]


async def test_a_press_far_up_is_answered_at_the_end_of_the_chat_too(talk):
    *_, card = await talk.say("/redactar ceviche")
    first = next(n for n, reply in talk.ears.shown.items() if reply is card)
    press = buttons(card)[0].action
    await talk.say("/calendario")
    changed, brief = await talk.act(press, card=first)
    assert "Sale el lun 23 nov, 20:00" in changed.text
    assert brief.text == "✅ Programada la propuesta 3: sale el lun 23 nov, 20:00."
    assert list(talk.ears.shown.values())[-1] is brief


async def test_a_press_on_the_newest_card_is_answered_by_the_card_alone(talk):
    *_, card = await talk.say("/redactar ceviche")
    assert len(await talk.press(buttons(card)[0].label)) == 1
