"""One platform falls, floods or says things twice; the other, and everybody else, is served."""

from __future__ import annotations

import asyncio
import time

from tests.slack.emulator import TEAM_ROOM
from tests.telegram.emulator.people import ROSA

TOLD = "Tu diario"


async def test_telegram_falls_slack_goes_on_and_the_digest_comes_later(town, monkeypatch):
    monkeypatch.setattr("bot.telegram.wire.NOTICE_PATIENCE", 2.0)
    telegram, slack = town.telegram, town.slack
    telegram.say("/ayuda")
    await town.until(telegram.seen)
    await telegram.down()
    began = time.monotonic()
    await slack.slash("ULUIS", TEAM_ROOM, "ayuda")
    await town.until(lambda: any("/redactar" in text for text in town.channel()))
    assert time.monotonic() - began < 10
    digest = asyncio.create_task(town.later(hours=22))  # the next morning
    await town.until(lambda: any(TOLD in text for text in town.channel()), 20)
    assert not any(TOLD in text for text in telegram.seen())
    await digest
    await telegram.up()
    telegram.say("/pendientes")
    await town.until(lambda: len(telegram.seen()) > 1, 30)

    async def retried():
        while not any(TOLD in text for text in telegram.seen()):
            await town.later(minutes=5)
            await asyncio.sleep(0.2)

    await asyncio.wait_for(retried(), 40)
    await town.later(minutes=5)
    assert sum(TOLD in text for text in telegram.seen()) == 1
    assert sum(TOLD in text for text in town.channel()) == 1


async def test_what_comes_twice_after_a_reconnect_is_answered_once(town):
    telegram, slack = town.telegram, town.slack
    telegram.say("/ayuda", again=True)
    await slack.slash("ULUIS", TEAM_ROOM, "ayuda", again=True)
    await slack.line.drop()
    await slack.slash("UANA", TEAM_ROOM, "ayuda", again=True)
    await town.until(lambda: telegram.seen() and len(town.channel()) >= 2, 25)
    telegram.say("/pendientes")
    await town.until(lambda: len(telegram.seen()) > 1)
    await asyncio.sleep(0.3)
    assert (len(telegram.seen()), len(town.channel())) == (2, 2)


async def test_a_flood_from_one_chat_does_not_starve_another(town):
    telegram = town.telegram
    for _ in range(60):
        telegram.say("/ayuda", chat=502, person=502)
    telegram.say("/pendientes", chat=ROSA, person=ROSA)
    await town.until(lambda: telegram.seen(ROSA))
    waiting = 60 - len(telegram.seen(502))
    assert waiting > 30, "the other one is answered long before the flood is"
    await town.until(lambda: len(telegram.seen(502)) == 60, 40)
    await asyncio.sleep(0.3)
    assert len(telegram.seen(502)) == 60
