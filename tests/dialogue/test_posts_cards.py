"""A draft's card in every state, and lists of what waits and what goes out."""

from __future__ import annotations

import pytest

import handlers
from peruopt.chat.message import Action
from peruopt.post import Draft, State
from peruopt.restaurant import Network, Person, Role
from tests.fakes import FakeWriter
from tests.talk import Dialogue, buttons
from tests.taster import Taster, bring


@pytest.mark.parametrize(
    ("state", "title", "says", "offers"),
    [
        (State.SCHEDULED, "Programada · ", "✅ Sale el lun 23 nov, 13:00. La aprobó Rosa.",
         ["/otrahora 3", "/publicar 3", "/editar 3", "/descartar 3", "/descartar 3 otras"]),
        (State.PUBLISHING, "Publicándose · ", "Se está publicando ahora", []),
        (State.PUBLISHED, "Publicada · ", "https://facebook.example/1", []),
        (State.UNCERTAIN, "Por confirmar · ", "No sé si salió",
         ["/salio 5", "/nosalio 5", "/salio 6", "/nosalio 6"]),
        (State.FAILED, "No salió · ", "Conecta la cuenta otra vez",
         ["/publicar 3", "/otrahora 3", "/ver 3 mas1"]),
        (State.MISSED, "Se pasó la hora · ", "Era para el lun 23 nov, 13:00",
         ["/publicar 3", "/otrahora 3", "/ver 3 mas1"]),
        (State.CANCELLED, "Descartada · ", "no saldrá", []),
    ],
)  # fmt: skip
async def test_each_state_says_where_it_stands_and_what_can_be_done(
    talk, state, title, says, offers
):
    await talk.say("/redactar ceviche")
    bring(talk, 3, every=state)
    card, *_ = await talk.say("/ver 3")
    assert card.title == f"{title}Facebook + Instagram"
    assert says in card.text
    typed = [b.action.typed for b in buttons(card)]
    assert [
        command for command in typed if not command.startswith(("/aprobar", "/foto"))
    ] == offers


async def test_a_card_has_six_buttons_and_the_rest_are_a_press_away(talk):
    await talk.say("/redactar ceviche")
    (card,) = [r for r in talk.said if r.about == "draft:3"]
    first = [b.action.typed for b in buttons(card)]
    assert len(first) == 6
    assert first[2:] == ["/otrahora 3", "/foto 3", "/editar 3", "/ver 3 mas1"]
    more, *_ = await talk.press("Más…")
    rest = [b.action.typed for b in buttons(more)]
    assert rest == ["/cambios 3", "/otra 3", "/descartar 3", "/rechazar 3", "/ver 3"]
    assert more.replaces is not None, "the card itself turns"
    back, *_ = await talk.press("Volver")
    assert [b.action.typed for b in buttons(back)] == first
    for reply in talk.ears.heard:
        assert len(buttons(reply)) <= 6 or not reply.about


async def test_one_failed_network_does_not_hide_behind_its_sibling(talk):
    await talk.say("/redactar ceviche")
    bring(talk, 3, facebook=State.PUBLISHED, instagram=State.FAILED)
    card, *_ = await talk.say("/ver 3")
    assert "Facebook: 🎉 Publicada el lun 23 nov, 13:00." in card.text
    assert "Instagram: ❌ No salió." in card.text
    assert "Conecta la cuenta otra vez" in card.text


async def test_a_press_from_long_ago_gets_a_truthful_answer(talk):
    await talk.say("/redactar ceviche")
    bring(talk, 3, every=State.PUBLISHED)
    for typed in ("/aprobar 3 viernes 8pm", "/descartar 3", "/editar 3 x", "/cancelar 3 facebook"):
        await talk.say(typed)
        assert "Ya está publicada; la aprobó Rosa" in talk.text


async def test_who_types_that_a_post_is_out_names_it_by_its_draft(talk):
    await talk.say("/redactar ceviche")
    bring(talk, 3, facebook=State.UNCERTAIN, instagram=State.PUBLISHED)
    await talk.say("/salio 3")
    assert "Anotado: la propuesta 3 salió en Facebook" in talk.text


async def test_nothing_pending_is_good_news(talk):
    await talk.say("/pendientes")
    assert "✨ Nada pendiente" in talk.text


async def test_pending_lists_trouble_before_proposals(talk):
    await talk.say("/redactar ceviche")
    bring(talk, 1, facebook=State.UNCERTAIN, instagram=State.PUBLISHED)
    bring(talk, 2, every=State.MISSED)
    (listed,) = await talk.say("/pendientes")
    order = [listed.text.index(sign) for sign in ("❓", "⏰", "📝")]
    assert order == sorted(order)
    typed = [b.action.typed for b in buttons(listed)]
    assert typed == [
        "/salio 1", "/nosalio 1", "/publicar 2", "/otrahora 2", "/descartar 2",
        "/ver 3", "/descartar 3",
    ]  # fmt: skip


async def test_an_empty_calendar_offers_to_write(talk):
    await talk.say("/calendario")
    assert "No hay nada programado" in talk.text
    assert buttons(talk.said[0])[0].action == Action("redactar")


