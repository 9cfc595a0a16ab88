"""Who is refused, politely or silently, and what the log says of it."""

from __future__ import annotations

import time

import aiohttp
import pytest

from peruopt.post import State
from peruopt.restaurant import Role
from peruopt.work.joining import invite
from tests.slack.blockkit import buttons
from tests.slack.delivering import encoded
from tests.slack.emulator import TEAM_ROOM
from tests.telegram.emulator.people import ROSA

LAST = "Propuesta 3 (3 de 3)"


async def drafted(town):
    """Ask for a draft on Telegram; return its card there."""
    town.telegram.say("/redactar ceviche")
    await town.until(lambda: any(LAST in text for text in town.telegram.seen()))
    return town.telegram.world.of(ROSA)[-1]


def undecided(town, house: int = 1) -> bool:
    with town.app.services.work(house) as w:
        return not w.posts.in_states(*(s for s in State if s is not State.PROPOSED))


async def logged(town, what: str, about: str = "", house: int = 1) -> None:
    """Wait until the log says so, once."""

    def found():
        return [line for line in town.log(house) if line[0] == what and about in line[1]]

    assert len(await town.until(found)) == 1


async def test_a_stranger_hears_one_sentence_on_each_door(town):
    telegram, slack = town.telegram, town.slack
    slack.space.people["UOTRO"] = "Otro"
    slack.space.channels[TEAM_ROOM].add("UOTRO")
    for _ in range(3):
        telegram.say("/resumen", chat=666, person=666)
        await slack.slash("UOTRO", TEAM_ROOM, "resumen")
    await town.until(lambda: telegram.seen(666) and slack.space.messages)
    telegram.say("/ayuda")
    await town.until(telegram.seen)
    assert len(telegram.seen(666)) == len(town.channel("UOTRO")) == 1
    assert "solo responde a su equipo" in telegram.seen(666)[0]
    assert "solo responde a su equipo" in town.channel("UOTRO")[0]
    assert town.channel("ULUIS") == [], "the channel is not disturbed"
    assert [m.only_for for m in slack.space.messages] == ["UOTRO"]
    await logged(town, "stranger.refused", "telegram:666")
    await logged(town, "stranger.refused", "slack:UOTRO")


async def test_a_viewer_may_look_and_decides_nothing(town):
    town.add(1, "slack", "UVISTA", Role.VIEWER)
    card = await drafted(town)
    await town.until(lambda: any(LAST in text for text in town.channel()))
    await town.slack.press("UVISTA", card.labels[0])
    (told,) = await town.until(lambda: _aside(town.slack, "UVISTA"))
    assert "aprobador" in told
    assert undecided(town)
    await logged(town, "refused.role")


@pytest.mark.parametrize("what", ["expired", "used", "unknown"])
async def test_a_code_that_is_none(town, what):
    owner = _owner(town)
    code = invite(town.app.services, owner, Role.OWNER)
    if what == "expired":
        town.clock.go(hours=49)
    if what == "used":
        town.telegram.say(f"/start {code}", chat=777, person=777)
        await town.until(lambda: town.telegram.seen(777))
    said = code if what != "unknown" else "AAAAA-AAAAA"
    town.telegram.say(f"/unirme {said}", chat=666, person=666)
    await town.until(lambda: town.telegram.seen(666))
    sentence = {"expired": "ya venció", "used": "ya se usó", "unknown": "no me suena"}[what]
    assert sentence in town.telegram.seen(666)[0]
    assert not town.app.services.directory.seats("telegram", "666")
    await logged(town, f"code.{what}", "telegram:666")


@pytest.mark.parametrize(
    ("forged", "what"),
    [
        ({"secret": "otra"}, "forged.signature"),
        ({"at": time.time() - 3600}, "forged.stale"),
        ({"X-Slack-Request-Timestamp": "pronto"}, "forged.signature"),
    ],
)
async def test_a_request_that_is_not_slacks(opening, forged, what):
    async with opening(http=True) as town:
        event = {"type": "app_mention", "user": "ULUIS", "channel": TEAM_ROOM}
        event |= {"ts": "1.1", "text": "<@UPERUOPT> /redactar ceviche"}
        body = encoded("events_api", town.slack.callback(event))
        for _ in range(3):
            status, _text = await town.slack.line.post(*body, **forged)
            assert status == 401
        await logged(town, what, "slack:127.0.0.1")
        assert town.slack.space.messages == []
        assert undecided(town)


