"""Voice notes in Slack: written down where somebody can, declined where nobody can."""

from __future__ import annotations

import pytest

NAME, NOTE = "audio_message.m4a", b"...ftypM4A"


@pytest.fixture
def spoken(slack):
    """`await spoken(user, text)` says it with a voice note."""

    async def spoken(user: str, text: str = ""):
        note = slack.file(NAME, NOTE)
        room = slack.space.direct(user)
        said = slack.space.add(room, user, text, files=[note.id])
        event = slack._event(said, [note]) | {"type": "message", "channel_type": "im"}
        event["files"][0]["mimetype"] = "audio/mp4"
        await slack.line.deliver("events_api", slack.callback(event))
        return room

    return spoken


async def test_a_voice_note_is_written_down_and_shown(slack, opened, until, spoken):
    async def transcribe(content, name):
        assert (content, name) == (NOTE, NAME)
        return "¿qué publico hoy?"

    async with opened(transcribe=transcribe) as at:
        room = await spoken("UROSA", "mira")
        await until(lambda: at.heard)
    assert at.heard[0].text == "mira\n¿qué publico hoy?"
    assert at.heard[0].uploads == ()
    assert "Te escuché" in slack.space.screen(room)[0]
    assert "¿qué publico hoy?" in slack.space.screen(room)[0]


async def test_silence_is_said_so(slack, opened, until, spoken):
    async def transcribe(_content, _name):
        return ""

    async with opened(transcribe=transcribe) as at:
        room = await spoken("UROSA")
        (told,) = await until(lambda: slack.space.screen(room))
    assert "No entendí la nota de voz" in told
    assert at.heard == []


async def test_without_ears_a_voice_note_is_declined(slack, opened, until, spoken):
    async with opened() as at:
        room = await spoken("UROSA")
        (told,) = await until(lambda: slack.space.screen(room))
    assert "Sin GPT conectado" in told
    assert at.heard == []
    assert slack.tokens_seen == [], "nothing was fetched"


async def test_what_strangers_bring_is_not_fetched(slack, opened, until, spoken):
    async with opened(admits=lambda user: user != "UOTRO") as at:
        slack.space.people["UOTRO"] = "Otro"
        await spoken("UOTRO", "hola")
        await until(lambda: at.heard)
    assert (at.heard[0].text, at.heard[0].uploads) == ("hola", ())
    assert slack.tokens_seen == []
