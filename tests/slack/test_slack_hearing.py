"""What reaches the house of what people do in Slack, and what does not."""

from __future__ import annotations

import pytest

import handlers
from peruopt.chat.message import Action, Address, Button, Reply, Upload
from tests.slack.conftest import ROOM
from tests.slack.emulator import TEAM_ROOM
from tests.slack.workspace import BOT, BOT_ID

CARD = Reply("¿Va?", buttons=((Button("Aprobar", Action("aprobar", ("7",))),),), about="draft:7")


@pytest.mark.parametrize(
    ("typed", "heard"),
    [
        ("resumen 7d", "/resumen 7d"),
        ("Resumen 7d", "/Resumen 7d"),
        ("/resumen", "/resumen"),
        ("", "/ayuda"),
        ("stats 30d", "/stats 30d"),
        ("qué tal va la semana & <b>", "qué tal va la semana & <b>"),
        ("redactar ceviche :hot_pepper: :fire:", "/redactar ceviche 🌶️ 🔥"),
        (":wave::skin-tone-4: a las 10:30:00", "👋🏽 a las 10:30:00"),
    ],
)
async def test_a_slash_command_is_a_command(slack, opened, until, typed, heard):
    async with opened(register=handlers.load()) as at:
        await slack.slash("UROSA", TEAM_ROOM, typed)
        await until(lambda: at.heard)
    (message,) = at.heard
    assert (message.text, message.source, message.person) == (heard, ROOM, "UROSA")
    assert message.name == "Rosa"


async def test_a_mention_in_a_thread_is_answered_in_the_thread(slack, opened, until):
    async def script(door, message):
        await door.send(message.source, Reply("Aquí"))

    async with opened(script) as at:
        first = await slack.say("ULUIS", TEAM_ROOM, "¿qué publicamos?")
        await slack.say("UROSA", TEAM_ROOM, "oye @peruopt ideas", thread=first.ts)
        await until(lambda: slack.space.thread(TEAM_ROOM, first.ts)[1:])
    assert [m.text for m in at.heard] == ["oye  ideas"]
    assert at.heard[0].source == Address("slack", f"{TEAM_ROOM}:{first.ts}")
    assert slack.space.thread(TEAM_ROOM, first.ts)[-1].user == BOT


async def test_a_mention_that_also_comes_as_a_message_is_one(slack, opened, until):
    async with opened() as at:
        said = await slack.say("UROSA", TEAM_ROOM, "@peruopt hola")
        event = slack._event(said, ()) | {"type": "message", "channel_type": "channel"}
        await slack.line.deliver("events_api", slack.callback(event))
        await slack.slash("UROSA", TEAM_ROOM, "fin")
        await until(lambda: at.heard and at.heard[-1].text == "fin")
    assert [m.text for m in at.heard] == ["hola", "fin"]


async def test_what_is_not_for_us_is_not_heard(slack, opened, until):
    direct = slack.space.direct("UROSA")
    mine = {"user": "UROSA", "channel": direct, "channel_type": "im", "type": "message"}
    async with opened() as at:
        await slack.say("ULUIS", TEAM_ROOM, "hablando entre nosotros")
        for number, event in enumerate(
            [
                mine | {"user": BOT, "text": "yo mismo"},
                mine | {"bot_id": BOT_ID, "text": "yo mismo"},
                mine | {"bot_id": "BOTRO", "text": "otro robot"},
                mine | {"subtype": "message_changed", "text": "editado"},
                mine | {"subtype": "message_deleted"},
                mine | {"edited": {"user": "UROSA", "ts": "1"}, "text": "corregido"},
                {"type": "reaction_added", "user": "UROSA"},
            ]
        ):
            told = slack.callback({"ts": f"{number}.5"} | event)
            done = await slack.line.deliver("events_api", told)
            await until(done.done)
        await slack.say("UROSA", direct, "esto sí")
        await until(lambda: at.heard)
    assert [m.text for m in at.heard] == ["esto sí"]


async def test_files_are_fetched_with_the_token(slack, opened, until):
    photo = slack.file("plato.png", b"\x89PNG\r\n\x1a\nxx")
    async with opened() as at:
        await slack.say("UROSA", slack.space.direct("UROSA"), "tiradito", files=[photo])
        await until(lambda: at.heard)
    assert at.heard[0].uploads == (Upload("plato.png", photo.content),)
    assert at.heard[0].text == "tiradito"


@pytest.mark.parametrize("case", ["scope", "external", "large", "elsewhere"])
async def test_a_file_that_cannot_be_had_is_said_so(slack, opened, until, case):
    file = slack.file("posts.csv", b"a,b\n", external=case == "external")
    direct = slack.space.direct("UROSA")
    expected = {"scope": "files:read", "large": "pesa demasiado"}.get(case, "posts.csv")
    async with opened() as at:
        if case == "scope":
            slack.api.scopes.discard("files:read")
        said = slack.space.add(direct, "UROSA", "mira")
        event = slack._event(said, [file]) | {"type": "message", "channel_type": "im"}
        if case == "large":
            event["files"][0]["size"] = 900 * 1024 * 1024
        if case == "elsewhere":
            event["files"][0]["url_private_download"] = "http://localhost:9/files/x"
        await slack.line.deliver("events_api", slack.callback(event))
        (told,) = await until(lambda: slack.space.screen(direct))
    assert expected in told
    assert at.heard == []
    assert case == "scope" or slack.tokens_seen == []


async def test_a_press_that_was_tampered_with_is_refused_politely(slack, opened, until):
    async with opened() as at:
        await at.door.send(ROOM, CARD)
        for value in ("aprobar:7:rm -rf", "; DROP:x", "", "aprobar 7"):
            await slack.press("UROSA", "Aprobar", value=value)
        await until(lambda: len(slack.space.screen(TEAM_ROOM)) == 5)
    assert at.heard == []
    assert all("no hice nada" in told for told in slack.space.screen(TEAM_ROOM)[1:])
    assert len(slack.space.screen(TEAM_ROOM, "ULUIS")) == 1


async def test_a_failed_answer_is_owned_up_to(slack, opened, until):
    async def script(_door, _message):
        raise RuntimeError("boom")

    async with opened(script):
        await slack.slash("UROSA", TEAM_ROOM, "hola")
        (told,) = await until(lambda: slack.space.screen(TEAM_ROOM))
    assert "Algo falló de mi lado" in told