async def test_a_webhook_call_without_the_secret(opening):
    from aiohttp.test_utils import unused_port

    port, secret = unused_port(), "una-llave-muy-secreta"
    settings = {
        "telegram_webhook_url": "https://casa.example/aviso",
        "telegram_webhook_secret": secret,
        "telegram_webhook_port": port,
    }
    async with opening(settings=settings) as town, aiohttp.ClientSession() as http:
        for said in ("", "una-llave-muy-secret0", secret.upper()):
            header = {"X-Telegram-Bot-Api-Secret-Token": said}
            url = f"http://127.0.0.1:{port}/aviso"
            forged = town.telegram.say("/redactar ceviche")
            town.telegram.world.updates.clear()
            async with http.post(url, json=forged, headers=header) as answer:
                assert answer.status == 403
        await logged(town, "forged.webhook", "telegram:127.0.0.1")
        assert town.telegram.seen() == []


async def test_a_button_that_is_not_ours(town):
    card = await drafted(town)
    query = town.telegram.send_data("aprobar 1; drop", card)
    await town.until(lambda: town.telegram.world.presses[query])
    assert town.telegram.world.presses[query]["text"]
    await logged(town, "forged.button", f"telegram:{ROSA}")
    await town.until(lambda: any(LAST in text for text in town.channel()))
    await town.slack.press("UANA", card.labels[0], value="<script>")
    assert await town.until(lambda: _aside(town.slack, "UANA"))
    await logged(town, "forged.button", "slack:UANA")
    assert undecided(town)


async def test_a_card_of_another_restaurant(town):
    card = await drafted(town)
    other = town.found("El Rival", owner=901)
    town.telegram.say("/ayuda", chat=901, person=901)
    mine = (await town.until(lambda: town.telegram.world.of(901)))[0]
    before = card.text
    town.telegram.send_data(card.data(card.labels[0]), mine, person=901)
    await town.until(lambda: len(town.telegram.seen(901)) == 2)
    assert undecided(town)
    assert undecided(town, other)
    assert "no encuentro" in town.telegram.seen(901)[1].lower()
    assert town.telegram.world.shown[ROSA, card.id].text == before
    await logged(town, "refused.number", house=other)


async def test_a_card_of_another_restaurant_in_slack(town):
    card = await drafted(town)
    other = town.found("El Rival", owner=901)
    slack, space = town.slack, town.slack.space
    town.add(other, "slack", "URIVAL", Role.OWNER)
    room = space.direct("URIVAL")
    await slack.slash("URIVAL", room, "ayuda")
    (mine, *_) = await town.until(lambda: space.by_bot(room))
    shown, label = len(space.by_bot(room)), buttons(mine.blocks)[0][0]["text"]["text"]
    await slack.press("URIVAL", label, channel=room, value=card.data(card.labels[0]))
    await town.until(lambda: len(space.by_bot(room)) > shown)
    assert "no encuentro" in space.read(space.by_bot(room)[-1]).lower()
    assert undecided(town)
    assert undecided(town, other)
    await logged(town, "refused.number", house=other)


async def test_the_log_is_not_flooded_by_who_forges(town):
    from bot.watching import MOST, Watch

    refused = Watch(town.app.services).at("slack")
    for number in range(MOST + 20):
        await refused("forged.signature", f"10.0.0.{number}")
        await refused("forged.signature", f"10.0.0.{number}")
    assert sum(what == "forged.signature" for what, _ in town.log(1)) == MOST
    town.clock.go(hours=1)
    await refused("forged.signature", "10.0.0.1")
    assert sum(what == "forged.signature" for what, _ in town.log(1)) == MOST + 1


def _owner(town):
    return town.app.services.directory.seats("telegram", str(ROSA))[0].person


def _aside(slack, user: str) -> list[str]:
    return [slack.space.read(m) for m in slack.space.messages if m.only_for == user]
