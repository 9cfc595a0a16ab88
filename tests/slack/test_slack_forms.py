"""Buttons that open forms, and forms that become typed commands."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from peruopt.chat.message import Action, Address, Button, Reply
from tests.slack.conftest import ROOM
from tests.slack.emulator import TEAM_ROOM

QUOTE = "Ceviche <b> & *leche de tigre* 🌶️\n\n#ceviche"
CARD = Reply(
    "¿Va?",
    title="Propuesta · Facebook",
    quote=QUOTE,
    about="draft:12",
    buttons=tuple(
        (Button(label, Action(name, args)),)
        for label, name, args in [
            ("Editar", "editar", ("12",)),
            ("Otra hora", "otrahora", ("12",)),
            ("Mover", "mover", ("30",)),
            ("Rechazar", "rechazar", ("12",)),
            ("Foto", "foto", ("12",)),
            ("Mover perdida", "perdidas", ("mover", "30")),
            ("Aprobar", "aprobar", ("12", "2026-11-27T2000", "v1")),
            ("Esta hora", "otrahora", ("12", "2026-11-27T2000")),
        ]
    ),
)
TEXT = {"text": {"type": "plain_text_input", "value": "Otro :fire: &lt;texto&gt;"}}
WHEN = {
    "day": {"type": "datepicker", "selected_date": "2026-11-27"},
    "hour": {"type": "timepicker", "selected_time": "20:00"},
}
WORDS = {"text": {"type": "plain_text_input", "value": "viernes 8 de la noche"}}


@pytest.fixture
async def form(slack, opened, until):
    """Return `form(label, **values)`: what fills the form in makes the house hear."""

    async def form(label, card=CARD, **values):
        async with opened(now=lambda: datetime(2026, 11, 24, 3, tzinfo=UTC)) as at:
            await at.door.send(ROOM, card)
            await slack.press("UROSA", label)
            await until(lambda: slack.space.views)
            assert at.heard == []
            done = await slack.submit("UROSA", **values)
            await until(lambda: at.heard or (done.done() and done.result()))
            return at.heard[0] if at.heard else done.result()

    return form


@pytest.mark.parametrize(
    ("label", "values", "command"),
    [
        ("Editar", TEXT, "/editar 12 Otro 🔥 <texto>"),
        ("Otra hora", WHEN, "/otrahora 12 2026-11-27T20:00"),
        ("Otra hora", WORDS, "/otrahora 12 viernes 8 de la noche"),
        ("Otra hora", WHEN | WORDS, "/otrahora 12 viernes 8 de la noche"),
        ("Mover", WHEN, "/mover 30 2026-11-27T20:00"),
        ("Mover perdida", WHEN, "/perdidas mover 30 2026-11-27T20:00"),
        ("Rechazar", {"text": {"value": "muy\nlargo"}}, "/rechazar 12 muy\nlargo"),
    ],
)
async def test_a_form_is_a_typed_command(slack, form, label, values, command):
    message = await form(label, **values)
    card = slack.space.by_bot(TEAM_ROOM)[0]
    assert (message.text, message.action, message.person) == (command, None, "UROSA")
    assert message.source == Address("slack", TEAM_ROOM, card.ts)


async def test_the_present_text_stands_in_the_form(slack, form):
    await form("Editar", **TEXT)
    (view,) = slack.space.views.values()
    assert view["blocks"][0]["element"]["initial_value"] == QUOTE


async def test_the_day_in_the_form_is_the_restaurants(slack, form):
    await form("Otra hora", **WHEN)
    (view,) = slack.space.views.values()
    assert view["blocks"][0]["element"]["initial_date"] == "2026-11-23"


async def test_a_photo_comes_through_its_form(slack, form):
    photo = slack.file("plato.png", b"\x89PNGxx")
    told = {"file": {"type": "file_input", "files": [photo.told(slack.api.url)]}}
    message = await form("Foto", **told)
    assert message.text == "/foto 12"
    assert [(u.name, u.content) for u in message.uploads] == [("plato.png", b"\x89PNGxx")]


@pytest.mark.parametrize(
    ("label", "values", "field"),
    [
        ("Editar", {"text": {"value": "  "}}, "text"),
        ("Otra hora", {"day": {"selected_date": "2026-11-27"}}, "hour"),
        ("Otra hora", {}, "day"),
        ("Foto", {}, "file"),
    ],
)
async def test_what_is_missing_is_asked_for_in_the_form(form, label, values, field):
    told = await form(label, **values)
    assert told["response_action"] == "errors"
    assert list(told["errors"]) == [field]


@pytest.mark.parametrize("label", ["Aprobar", "Esta hora"])
async def test_a_button_that_says_it_all_opens_nothing(slack, opened, until, label):
    async with opened() as at:
        await at.door.send(ROOM, CARD)
        await slack.press("UROSA", label)
        await until(lambda: at.heard)
    assert slack.space.views == {}
    assert at.heard[0].action


async def test_a_form_that_does_not_open_is_asked_in_words(slack, opened, until):
    async with opened() as at:
        await at.door.send(ROOM, CARD)
        slack.api.refuse("views.open", "expired_trigger_id")
        await slack.press("UROSA", "Editar")
        await until(lambda: at.heard)
    assert at.heard[0].action == Action("editar", ("12",))


async def test_a_question_in_a_channel_is_answered_by_a_form(slack, opened, until):
    async with opened() as at:
        await at.door.send(ROOM, Reply("¿Cómo se llama?", asks=Action("ajustes", ("nombre",))))
        await slack.press("UROSA", "✍️ Responder")
        await until(lambda: slack.space.views)
        await slack.submit("UROSA", text={"value": "La Mar Brava"}, again=True)
        await until(lambda: at.heard)
    assert [m.text for m in at.heard] == ["/ajustes nombre La Mar Brava"]


async def test_a_forged_form_does_nothing(slack, opened, until):
    async with opened() as at:
        await at.door.send(ROOM, CARD)
        await slack.press("UROSA", "Editar")
        await until(lambda: slack.space.views)
        (view,) = slack.space.views.values()
        for kept in ("{}", "no es json", json.dumps({"f": "text", "a": "a b", "c": 1, "m": 2})):
            view["private_metadata"] = kept
            done = await slack.submit("UROSA", **TEXT)
            await until(done.done)
        await slack.slash("UROSA", TEAM_ROOM, "fin")
        await until(lambda: at.heard)
    assert [m.text for m in at.heard] == ["fin"]
