"""Nothing lost and nothing twice: crashes, restarts, floods, webhooks."""

from __future__ import annotations

import asyncio
import contextlib
import io
import sys
import time
from pathlib import Path

import aiohttp
import pytest
from pydantic import SecretStr

from bot.telegram import WebhookSettings
from peruopt.chat.message import Reply
from tests.photos import png
from tests.telegram.emulator.opening import HERE, opened, until
from tests.telegram.emulator.people import ROSA

ROOT = Path(__file__).parents[2]
SECRET = "s" * 32
URL = "https://casa.example/telegram"


@contextlib.asynccontextmanager
async def process(api, folder, word=""):
    run = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.telegram.dying", api.url, str(folder), word), cwd=ROOT
    )
    try:
        yield run
    finally:
        if run.returncode is None:
            run.kill()
        await run.wait()


async def test_a_killed_process_loses_nothing_and_repeats_nothing(api, tmp_path):
    for text in ("uno", "muere", "dos", "late", "tres"):
        api.say(text)
    async with process(api, tmp_path, "muere") as first:
        assert await asyncio.wait_for(first.wait(), 20) == 9
    assert api.seen() == ["oí uno"]
    async with process(api, tmp_path, "otra") as second:  # dies once "late" has been answered
        assert await asyncio.wait_for(second.wait(), 20) == 9
    async with process(api, tmp_path):
        api.say("fin")
        await until(lambda: "oí fin" in api.seen(), 20)
    heard = [text for text in api.seen() if text.startswith("oí")]
    assert heard == [f"oí {text}" for text in ("uno", "muere", "dos", "late", "tres", "fin")]


async def test_who_was_cut_off_in_an_answer_is_told(api, tmp_path):
    api.say("a medias")
    async with process(api, tmp_path, "x") as first:
        assert await asyncio.wait_for(first.wait(), 20) == 9
    async with process(api, tmp_path):
        await until(api.seen, 20)
        assert "Me interrumpieron mientras te respondía" in api.seen()[0]
        api.say("otra vez")
        await until(lambda: len(api.seen()) == 2, 20)
    assert api.seen()[1:] == ["oí otra vez"]


async def test_what_waits_when_the_door_closes_is_answered_when_it_opens(api, tmp_path):
    async def hang(door, message):
        await asyncio.sleep(0 if message.text == "primera" else 60)

    async with opened(api, tmp_path, hang) as at:
        for text in ("primera", "segunda", "tercera"):
            api.say(text)
        api.album([png(), png()], "álbum")
        await at.hears(2)
        await until(lambda: not api.world.updates)
    async with opened(api, tmp_path) as at:
        heard = await at.hears(3)
    assert [m.text for m in heard] == ["segunda", "tercera", "álbum"]
    assert len(heard[2].uploads) == 2


async def test_an_answer_under_way_is_finished_when_the_door_closes(api, tmp_path):
    async def slow(door, message):
        await asyncio.sleep(0.3)
        await door.send(HERE, Reply("terminé"))

    async with opened(api, tmp_path, slow) as at:
        api.say("hola")
        await at.hears()
    assert api.seen() == ["terminé"]
    async with opened(api, tmp_path) as at:
        await asyncio.sleep(0.1)
        assert at.heard == []


async def test_closing_is_quick(api, tmp_path):
    async with opened(api, tmp_path):
        began = time.monotonic()
    assert time.monotonic() - began < 0.5


async def test_one_chats_flood_keeps_nobody_waiting(opening):
    async def busy(door, message):
        await asyncio.sleep(0.02)
        await door.send(message.source, Reply(message.text))

    async with opening(busy) as at:
        for number in range(150):
            at.api.say(f"ola {number}", chat=666, person=666)
        at.api.say("¿y yo?")
        began = time.monotonic()
        await until(lambda: at.api.seen(ROSA), 10)
        assert len(at.api.seen(666)) < 75
        assert time.monotonic() - began < 3
        await until(lambda: len(at.api.seen(666)) == 150, 30)
        assert at.api.seen(666) == [f"ola {number}" for number in range(150)]


async def test_many_chats_at_once_are_all_answered_in_their_order(opening):
    async def echo(door, message):
        await door.send(message.source, Reply(message.text))

    async with opening(echo) as at:
        for number in range(3):
            for chat in range(1000, 1100):
                at.api.say(str(number), chat=chat, person=chat)
        chats = range(1000, 1100)
        await until(lambda: all(len(at.api.seen(chat)) == 3 for chat in chats), 30)
        assert all(at.api.seen(chat) == ["0", "1", "2"] for chat in chats)


@contextlib.asynccontextmanager
async def visited(api, folder, script=None):
    webhook = WebhookSettings(URL, SecretStr(SECRET), port=0)
    async with opened(api, folder, script, webhook=webhook) as at:
        api.webhook_at = f"http://127.0.0.1:{at.door.port}/telegram"
        yield at
    api.webhook_at = ""


async def test_by_webhook_everything_is_as_by_polling(api, tmp_path):
    async def echo(door, message):
        await door.send(message.source, Reply(f"oí {message.text}"))

    async with visited(api, tmp_path, echo):
        assert api.webhook["url"] == URL
        api.say("uno", again=True)
        api.say("dos")
        await until(lambda: len(api.seen()) == 2)
    assert api.seen() == ["oí uno", "oí dos"]
    assert api.count("getUpdates") == 0
    api.say("mientras dormía")
    async with visited(api, tmp_path) as at:
        assert [m.text for m in await at.hears()] == ["mientras dormía"]


@pytest.mark.parametrize(
    ("secret", "body", "status"),
    [
        ("x" * 32, '{"update_id": 1}', 403),
        ("", '{"update_id": 1}', 403),
        ("ñ" * 32, "{}", 403),
        (SECRET, "no es json", 400),
        (SECRET, "[]", 400),
        (SECRET, '{"update_id": "1"}', 400),
        (SECRET, "[" * 100_000, 400),
        (SECRET, '"' + "x" * (1024 * 1024) + '"', 413),
        (SECRET, '{"update_id": 1, "message": {"nada": true}}', 200),
    ],
)
async def test_a_forged_visit_is_refused_and_breaks_nothing(
    api, tmp_path, secret, body, status, caplog
):
    async with visited(api, tmp_path) as at, aiohttp.ClientSession() as http:
        header = {"X-Telegram-Bot-Api-Secret-Token": secret}
        sent = io.BytesIO(body.encode())
        async with http.post(api.webhook_at, data=sent, headers=header) as said:
            assert said.status == status
        api.say("hola")
        assert [m.text for m in await at.hears()] == ["hola"]
    assert ("not Telegram" in caplog.text) == (status == 403)