async def test_the_calendar_is_by_day_with_a_picture_and_buttons(talk):
    await talk.say("/redactar ceviche")
    await talk.say("/aprobar 3 viernes 8 de la noche")
    await talk.say("/aprobar 2 sábado 1 de la tarde")
    (shown,) = await talk.say("/calendario")
    days = [shown.text.index(day) for day in ("Viernes 27 de noviembre", "Sábado 28")]
    assert days == sorted(days)
    assert shown.picture.content.startswith(b"\x89PNG")
    assert "2 publicaciones" in shown.picture.alt
    await talk.press("Mover vie 27 nov, 20:00")
    await talk.say("el domingo al mediodía")
    assert "Sale el dom 29 nov, 12:00" in talk.text
    await talk.say("/calendario")
    await talk.press("Cancelar sáb 28 nov, 13:00")
    await talk.say("/calendario")
    assert "Sábado" not in talk.text


async def test_all_networks_of_a_draft_move_and_are_cancelled_together(talk):
    await talk.say("/redactar ceviche")
    with talk.app.services.work(1) as w:
        channels = {c.network: c for c in w.channels.all()}
        channels[Network.INSTAGRAM].publishes = False
    await talk.say("/aprobar 3 viernes 8 de la noche")
    bring(talk, 2, every=State.SCHEDULED)
    (shown,) = await talk.say("/calendario")
    typed = [b.action.typed for b in buttons(shown)]
    assert typed[:2] == ["/otrahora 2", "/descartar 2"]


async def test_every_button_on_every_card_is_a_command_that_can_be_typed(talk):
    register = handlers.load()
    await talk.say("/redactar pisco sour para el viernes")
    await talk.say("/aprobar 3 viernes 8 de la noche")
    await talk.say("/aprobar 2 viernes 9 de la noche")
    for line in ("/pendientes", "/calendario", "/publicar 1", "/otrahora 1 mañana a las 7"):
        await talk.say(line)
    pressed = [b.action for reply in talk.ears.heard for b in buttons(reply)]
    assert len(pressed) > 30
    for action in pressed:
        assert Action.unpack(action.pack()) == action
        assert action.name in register.commands


async def test_pressing_is_typing(talk):
    *_, last = await talk.say("/redactar ceviche")
    await talk.say(buttons(last)[0].action.typed)
    assert "Sale el lun 23 nov, 20:00" in talk.text


async def test_roles_are_refused_in_a_sentence(data_dir, clock):
    talk = Dialogue.begin(data_dir, clock, writer=FakeWriter(), recommender=Taster())
    await talk.say("/redactar ceviche")
    with talk.app.services.work(1) as w:
        for name, role in (("edu", Role.EDITOR), ("vera", Role.VIEWER)):
            w.people.add(
                Person(restaurant_id=1, platform="console", handle=name, name=name, role=role)
            )
    await talk.say("/aprobar 3 viernes 8pm", person="edu")
    assert "hace falta el rol de aprobador; el tuyo es editor" in talk.text
    await talk.say("/editar 3 Texto de Edu", person="edu")
    assert "edu cambió el texto" in talk.text
    await talk.say("/editar 3 Texto de Vera", person="vera")
    assert "hace falta el rol de editor; el tuyo es lector" in talk.text
    talk.close()


async def test_a_house_that_publishes_nowhere_is_offered_the_outbox(talk):
    await talk.say("hola")
    with talk.app.services.work(1) as w:
        for channel in w.channels.all():
            channel.publishes = False
    await talk.say("/redactar ceviche")
    assert "Escribe /bandeja" in talk.text
    await talk.say("/bandeja")
    assert "va a la bandeja de salida" in talk.text
    *_, last = await talk.say("/redactar ceviche")
    assert buttons(last)[0].label == "Hoy 20:00 · +19 %"


async def test_a_network_can_be_left_out(talk):
    await talk.say("/redactar ceviche")
    await talk.say("/aprobar 3 viernes 8 de la noche")
    await talk.say("/pendientes")
    await talk.press("Dejar la 3 sin Instagram")
    await talk.say("/pendientes")
    assert "Propuesta 3" not in talk.text
    await talk.say("/ver 3")
    assert "Facebook: ✅ Sale el vie 27 nov, 20:00" in talk.text


async def test_an_old_draft_still_has_its_card(talk):
    await talk.say("/redactar ceviche")
    with talk.app.services.work(1) as w:
        for dish in range(101):
            now = talk.app.clock.now()
            w.drafts.add(Draft(restaurant_id=1, brief=str(dish), text="x", created_at=now))
    await talk.say("/ver 1")
    assert "Propuesta 1 · Facebook + Instagram" in talk.text


async def test_with_the_house_as_it_is_delivered(data_dir, clock):
    talk = Dialogue.begin(data_dir, clock)
    quotes: set[str] = set()
    for _ in range(2):
        *_, first, second, third = await talk.say("/redactar ceviche para el viernes")
        quotes |= {first.quote, second.quote, third.quote}
    assert len(quotes) == 6, "never the same three twice"
    assert "Aún sin historia suficiente" in third.text
    best = buttons(third)[0]
    assert best.label.startswith("Vie ")
    await talk.press(best.label)
    assert "Sale el vie 27 nov" in talk.text
    talk.close()
