"""The app's home, the manifest, and what the doctor finds."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from pydantic import SecretStr

import handlers
from bot.slack.checking import check
from bot.slack.manifest import SCOPES, as_yaml, manifest
from peruopt.chat.message import Action, Address, Button, Reply
from peruopt.chat.words import Words
from tests.slack.webapi import NEEDS

WAITING = Reply(
    "1 propuesta espera",
    title="Pendientes",
    buttons=((Button("Ver", Action("ver", ("7",))), Button("Hora", Action("otrahora", ("7",)))),),
)


async def test_the_home_shows_what_it_is_given_and_answers_in_a_direct_message(
    slack, opened, until
):
    drawn = []

    async def home(person):
        drawn.append(person)
        return [WAITING, Reply("Sin nada", title="Calendario"), WAITING]

    async def script(door, message):
        await door.send(message.source, Reply("Aquí está"))

    async with opened(script, home=home) as at:
        await slack.open_home("UROSA")
        await until(lambda: "Calendario" in slack.space.home("UROSA"))
        await slack.press_home("UROSA", "Ver")
        direct = slack.space.direct("UROSA")
        await until(lambda: slack.space.screen(direct))
        assert at.heard[0].source == Address("slack", direct)
        assert at.heard[0].action == Action("ver", ("7",))
        await until(lambda: drawn == ["UROSA", "UROSA"])
        await slack.press_home("UROSA", "Hora")
        await until(lambda: slack.space.views)
        await slack.submit("UROSA", text={"value": "mañana"})
        await until(lambda: len(at.heard) == 2)
        assert (at.heard[1].text, at.heard[1].source.chat) == ("/otrahora 7 mañana", direct)


@pytest.mark.parametrize("count", [0, 60])
async def test_the_home_is_never_empty_and_never_too_long(slack, opened, until, count):
    async def home(_person):
        return [WAITING] * count

    async with opened(home=home):
        await slack.open_home("UROSA")
        await until(lambda: slack.space.home("UROSA"))


async def test_a_home_that_cannot_be_drawn_says_so(slack, opened, until):
    async def home(_person):
        raise RuntimeError("boom")

    async with opened(home=home):
        await slack.open_home("UROSA")
        await until(lambda: "Algo falló" in slack.space.home("UROSA"))


@pytest.mark.parametrize("locale", ["es_PE", "en"])
@pytest.mark.parametrize("url", ["", "https://peru.example/"])
def test_the_manifest_is_written_from_the_register(locale, url):
    listed = handlers.load().listed()
    told = manifest(listed, Words(locale), url=url)
    assert yaml.safe_load(as_yaml(told)) == told
    name = listed[0].name if locale == "es_PE" else listed[0].alias
    assert name in told["display_information"]["long_description"]
    assert len(told["display_information"]["long_description"]) <= 4000
    assert set(NEEDS.values()) <= set(SCOPES) == set(told["oauth_config"]["scopes"]["bot"])
    assert told["settings"]["socket_mode_enabled"] is not bool(url)
    addresses = [
        told["settings"]["interactivity"].get("request_url"),
        told["settings"]["event_subscriptions"].get("request_url"),
        told["features"]["slash_commands"][0].get("url"),
    ]
    assert set(addresses) == {"https://peru.example/slack/events" if url else None}


def test_the_manifest_in_the_docs_is_the_one_of_today():
    written = Path("docs/slack-manifest.yml").read_text("utf-8")
    assert written == as_yaml(manifest(handlers.load().listed(), Words("es_PE")))


def _no_line(api) -> None:
    api.faults["apps.connections.open"].append(("missing_scope", 0))


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        (lambda api: None, []),
        (lambda api: api.scopes.discard("files:write"), ["slack.missing_scope"]),
        (lambda api: setattr(api, "bot_token", "x"), ["slack.invalid_auth"]),
        (lambda api: setattr(api, "app_token", "x"), ["slack.invalid_app_auth"]),
        (_no_line, ["slack.missing_app_scope"]),
    ],
)
async def test_the_doctor_says_what_is_wrong(slack, change, wrong):
    change(slack.api)
    bot, app = SecretStr("xoxb-test"), SecretStr("xapp-test")
    found = await check(bot, app, None, base_url=slack.base_url)
    assert [f.key for f in found if f.bad] == wrong
    assert all(Words()(f.key, **f.values) for f in found)


async def test_the_doctor_says_when_slack_cannot_be_reached():
    found = await check(SecretStr("x"), None, None, base_url="http://127.0.0.1:9/")
    assert [f.key for f in found] == ["slack.check_unreachable"]
