"""Telegram unwell, slow, refusing; and what people and the log are told."""

from __future__ import annotations

import asyncio
import logging
import time

import pytest
from pydantic import SecretStr

from bot.telegram import TelegramDoor, WebhookSettings
from bot.telegram.faults import Undeliverable, Unreachable
from bot.telegram.pacing import Rate, Rates
from peruopt.chat.message import Address, Reply
from peruopt.errors import Closed, UserError
from tests.photos import png
from tests.telegram.emulator.opening import HERE, a_door, opened, until
from tests.telegram.emulator.people import GROUP, ROSA
from tests.telegram.emulator.server import TOKEN, Fault, bot_api


async def test_too_many_requests_are_waited_out(at):
    at.api.faults.append(Fault("sendMessage", 429, "Too Many", parameters={"retry_after": 1}))
    began = time.monotonic()
    await at.door.send(HERE, Reply("ya"))
    assert time.monotonic() - began >= 1
    assert at.api.seen() == ["ya"]


async def test_one_chat_that_must_wait_keeps_no_other_waiting(at):
    at.api.say("hola", chat=9, person=9)
    at.api.faults.append(Fault("sendMessage", 429, "Too Many", parameters={"retry_after": 2}))
    waiting = asyncio.create_task(at.door.send(HERE, Reply("espera")))
    await asyncio.sleep(0.1)
    await asyncio.wait_for(at.door.send(Address("telegram", "9"), Reply("pasa")), 1)
    assert at.api.seen(9) == ["pasa"]
    await waiting


async def test_our_own_pace_never_meets_telegrams(api, tmp_path):
    api.per_chat = (6, 0.4)
    rates = Rates(Rate(50, 0.5), Rate(3, 0.5), Rate(10_000, 1))
    async with opened(api, tmp_path, rates=rates) as at:
        await asyncio.gather(*(at.door.send(HERE, Reply(f"{n}")) for n in range(10)))
    assert api.refused == []
    assert api.seen() == [f"{n}" for n in range(10)]


@pytest.mark.parametrize("code", [500, 502, 504])
async def test_a_telegram_that_stumbles_is_asked_again(at, code):
    at.api.faults += [Fault("sendMessage", code), Fault("getUpdates", code)]
    await at.door.send(HERE, Reply("llega"))
    assert at.api.seen() == ["llega"]
    at.api.say("hola")
    await at.hears()


async def test_a_notice_that_cannot_be_sent_says_so_in_time(at, monkeypatch):
    monkeypatch.setattr("bot.telegram.wire.NOTICE_PATIENCE", 0.3)
    at.api.faults += [Fault("sendMessage", 502) for _ in range(9)]
    with pytest.raises(Unreachable):
        await at.door.send(HERE, Reply("aviso"))


async def test_whose_answer_telegram_lost_is_told_when_it_is_back(opening, monkeypatch):
    monkeypatch.setattr("bot.telegram.wire.PATIENCE", 0.2)

    async def script(door, message):
        await door.send(message.source, Reply("perdida"))

    async with opening(script) as at:
        at.api.faults += [Fault("sendMessage", 502) for _ in range(3)]
        at.api.say("hola")
        await until(at.api.seen)
        assert "Si no ves mi respuesta" in at.api.seen()[0]


async def test_who_blocked_us_is_undeliverable_and_others_are_not(at):
    at.api.block()
    with pytest.raises(Undeliverable) as told:
        await at.door.send(HERE, Reply("hola"))
    assert "blocked by the user" in told.value.values["why"]
    assert isinstance(told.value, Closed), "so that notices are not tried for ever"
    with pytest.raises(Undeliverable):
        await at.door.send(Address("telegram", "404404"), Reply("hola"))


async def test_a_group_that_became_a_supergroup_is_followed(at):
    moved = {"migrate_to_chat_id": GROUP}
    at.api.say("/hola", chat=GROUP)
    at.api.faults.append(Fault("sendMessage", 400, "Bad Request: upgraded", parameters=moved))
    shown = await at.door.send(Address("telegram", "-55"), Reply("hola"))
    assert shown.chat == str(GROUP)
    assert at.api.seen(GROUP) == ["hola"]


