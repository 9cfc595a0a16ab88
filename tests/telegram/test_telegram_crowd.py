"""Many at once: what is heavy or only polite keeps no answer waiting."""

from __future__ import annotations

import asyncio
import time

from bot.telegram.wire import AT_ONCE
from peruopt.chat.message import Address, Picture, Reply
from tests.photos import png
from tests.telegram.emulator.opening import until
from tests.telegram.emulator.people import ROSA


def chats(api, count: int) -> list[Address]:
    numbers = range(600, 600 + count)
    for number in numbers:
        api.world.chats[number] = {"id": number, "type": "private", "first_name": f"P{number}"}
    return [Address("telegram", str(number)) for number in numbers]


async def test_pictures_on_a_slow_line_keep_no_words_waiting(at):
    at.api.slow["sendphoto"] = 2.0
    heavy = Reply("", picture=Picture(png(), "Un plato", "plato.png"))
    places = chats(at.api, 2 * AT_ONCE)
    uploads = [asyncio.create_task(at.door.send(place, heavy)) for place in places]
    await until(lambda: at.api.count("sendPhoto") == len(places))
    began = time.monotonic()
    await at.door.send(Address("telegram", str(ROSA)), Reply("rápido"))
    assert time.monotonic() - began < 1.0
    assert not any(upload.done() for upload in uploads)
    await asyncio.gather(*uploads)


async def test_words_to_many_share_a_few_lines_and_all_arrive(at):
    at.api.slow["sendmessage"] = 0.05
    places = chats(at.api, 10 * AT_ONCE)
    began = time.monotonic()
    await asyncio.gather(*(at.door.send(place, Reply(place.chat)) for place in places))
    assert time.monotonic() - began < 5
    assert [at.api.seen(int(p.chat)) for p in places] == [[p.chat] for p in places]


async def test_in_a_crowd_not_everybody_is_shown_that_somebody_types(opening):
    async def script(door, message):
        await asyncio.sleep(1.2)
        await door.send(message.source, Reply("listo"))

    async with opening(script) as at:
        for place in chats(at.api, 30):
            at.api.say("hola", chat=int(place.chat), person=int(place.chat))
        await until(lambda: sum(map(bool, map(at.api.seen, range(600, 630)))) == 30, 20)
        shown = len(at.api.world.actions)
    assert 1 <= shown <= 6, "a courtesy, at most twice a second"