async def test_a_wrong_token_is_explained_and_never_logged(api, tmp_path, caplog):
    caplog.set_level(logging.DEBUG)
    wrong = TOKEN[:-3] + "BBB"
    door = a_door(api, tmp_path, token=SecretStr(wrong))
    with pytest.raises(UserError, match=r"telegram\.token"):
        await door.run(_nothing)
    assert "no reconoce el token" in caplog.text
    assert wrong not in caplog.text


async def test_the_token_is_never_logged(api, tmp_path, caplog):
    caplog.set_level(logging.DEBUG)
    async with opened(api, tmp_path) as at:
        at.api.photo(png(), "hola")
        await at.hears()
        at.api.faults.append(Fault("sendMessage", 502))
        await at.door.send(HERE, Reply("hola"))
    assert TOKEN not in caplog.text


@pytest.mark.parametrize("token", ["", "abc", "123:", "1:2:3", "123:a b"])
def test_what_cannot_be_a_token_is_refused_at_once(tmp_path, token):
    with pytest.raises(UserError):
        TelegramDoor(token=SecretStr(token), data_dir=tmp_path, now=lambda: None)


async def test_a_second_listener_is_explained(api, tmp_path, caplog):
    one, two = a_door(api, tmp_path / "1"), a_door(api, tmp_path / "2")
    running = [asyncio.create_task(door.run(_nothing)) for door in (one, two)]
    done, _ = await asyncio.wait(running, timeout=15, return_when="FIRST_COMPLETED")
    with pytest.raises(UserError, match=r"telegram\.two_pollers"):
        await done.pop()
    assert "Otro programa está atendiendo" in caplog.text
    for task in running:
        task.cancel()
    await asyncio.gather(*running, return_exceptions=True)


async def test_a_short_conflict_is_no_second_listener(at):
    at.api.faults.append(Fault("getUpdates", 409, "Conflict: terminated"))
    at.api.say("hola")
    await at.hears()


async def test_a_webhook_left_behind_is_put_away_for_polling(api, tmp_path):
    api.webhook = {"url": "https://viejo.example/", "secret_token": "x"}
    async with opened(api, tmp_path) as at:
        api.say("hola")
        await at.hears()
    assert api.webhook == {}


async def test_a_door_opened_without_a_network_opens_when_it_is_back(tmp_path, caplog):
    async with bot_api() as api:
        api.faults += [Fault("getMe", 502), Fault("getMe", 502)]
        async with opened(api, tmp_path) as at:
            api.say("hola")
            await at.hears()
    assert "Telegram does not answer" in caplog.text


async def test_an_answer_that_breaks_is_apologised_for(opening, caplog):
    async def script(door, message):
        raise RuntimeError(message.text)

    async with opening(script) as at:
        at.api.say("boom")
        await until(at.api.seen)
        assert "Algo falló de mi lado" in at.api.seen()[0]
    assert "was not answered" in caplog.text


async def test_files_that_do_not_come_are_asked_for_again_and_then_explained(at):
    at.api.faults += [Fault("getFile", 502)]
    at.api.photo(png(), "una")
    await at.hears()
    at.api.world.files.clear()
    at.api.say("/antes")
    del at.heard[:]
    at.api.photo(png(), "dos")
    at.api.world.files.clear()
    await until(at.api.seen)
    assert "No pude descargar" in at.api.seen()[0]


async def test_somebody_is_typing_while_an_answer_takes_its_time(opening):
    async def script(door, message):
        await asyncio.sleep(0.9 if message.text == "larga" else 0)
        await door.send(message.source, Reply("listo"))

    async with opening(script) as at:
        at.api.say("corta")
        await until(at.api.seen)
        assert at.api.world.actions == []
        at.api.say("larga")
        await until(lambda: len(at.api.seen()) == 2)
        assert at.api.world.actions == [(ROSA, "typing")]


@pytest.mark.parametrize(
    ("url", "secret"), [("http://a.example/", "s" * 32), ("https://a.example/", "corto")]
)
def test_a_webhook_that_cannot_be_safe_is_refused(url, secret):
    with pytest.raises(UserError):
        WebhookSettings(url, SecretStr(secret))


async def _nothing(_message) -> None:
    return None
